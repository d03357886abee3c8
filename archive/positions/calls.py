"""The calls, each with what became of it: a page of them, and those whose passage has gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.errors import QueryError
from archive.followed import follow
from archive.ledger import CallState, Mark
from archive.messages import message
from archive.opened import Opened
from archive.positions.cards import Card, card
from archive.positions.stands import (
    CARDS_A_PAGE,
    Choice,
    Stands,
    check_page,
    choices,
    narrowed,
    newest_first,
    on_theme,
    with_act,
)

CALL = "demand"
# The state of a call that no editor has marked.
UNMARKED = "not-marked"
STATES = (*CallState, UNMARKED)
FILTERS = ("state", "theme", "to", "publisher", "year", "language", "origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mark, and what became of the passage it was made on: empty if that is here as it was."""

    mark: Mark
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call with its marks, the last one first; without any its `state` is UNMARKED."""

    card: Card
    entries: tuple[Entry, ...]

    @property
    def state(self) -> str:
        """What became of it, by the last mark."""
        return str(self.entries[0].mark.state) if self.entries else UNMARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """One page of the calls, newest first; `total` over all pages.

    `lost` are the last marks on passages that are no calls here any more.
    """

    calls: tuple[Call, ...]
    total: int
    page: int
    pages: int
    choices: dict[str, tuple[Choice, ...]]
    lost: tuple[Entry, ...]
    generation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """The entries by row, the last one first, and those of no row."""

    by_row: dict[int, tuple[Entry, ...]]
    lost: tuple[Entry, ...]


def calls(
    opened: Opened, marks: Sequence[Mark], *, filters: Mapping[str, str], page: int = 1
) -> CallPage:
    """The calls that have every value in `filters` (a key of FILTERS each).

    Raises QueryError for a filter, a state, a theme or a page that is none.
    """
    check_page(page)
    marked = _marked(opened, marks)
    every = _on_theme(with_act(opened, CALL), filters)
    states, others = _states(every, marked), _others(filters)
    kept = narrowed(every.where(_in_state(states, filters)), others)
    shown = newest_first(kept)[(page - 1) * CARDS_A_PAGE : page * CARDS_A_PAGE]
    counted = choices(every.where(_in_state(states, filters)), others)
    return CallPage(
        calls=tuple(_call(opened, row, marked) for row in kept.rows[shown].tolist()),
        total=len(kept.rows),
        page=page,
        pages=max(1, -(-len(kept.rows) // CARDS_A_PAGE)),
        choices={"state": _state_choices(narrowed(every, others), marked, filters), **counted},
        lost=_lost(every, marked),
        generation_id=opened.generation.generation_id,
    )


def every_call(
    opened: Opened, marks: Sequence[Mark], *, filters: Mapping[str, str]
) -> Iterator[Call]:
    """All calls that have every value in `filters`, newest first, each read when it is wanted.

    Raises QueryError, at once, for a filter, a state or a theme that is none.
    """
    marked = _marked(opened, marks)
    every = _on_theme(with_act(opened, CALL), filters)
    kept = narrowed(every.where(_in_state(_states(every, marked), filters)), _others(filters))
    return (_call(opened, row, marked) for row in kept.rows[newest_first(kept)].tolist())


def histories(opened: Opened, cards: Iterable[Card]) -> dict[str, tuple[Entry, ...]]:
    """The entries on the passages of `cards`, the last one first, by passage id."""
    wanted = {one.passage.passage_id for one in cards}
    by_row = _marked(opened, opened.marks).by_row if opened.marks else {}
    named = {opened.columns.passage_ids[row].decode(): entries for row, entries in by_row.items()}
    return {name: entries for name, entries in named.items() if name in wanted}


def _marked(opened: Opened, marks: Sequence[Mark]) -> _Marked:
    named = follow(
        (mark.passage_id for mark in marks), columns=opened.columns, earlier=opened.earlier
    )
    by_row: dict[int, list[Entry]] = {}
    lost: dict[str, Entry] = {}
    for mark in marks:
        followed = named[mark.passage_id]
        entry = Entry(mark=mark, verdict=followed.verdict)
        if followed.row is None:
            lost[mark.passage_id] = entry
        else:
            by_row.setdefault(followed.row, []).append(entry)
    return _Marked(
        by_row={row: tuple(reversed(entries)) for row, entries in by_row.items()},
        lost=tuple(lost.values()),
    )


def _lost(every: Stands, marked: _Marked) -> tuple[Entry, ...]:
    """The marks of no row, and of rows whose passage makes no call now."""
    is_call = set(every.rows.tolist())
    others = [entries[0] for row, entries in marked.by_row.items() if row not in is_call]
    return (*marked.lost, *others)


def _on_theme(every: Stands, filters: Mapping[str, str]) -> Stands:
    theme_id = filters.get("theme", "")
    if not theme_id:
        return every
    rules = every.opened.annotations.rules
    if theme_id not in rules.theme_ids:
        raise QueryError(
            message("There is no theme '%(name)s'; /positions lists them.", name=theme_id[:60])
        )
    return every.where(np.isin(every.rows, on_theme(every.opened, theme_id).rows))


def _others(filters: Mapping[str, str]) -> dict[str, str]:
    for name in filters:
        if name not in FILTERS:
            raise QueryError(
                message(
                    "There is no filter '%(name)s'; use one of %(choices)s.",
                    name=name[:60],
                    choices=", ".join(FILTERS),
                )
            )
    return {name: value for name, value in filters.items() if name not in ("state", "theme")}


def _states(stands: Stands, marked: _Marked) -> NDArray[np.int8]:
    """The place in STATES of each call's state: (stands,) int8."""
    states = np.full(len(stands.rows), STATES.index(UNMARKED), dtype=np.int8)
    for row, entries in marked.by_row.items():
        states[stands.rows == row] = STATES.index(entries[0].mark.state)
    return states


def _in_state(states: NDArray[np.int8], filters: Mapping[str, str]) -> NDArray[np.bool_]:
    wanted = filters.get("state", "")
    if not wanted:
        return np.ones(len(states), dtype=np.bool_)
    if wanted not in STATES:
        raise QueryError(
            message(
                "There is no state '%(name)s'; use one of %(choices)s.",
                name=wanted[:60],
                choices=", ".join(STATES),
            )
        )
    return np.asarray(states == STATES.index(wanted))


def _state_choices(
    stands: Stands, marked: _Marked, filters: Mapping[str, str]
) -> tuple[Choice, ...]:
    counts = np.bincount(_states(stands, marked), minlength=len(STATES))
    return tuple(
        Choice(value=str(state), count=int(count), selected=filters.get("state") == state)
        for state, count in zip(STATES, counts, strict=True)
        if count
    )


def _call(opened: Opened, row: int, marked: _Marked) -> Call:
    return Call(card=card(opened, row), entries=marked.by_row.get(row, ()))
