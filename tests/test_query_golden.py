"""Each query in golden/queries.toml is read as the tree, the meaning and the notes beside it."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

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
    SameSentence,
    Word,
)
from archive.query import parse

GOLDEN = Path(__file__).parent / "golden" / "queries.toml"
TODAY = date(2026, 11, 24)


def show(node: Node | None) -> str:
    """Write a tree on one line, in the form that the head of golden/queries.toml explains."""
    match node:
        case None:
            return "()"
        case Word() | Phrase() | Prefix() | Fuzzy():
            return ("t:" if node.field is Field.TITLE else "") + show_term(node)
        case SameSentence() | Either():
            name = "sentence" if isinstance(node, SameSentence) else "either"
            return f"({name} {' '.join(map(show, node.parts))})"
        case Match():
            return f"{node.column}={node.value}"
        case DateRange():
            return f"date={node.low}..{node.high}"
        case Group():
            clauses = [f"+{show(part)}" for part in node.must]
            clauses += [show(part) for part in node.should]
            clauses += [f"-{show(part)}" for part in node.must_not]
            return f"({' '.join(clauses)})"


def show_term(node: Word | Phrase | Prefix | Fuzzy) -> str:
    """Write a word or a phrase without its field."""
    match node:
        case Word():
            return node.text
        case Prefix():
            return f"{node.text}*"
        case Fuzzy():
            return f"{node.text}~{node.distance}"
        case Phrase():
            slop = f"~{node.slop}" if node.slop else ""
            return f'{"=" if node.accents else ""}"{node.text}"{slop}'


def golden() -> list[Any]:
    """Give every query of the file as a test's parameter, named by its section and place."""
    sections = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["section"]
    return [
        pytest.param(query, id=f"{section['name']} {place}")
        for section in sections
        for place, query in enumerate(section["queries"], start=1)
    ]


@pytest.mark.parametrize("query", golden())
def test_query_is_read_as_written_down(query: dict[str, Any]) -> None:
    """The reading of a query is part of what the archive promises: it changes knowingly."""
    read = parse(query["typed"], today=TODAY)
    assert show(read.tree) == query["tree"]
    assert read.meaning == query.get("meaning", query["typed"])
    assert list(read.notes) == query.get("notes", [])


def test_golden_queries_are_many_and_different() -> None:
    """At least 150 different queries are written down."""
    typed = [param.values[0]["typed"] for param in golden()]
    assert len(typed) == len(set(typed)) >= 150
