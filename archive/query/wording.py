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
)


def explain(query: Query) -> str:
    """Say how `query` was read: `words: arms, exports · exactly: "arms trade" · not: Yemen`."""
    parts = [] if query.tree is None else _clauses(query.tree)
    parts += [f"{item.column}: {' or '.join(item.values)}" for item in query.filters]
    return " · ".join(parts) or "everything"


def _clauses(node: Node) -> list[str]:
    """Give one phrase of English for each clause of the whole query."""
    if not isinstance(node, Group):
        return [_labelled(node)]
    words = [_inner(part) for part in node.should if isinstance(part, Word | Prefix | Fuzzy)]
    others = [part for part in node.should if not isinstance(part, Word | Prefix | Fuzzy)]
    if others and not node.must:
        return [
            "any of: " + ", ".join(map(_inner, node.should)),
            *(f"not: {_inner(part)}" for part in node.must_not),
        ]
    label = "also" if node.must else "words"
    return [
        *map(_labelled, node.must),
        *([f"{label}: {', '.join(words)}"] if words else []),
        *(f"better with: {_inner(part)}" for part in others),
        *(f"not: {_inner(part)}" for part in node.must_not),
    ]


def _labelled(node: Node) -> str:
    """Name one clause by what it asks for."""
    if isinstance(node, Word) and node.field is Field.ANY:
        return f"word: {node.text}"
    if isinstance(node, Phrase) and node.field is Field.ANY and not node.slop:
        return f"exactly: {_inner(node)}"
    if isinstance(node, Group) and not node.must and not node.must_not:
        return "any of: " + ", ".join(map(_inner, node.should))
    if isinstance(node, Group) and not node.must and not node.should:
        return "not: " + ", ".join(map(_inner, node.must_not))
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
            text = f"{node.text} (up to {node.distance} letters changed)"
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
