"""A request's parameters as a Query, each held to its limit."""

import re
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from archive.errors import QueryError
from archive.messages import message
from archive.nodes import Filter, Mode, Query, Sort
from archive.query import parse
from archive.query.limits import MAX_LIMIT, MAX_PAGE, MAX_VALUE_CHARACTERS, MAX_VALUES
from web.names import COLUMNS

DEFAULT_LIMIT = 10
_SINGLE = frozenset({"q", "mode", "limit", "page", "sort", "expand", "words", "like"})
_MOST_NAMED = 5


def read_strictly(values: MultiDict[str, str]) -> Query:
    """As `read` for a program: its notes name the parameters that a search has not.

    A slip in a name widens the answer unseen. Readers' addresses may carry what others put there.
    """
    query = read(values)
    return replace(query, notes=(*query.notes, *_unread(values)))


def read(values: MultiDict[str, str]) -> Query:
    """The query that `values` ask for; raises QueryError naming a value and its limit."""
    query = parse(
        values.get("q", ""),
        mode=Mode(_choice("mode", values.get("mode"), tuple(Mode))),
        limit=whole("limit", values.get("limit"), default=DEFAULT_LIMIT, largest=MAX_LIMIT),
        page=whole("page", values.get("page"), default=1, largest=MAX_PAGE),
        sort=Sort(_choice("sort", values.get("sort"), tuple(Sort))),
        filters=_filters(values),
    )
    return replace(
        query,
        expand=_choice("expand", values.get("expand"), ("1", "0")) == "1",
        weight=_weight(values.get("words")),
        like=_like(values.get("like", "")),
    )


def _unread(values: MultiDict[str, str]) -> tuple[str, ...]:
    """What is said of parameters that a search has not, the first few of them."""
    known = {*_SINGLE, *COLUMNS}
    names = [name for name in dict.fromkeys(values) if name not in known][:_MOST_NAMED]
    return tuple(f"There is no parameter {_shown(name)}; it was left out." for name in names)


def _choice(name: str, typed: str | None, choices: tuple[str, ...]) -> str:
    """One of `choices`, the first if nothing was typed."""
    if not typed:
        return choices[0]
    if typed not in choices:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give one of %(choices)s.",
                name=name,
                typed=_shown(typed),
                choices=", ".join(choices),
            )
        )
    return typed


def whole(name: str, typed: str | None, *, default: int, largest: int) -> int:
    """A whole number from 1 to `largest`; raises QueryError."""
    if not typed:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= largest:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give a whole number from 1 to %(largest)s.",
                name=name,
                typed=_shown(typed),
                largest=largest,
            )
        )
    return int(typed)


def _weight(typed: str | None) -> float | None:
    """The share of words in the mix, typed in percent; None leaves it to the query."""
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", typed) or int(typed) > 100:
        raise QueryError(
            message(
                "words is %(typed)s; give a whole number of percent, 0 to 100.",
                typed=_shown(typed),
            )
        )
    return int(typed) / 100


def _like(typed: str) -> str:
    """The id of a passage that others are to be like."""
    if len(typed) > MAX_VALUE_CHARACTERS:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give the id of a passage.", name="like", typed=_shown(typed)
            )
        )
    return typed


def _filters(values: MultiDict[str, str]) -> tuple[Filter, ...]:
    """One filter a column that was asked for, its values without repeats in the order typed."""
    for column in COLUMNS:
        if len(values.getlist(column)) > MAX_VALUES:
            raise QueryError(
                message(
                    "%(name)s is given %(number)s times; give at most %(most)s values.",
                    name=column,
                    number=len(values.getlist(column)),
                    most=MAX_VALUES,
                )
            )
    wanted = {
        column: tuple(dict.fromkeys(value for value in values.getlist(column) if value))
        for column in COLUMNS
    }
    for year in wanted["year"]:
        if not re.fullmatch(r"[0-9]{4}", year):
            raise QueryError(
                message("year is %(typed)s; give four digits, as in 2025.", typed=_shown(year))
            )
    return tuple(Filter(column=column, values=some) for column, some in wanted.items() if some)


def _shown(typed: str) -> str:
    """A value as an error names it: quoted and cut to 40 characters."""
    return f"“{typed[:40]}…”" if len(typed) > 40 else f"“{typed}”"
