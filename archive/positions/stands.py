"""The passages that take a stand, as arrays: narrowed, counted and ordered without being read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.annotation.acts import ORDER
from archive.columns import Codes
from archive.errors import QueryError
from archive.messages import message
from archive.model import PassageKind
from archive.opened import Opened

CARDS_A_PAGE = 40
MOST_PAGES = 1_000
FILTERS = ("act", "to", "publisher", "year", "language", "origin")
ORIGINS = ("captured", "digest")
# How the columns number the kind of passage that holds our words about a document.
_DIGEST = list(PassageKind).index(PassageKind.DIGEST)
# Values of one filter that are counted in an answer, the most frequent.
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that the cards can be narrowed to, and how many of them have it."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Some live passages with an act or a theme: (stands,) each.

    `rows` int64; `acts` uint8, `to` uint64, `starts` int32 and `languages` S8 as in the table of
    annotations; `documents` int32; `is_digest` bool.
    """

    opened: Opened
    rows: NDArray[np.int64]
    acts: NDArray[np.uint8]
    to: NDArray[np.uint64]
    starts: NDArray[np.int32]
    languages: NDArray[np.bytes_]
    documents: NDArray[np.int32]
    is_digest: NDArray[np.bool_]

    def where(self, kept: NDArray[np.bool_]) -> "Stands":
        """Only those of `kept`, (stands,) bool."""
        return Stands(
            opened=self.opened,
            rows=self.rows[kept],
            acts=self.acts[kept],
            to=self.to[kept],
            starts=self.starts[kept],
            languages=self.languages[kept],
            documents=self.documents[kept],
            is_digest=self.is_digest[kept],
        )


def on_theme(opened: Opened, theme_id: str) -> Stands:
    """The live passages on a theme of the rules, also those that take no stand."""
    table = opened.annotations.table
    theme = opened.annotations.rules.theme_ids.index(theme_id)
    return _stands(opened, table.places[table.themes == theme])


def with_act(opened: Opened, act: str) -> Stands:
    """The live passages whose author does that."""
    table = opened.annotations.table
    return _stands(opened, np.flatnonzero(table.acts == ORDER.index(act) + 1))


def _stands(opened: Opened, places: NDArray[np.integer]) -> Stands:
    table, columns = opened.annotations.table, opened.columns
    live = places[opened.live[table.rows[places]]]
    rows = table.rows[live]
    return Stands(
        opened=opened,
        rows=rows,
        acts=table.acts[live],
        to=table.to[live],
        starts=table.starts[live],
        languages=table.languages[live],
        documents=columns.document_of_row[rows],
        is_digest=columns.passage_kinds[rows] == _DIGEST,
    )


def narrowed(stands: Stands, filters: Mapping[str, str], *, but: str = "") -> Stands:
    """Those that have every value of `filters`, the filter `but` left out.

    Raises QueryError for a filter that is none.
    """
    kept = np.ones(len(stands.rows), dtype=np.bool_)
    for name, value in filters.items():
        if name not in _HAVING:
            raise QueryError(
                message(
                    "There is no filter '%(name)s'; use one of %(choices)s.",
                    name=name[:60],
                    choices=", ".join(FILTERS),
                )
            )
        if name != but:
            kept &= _HAVING[name](stands, value)
    return stands.where(kept)


def choices(stands: Stands, filters: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    """Of each filter the values among those that have the others', by -count, then value."""
    found = {}
    for name in FILTERS:
        counts = _COUNTS[name](narrowed(stands, filters, but=name))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        found[name] = tuple(
            Choice(value=value, count=count, selected=filters.get(name) == value)
            for value, count in ordered[:MOST_CHOICES]
        )
    return found


def newest_first(stands: Stands) -> NDArray[np.int64]:
    """The places in `stands`, undated last, then by document and place in its text."""
    columns = stands.opened.columns
    first, last = columns.first_day[stands.documents], columns.last_day[stands.documents]
    # Of a year and a day in it the year comes first: it may be as late as its last day.
    keys = (stands.rows, stands.starts, stands.documents, -first, -last, first > last)
    return np.lexsort(keys)


def years(stands: Stands) -> tuple[tuple[str, int, int], ...]:
    """(year, own words, digests) from the first to the last year, none left out."""
    own = _by_column(stands.where(~stands.is_digest), "year")
    digests = _by_column(stands.where(stands.is_digest), "year")
    known = sorted(int(year) for year in {*own, *digests})
    if not known:
        return ()
    return tuple(
        (f"{year:04}", own.get(f"{year:04}", 0), digests.get(f"{year:04}", 0))
        for year in range(known[0], known[-1] + 1)
    )


def undated(stands: Stands) -> tuple[int, int]:
    """(own words, digests) of documents without a date."""
    dated = years(stands)
    digests = int(stands.is_digest.sum())
    own = len(stands.rows) - digests
    return own - sum(one for _, one, _ in dated), digests - sum(one for _, _, one in dated)


def _having_act(stands: Stands, value: str) -> NDArray[np.bool_]:
    number = ORDER.index(value) + 1 if value in ORDER else -1
    return np.asarray(stands.acts == number)


def _having_addressee(stands: Stands, value: str) -> NDArray[np.bool_]:
    known = stands.opened.annotations.rules.addressee_ids
    bit = np.uint64(1 << known.index(value)) if value in known else np.uint64(0)
    return np.asarray((stands.to & bit) != 0)


def _having(column: str) -> Callable[[Stands, str], NDArray[np.bool_]]:
    def having(stands: Stands, value: str) -> NDArray[np.bool_]:
        return stands.opened.columns.codes[column].having([value])[stands.documents]

    return having


def _by_act(stands: Stands) -> dict[str, int]:
    counts = np.bincount(stands.acts, minlength=len(ORDER) + 1)[1:]
    return {act: int(count) for act, count in zip(ORDER, counts, strict=True) if count}


def _by_addressee(stands: Stands) -> dict[str, int]:
    known = stands.opened.annotations.rules.addressee_ids
    counts = {one: int(_having_addressee(stands, one).sum()) for one in known}
    return {one: count for one, count in counts.items() if count}


def _by_column(stands: Stands, column: str) -> dict[str, int]:
    codes: Codes = stands.opened.columns.codes[column]
    of_document = np.bincount(stands.documents, minlength=len(codes.starts) - 1)
    weights = np.repeat(of_document, np.diff(codes.starts))
    counts = np.bincount(codes.codes, weights=weights, minlength=len(codes.values))
    return {codes.values[at]: int(counts[at]) for at in np.flatnonzero(counts)}


def _by_language(stands: Stands) -> dict[str, int]:
    values, counts = np.unique(stands.languages, return_counts=True)
    return {value.decode(): int(n) for value, n in zip(values.tolist(), counts, strict=True)}


def _by_origin(stands: Stands) -> dict[str, int]:
    digests = int(stands.is_digest.sum())
    both = zip(ORIGINS, (len(stands.rows) - digests, digests), strict=True)
    return {name: count for name, count in both if count}


_HAVING: dict[str, Callable[[Stands, str], NDArray[np.bool_]]] = {
    "act": _having_act,
    "to": _having_addressee,
    "publisher": _having("publisher"),
    "year": _having("year"),
    "language": lambda stands, value: np.asarray(stands.languages == value.encode()),
    "origin": lambda stands, value: stands.is_digest == (value == ORIGINS[1]),
}
_COUNTS: dict[str, Callable[[Stands], dict[str, int]]] = {
    "act": _by_act,
    "to": _by_addressee,
    "publisher": lambda stands: _by_column(stands, "publisher"),
    "year": lambda stands: _by_column(stands, "year"),
    "language": _by_language,
    "origin": _by_origin,
}


def check_page(page: int) -> None:
    """Raise QueryError for a page that no answer has."""
    if not 1 <= page <= MOST_PAGES:
        raise QueryError(
            message(
                "%(name)s is %(typed)s; give a whole number from 1 to %(largest)s.",
                name="page",
                typed=str(page),
                largest=MOST_PAGES,
            )
        )
