"""A query shown back in plain words."""

from collections.abc import Sequence

from archive.days import Day
from archive.messages import Message, joined, message
from archive.nodes import (
    DateRange,
    Either,
    Field,
    Fuzzy,
    Group,
    Match,
    Node,
    Phrase,
    Prefix,
    Query,
    SameSentence,
    Word,
    is_condition,
)

_MOST_SHOWN = 32  # words; a paste has up to 256
_COLUMNS = {
    "kind": message("kind"),
    "publisher": message("publisher"),
    "language": message("language"),
    "theme": message("theme"),
    "year": message("year"),
    "voice": message("voice"),
}


def explain(query: Query) -> Message:
    """Say how `query` was read: `words: exports · exactly: "arms trade" · not: Yemen`.

    Plain words alone begin with `words: `; a query without any clause is "".
    """
    parts = [message("like the passage %(passage)s", passage=query.like)] if query.like else []
    parts += [] if query.tree is None else _clauses(query.tree)
    parts += [_condition(item.column, *item.values) for item in query.filters]
    return joined(parts, " · ")


def _clauses(node: Node) -> list[Message]:
    """Give one phrase for each kind of clause of the whole query."""
    if not isinstance(node, Group):
        plain = _is_plain(node)
        return [message("words: %(words)s", words=_inner(node)) if plain else _labelled(node)]
    words = [_inner(part) for part in node.must if _is_plain(part)]
    others = [part for part in node.must if not _is_plain(part)]
    return [
        *([message("all of: %(words)s", words=joined(words, ", "))] if words else []),
        *map(_labelled, others),
        *([_wished(node)] if node.should else []),
        *([message("not: %(words)s", words=_listed(node.must_not))] if node.must_not else []),
    ]


def _wished(node: Group) -> Message:
    """Say the clauses of which any will do."""
    wished = _listed(node.should[:_MOST_SHOWN])
    if len(node.should) > _MOST_SHOWN:
        more = len(node.should) - _MOST_SHOWN
        wished = message("%(words)s and %(number)s more", words=wished, number=more)
    if not all(map(_is_plain, node.should)):
        if node.must:
            return message("better with: %(words)s", words=wished)
        return message("any of: %(words)s", words=wished)
    if any(not is_condition(part) for part in node.must):
        return message("also: %(words)s", words=wished)
    return message("words: %(words)s", words=wished)


def _listed(nodes: Sequence[Node]) -> Message:
    return joined([_inner(one) for one in nodes], ", ")


def _either(parts: Sequence[str]) -> Message:
    """The parts with "or" between them."""
    said = Message("%(only)s", {"only": parts[0]})
    for part in parts[1:]:
        said = message("%(first)s or %(second)s", first=said, second=part)
    return said


def _both(parts: Sequence[str]) -> Message:
    """The parts with "and" between them."""
    said = Message("%(only)s", {"only": parts[0]})
    for part in parts[1:]:
        said = message("%(first)s and %(second)s", first=said, second=part)
    return said


def _condition(column: str, *values: str) -> Message:
    """What a column has to have, any of `values`; only kinds have names in other languages."""
    shown = _either([Message(one) if column == "kind" else one for one in values])
    named = {"column": _COLUMNS.get(column, column), "value": shown}
    return Message("%(column)s: %(value)s", named)


def _is_plain(node: Node) -> bool:
    """Say whether a clause is one word, whole or in part, anywhere."""
    return isinstance(node, Word | Prefix | Fuzzy) and node.field is Field.ANY


def _labelled(node: Node) -> Message:
    """Name one clause that is no plain word by what it asks for."""
    if isinstance(node, Phrase) and node.field is Field.ANY and not node.slop:
        return message("exactly: %(words)s", words=_inner(node))
    if isinstance(node, Group) and not node.must and not node.must_not:
        return message("any of: %(words)s", words=_listed(node.should))
    return _inner(node)


def _inner(node: Node) -> Message:
    """Say one node within a list."""
    match node:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _term(node)
        case SameSentence():
            both = _both([_inner(part) for part in node.parts])
            return message("in one sentence %(words)s", words=both)
        case Match():
            return _condition(node.column, node.value)
        case DateRange():
            return dated(node)
        case Either():
            return joined([_inner(part) for part in node.parts], " = ")
        case Group():
            return _grouped(node)


def _term(node: Word | Phrase | Prefix | Fuzzy) -> Message:
    """Say a word or phrase and where it is looked for."""
    match node:
        case Word():
            said = Message("%(word)s", {"word": node.text})
        case Prefix():
            said = Message("%(word)s…", {"word": node.text})
        case Fuzzy():
            said = _fuzzy(node)
        case Phrase():
            said = _phrase(node)
    return message("in the title %(words)s", words=said) if node.field is Field.TITLE else said


def _fuzzy(node: Fuzzy) -> Message:
    if node.distance == 1:
        return message("%(word)s (up to 1 letter changed)", word=node.text)
    return message(
        "%(word)s (up to %(number)s letters changed)", word=node.text, number=node.distance
    )


def _phrase(node: Phrase) -> Message:
    said = Message('"%(words)s"', {"words": node.text})
    if node.slop:
        said = message("%(words)s (within %(number)s words)", words=said, number=node.slop)
    return message("%(words)s (accents as typed)", words=said) if node.accents else said


def dated(node: DateRange) -> Message:
    """Say a range of dates: `dated 2019 to 2023`."""
    low, high = Day(node.low), Day(node.high)
    if low == high:
        return message("dated %(date)s", date=low)
    if low and high:
        return message("dated %(first)s to %(last)s", first=low, last=high)
    if low:
        return message("dated %(date)s or later", date=low)
    return message("dated %(date)s or earlier", date=high)


def _grouped(node: Group) -> Message:
    """Say a group within brackets."""
    parts = [_both([_inner(part) for part in node.must])] if node.must else []
    if node.should:
        parts.append(_either([_inner(part) for part in node.should]))
    parts += [message("not %(words)s", words=_inner(part)) for part in node.must_not]
    return Message("(%(parts)s)", {"parts": joined(parts, ", ")})
