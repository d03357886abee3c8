"""A request read into a Query: checked against its limits, never refused for its wording."""

import re
from datetime import date
from functools import partial
from itertools import islice

from archive.errors import QueryError
from archive.messages import message
from archive.nodes import Field, Filter, Group, Mode, Node, Query, Sort, Word
from archive.query.building import build
from archive.query.cleaning import clean, straighten
from archive.query.fields import resolve
from archive.query.identifiers import join_identifiers
from archive.query.limits import (
    FILTER_COLUMNS,
    MAX_LIMIT,
    MAX_MEANT_WORDS,
    MAX_PAGE,
    MAX_PLAIN_CHARACTERS,
    MAX_PLAIN_WORDS,
    MAX_TEXT_CHARACTERS,
    MAX_VALUE_CHARACTERS,
    MAX_VALUES,
    MAX_WORDS,
)
from archive.query.mending import mend
from archive.query.operators import settle
from archive.query.pieces import Pieces, Step
from archive.query.plain_dates import read_plain_dates
from archive.query.plain_exclusions import read_plain_exclusions
from archive.query.scanning import scan
from archive.query.words import each_word

# Signs of the query language that a paste may hold by chance.
_MARKS = re.compile(r'["“”„«»*~]|\b(?:AND|OR|NOT|ET|OU|SAUF)\b|(?<!\S)[+\-]\w|[^\W\d_]:\w')
_LONG = message(
    "Read as a pasted text: quotation marks, operators and fields in it are plain words."
)


def parse(  # noqa: PLR0913
    text: str,
    *,
    mode: Mode = Mode.HYBRID,
    limit: int = 10,
    page: int = 1,
    sort: Sort = Sort.RELEVANCE,
    filters: tuple[Filter, ...] = (),
    today: date | None = None,
) -> Query:
    """Read what was typed; any wording gives a Query, what could not be read is in its notes.

    `limit` is documents a page (1 to 100), `page` counts from 1 (to 100), `today` is what
    "last-year" is counted from. Raises QueryError for a value outside its limits.
    """
    _check(text, limit=limit, page=page, filters=filters)
    shown = clean(text)
    tree, meaning, notes = _read(shown, today or date.today())
    return Query(
        text=shown,
        tree=tree,
        meaning=meaning,
        mode=mode,
        limit=limit,
        page=page,
        sort=sort,
        filters=filters,
        notes=tuple(dict.fromkeys(notes)),
    )


def _read(text: str, today: date) -> tuple[Node | None, str, tuple[str, ...]]:
    """Give tree, text to embed and notes of a cleaned text."""
    if len(text) > MAX_PLAIN_CHARACTERS:
        return _as_paste(text)
    pieces, notes = scan(straighten(text))
    if _is_prose(pieces):
        return _as_paste(text)
    steps: tuple[Step, ...] = (
        settle,
        read_plain_dates,
        read_plain_exclusions,
        join_identifiers,
        partial(resolve, today=today),
        mend,
    )
    for step in steps:
        pieces, more = step(pieces)
        notes += more
    tree, meaning = build(pieces)
    only_words = not notes and all(
        piece.kind == "WORD" and piece.field is Field.ANY for piece in pieces
    )
    return tree, text if tree and only_words else meaning, notes


def _is_prose(pieces: Pieces) -> bool:
    """Say whether a text is longer than people type, without an operator surely meant as one."""
    plain = sum(len(piece.words) for piece in pieces)
    quoted = sum(len(piece.text.split()) for piece in pieces if piece.kind == "PHRASE")
    if plain > MAX_WORDS:
        return True
    meant = any(piece.text in ("AND", "OR", "NOT", "ET", "OU", "SAUF") for piece in pieces)
    return plain > 0 and plain + quoted > MAX_PLAIN_WORDS and not meant


def pasted(text: str) -> tuple[Node | None, str]:
    """Give the tree of a text's first MAX_WORDS words, all of them plain, and what is embedded."""
    nodes = tuple(Word(text=word) for word in islice(each_word(text), MAX_WORDS))
    if not nodes:
        return None, ""
    return (nodes[0] if len(nodes) == 1 else Group(should=nodes)), text


def _as_paste(text: str) -> tuple[Node | None, str, tuple[str, ...]]:
    """Read a paste as plain words, and say what is not looked for in it."""
    notes: tuple[str, ...] = (_LONG,) if _MARKS.search(text) else ()
    return *pasted(text), notes + _left_out(text)


def _left_out(text: str) -> tuple[str, ...]:
    """Say how far a paste was looked at, if not as a whole."""
    words = sum(1 for _ in islice(each_word(text), MAX_MEANT_WORDS + 1))
    if words > MAX_MEANT_WORDS:
        return (
            message(
                "The first %(number)s words were searched as words, the first %(most)s by meaning.",
                number=MAX_WORDS,
                most=MAX_MEANT_WORDS,
            ),
        )
    if words > MAX_WORDS:
        return (
            message(
                "The first %(number)s words were searched as words, all of it by meaning.",
                number=MAX_WORDS,
            ),
        )
    return ()


def _check(text: str, *, limit: int, page: int, filters: tuple[Filter, ...]) -> None:
    """Raise QueryError for a value outside its limits."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise QueryError(
            message(
                "The query has %(number)s characters; give at most %(most)s.",
                number=len(text),
                most=MAX_TEXT_CHARACTERS,
            )
        )
    if not 1 <= limit <= MAX_LIMIT:
        raise QueryError(f"limit is {limit}; give 1 to {MAX_LIMIT}.")
    if not 1 <= page <= MAX_PAGE:
        raise QueryError(f"page is {page}; give 1 to {MAX_PAGE}.")
    for item in filters:
        _check_filter(item)


def _check_filter(item: Filter) -> None:
    """Raise QueryError for a filter with an unknown column, or too many or too long values."""
    if item.column not in FILTER_COLUMNS:
        names = ", ".join(FILTER_COLUMNS)
        raise QueryError(f"There is no filter '{item.column[:50]}'; use one of {names}.")
    if len(item.values) > MAX_VALUES:
        raise QueryError(
            f"The filter {item.column} has {len(item.values)} values; give at most {MAX_VALUES}."
        )
    for value in item.values:
        if len(value) > MAX_VALUE_CHARACTERS:
            raise QueryError(
                f"A value of the filter {item.column} has {len(value)} characters; "
                f"give at most {MAX_VALUE_CHARACTERS}."
            )
