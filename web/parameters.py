"""A request's parameters as a Query, each held to its limit."""

import re

from werkzeug.datastructures import MultiDict

from archive.errors import QueryError
from archive.nodes import Filter, Mode, Query, Sort
from archive.query import parse
from web.names import COLUMNS

# More than a hundred documents a page or a hundred pages is a harvest, not reading.
MAX_LIMIT = 100
MAX_PAGE = 100
DEFAULT_LIMIT = 10
# The longest value in the shipped corpus (a title of a publisher or theme) has under 100.
MAX_FILTER_VALUES = 20
MAX_VALUE_CHARS = 200


def read(values: MultiDict[str, str]) -> Query:
    """The query that `values` ask for; raises QueryError naming a value and its limit."""
    return parse(
        values.get("q", ""),
        mode=Mode(_choice("mode", values.get("mode"), tuple(Mode))),
        limit=_whole("limit", values.get("limit"), default=DEFAULT_LIMIT, largest=MAX_LIMIT),
        page=_whole("page", values.get("page"), default=1, largest=MAX_PAGE),
        sort=Sort(_choice("sort", values.get("sort"), tuple(Sort))),
        filters=_filters(values),
    )


def _choice(name: str, typed: str | None, choices: tuple[str, ...]) -> str:
    """One of `choices`, the first if nothing was typed."""
    if not typed:
        return choices[0]
    if typed not in choices:
        raise QueryError(f"{name} is {_shown(typed)}; give one of {', '.join(choices)}.")
    return typed


def _whole(name: str, typed: str | None, *, default: int, largest: int) -> int:
    """A whole number from 1 to `largest`."""
    if not typed:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= largest:
        raise QueryError(f"{name} is {_shown(typed)}; give a whole number from 1 to {largest}.")
    return int(typed)


def _filters(values: MultiDict[str, str]) -> tuple[Filter, ...]:
    """One filter a column that was asked for, its values without repeats in the order typed."""
    filters = []
    for column in COLUMNS:
        wanted = tuple(dict.fromkeys(value for value in values.getlist(column) if value))
        for value in wanted:
            _check_value(column, value)
        if wanted:
            filters.append(Filter(column=column, values=wanted))
    if sum(len(wanted.values) for wanted in filters) > MAX_FILTER_VALUES:
        count = sum(len(wanted.values) for wanted in filters)
        raise QueryError(f"{count} filter values were given; give at most {MAX_FILTER_VALUES}.")
    return tuple(filters)


def _check_value(column: str, value: str) -> None:
    """Raise QueryError for a filter value outside its limits."""
    if len(value) > MAX_VALUE_CHARS:
        raise QueryError(
            f"{column} is {_shown(value)} with {len(value)} characters; "
            f"give at most {MAX_VALUE_CHARS}."
        )
    if column == "year" and not re.fullmatch(r"[0-9]{4}", value):
        raise QueryError(f"year is {_shown(value)}; give four digits, as in 2025.")


def _shown(typed: str) -> str:
    """A value as an error names it: quoted and cut to 40 characters."""
    return f"“{typed[:40]}…”" if len(typed) > 40 else f"“{typed}”"
