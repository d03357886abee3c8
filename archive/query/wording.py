"""A query shown back in plain words."""

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


def explain(query: Query) -> str:
    """Say how `query` was read: `words: exports · exactly: "arms trade" · not: Yemen`.

    Plain words alone begin with `words: `; a query without any clause is "".
    """
    parts = [f"like the passage {query.like}"] if query.like else []
    parts += [] if query.tree is None else _clauses(query.tree)
    parts += [f"{item.column}: {' or '.join(item.values)}" for item in query.filters]
    return " · ".join(parts)


def _clauses(node: Node) -> list[str]:
    """Give one phrase of English for each kind of clause of the whole query."""
    if not isinstance(node, Group):
        return [f"words: {_inner(node)}" if _is_plain(node) else _labelled(node)]
    words = [_inner(part) for part in node.must if _is_plain(part)]
    others = [part for part in node.must if not _is_plain(part)]
    label = "also" if any(not is_condition(part) for part in node.must) else "words"
    if not all(map(_is_plain, node.should)):
        label = "better with" if node.must else "any of"
    wished = ", ".join(map(_inner, node.should[:_MOST_SHOWN]))
    if len(node.should) > _MOST_SHOWN:
        wished += f" and {len(node.should) - _MOST_SHOWN} more"
    return [
        *([f"all of: {', '.join(words)}"] if words else []),
        *map(_labelled, others),
        *([f"{label}: {wished}"] if wished else []),
        *([f"not: {', '.join(map(_inner, node.must_not))}"] if node.must_not else []),
    ]


def _is_plain(node: Node) -> bool:
    """Say whether a clause is one word, whole or in part, anywhere."""
    return isinstance(node, Word | Prefix | Fuzzy) and node.field is Field.ANY


def _labelled(node: Node) -> str:
    """Name one clause that is no plain word by what it asks for."""
    if isinstance(node, Phrase) and node.field is Field.ANY and not node.slop:
        return f"exactly: {_inner(node)}"
    if isinstance(node, Group) and not node.must and not node.must_not:
        return "any of: " + ", ".join(map(_inner, node.should))
    return _inner(node)


def _inner(node: Node) -> str:
    """Say one node within a list."""
    match node:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return _term(node)
        case SameSentence():
            return "in one sentence " + " and ".join(map(_inner, node.parts))
        case Match():
            return f"{node.column}: {node.value}"
        case DateRange():
            return dated(node)
        case Either():
            return " = ".join(map(_inner, node.parts))
        case Group():
            return _grouped(node)


def _term(node: Word | Phrase | Prefix | Fuzzy) -> str:
    """Say a word or phrase and where it is looked for."""
    match node:
        case Word():
            text = node.text
        case Prefix():
            text = f"{node.text}…"
        case Fuzzy():
            text = f"{node.text} (up to {node.distance} letter{'s'[: node.distance - 1]} changed)"
        case Phrase():
            text = f'"{node.text}"'
            text += f" (within {node.slop} words)" if node.slop else ""
            text += " (accents as typed)" if node.accents else ""
    return f"in the title {text}" if node.field is Field.TITLE else text


def dated(node: DateRange) -> str:
    """Say a range of dates: `dated 2019 to 2023`."""
    if node.low == node.high:
        return f"dated {node.low}"
    if node.low and node.high:
        return f"dated {node.low} to {node.high}"
    return f"dated {node.low} or later" if node.low else f"dated {node.high} or earlier"


def _grouped(node: Group) -> str:
    """Say a group within brackets."""
    parts = [" and ".join(map(_inner, node.must))] if node.must else []
    if node.should:
        parts.append(" or ".join(map(_inner, node.should)))
    parts += [f"not {_inner(part)}" for part in node.must_not]
    return f"({', '.join(parts)})"
