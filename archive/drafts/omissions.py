"""The omission radar: themes that most recent statements on the same subject carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from archive.annotation.rules import Term
from archive.drafts.report import Omission
from archive.model import Document
from archive.opened import Opened

# A statement is recent if it was issued within so many years before today.
RECENT_YEARS = 5
# How many statements are compared, the likest ones; with fewer nothing can be said. One theme taken
# from each of 83 recent statements was reported of 14 with 5, of 4 to 8 with 6 to 20.
COMPARED = 5
# A statement is on the same subject if it shares so many of the draft's themes, or all of them
# where the draft has fewer.
SHARED_THEMES = 2
# A theme is reported if more than this share of the statements carried it.
MOST_OF = 0.5
# Words in the kind of a document that is a statement, and not a page or a report.
_STATEMENTS = ("statement", "release", "letter", "declaration", "resolution", "appeal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """The statements that were compared, the likest first, and the themes that most carried."""

    compared: tuple[Document, ...] = ()
    omissions: tuple[Omission, ...] = ()


def radar(themes: Sequence[Term], opened: Opened, *, today: date) -> Radar:
    """Compare the `themes` of a draft with those of recent statements; ordered by -count, id.

    Nothing is reported where the draft has no theme or fewer than COMPARED statements are on its
    subject.
    """
    wanted = frozenset(theme.term_id for theme in themes)
    alike = _alike(wanted, opened, today=today)
    if len(alike) < COMPARED:
        return Radar(compared=tuple(_document(number, opened) for number, _ in alike))
    documents = {number: _document(number, opened) for number, _ in alike}
    omissions = []
    for theme in opened.annotations.rules.themes:
        carrying = [number for number, carried in alike if theme.term_id in carried]
        if theme.term_id not in wanted and len(carrying) > MOST_OF * len(alike):
            found = tuple(documents[number] for number in carrying)
            omissions.append(Omission(theme=theme, documents=found, compared=len(alike)))
    ordered = sorted(omissions, key=lambda one: (-len(one.documents), one.theme.term_id))
    return Radar(compared=tuple(documents.values()), omissions=tuple(ordered))


def _alike(
    wanted: frozenset[str], opened: Opened, *, today: date
) -> list[tuple[int, frozenset[str]]]:
    """The numbers of the likest recent statements with their themes.

    By the number of shared themes, then of themes that the draft has not, then the newest, then
    by id. Those of one day and the same themes count once: they are one work in other languages.
    """
    if not wanted:
        return []
    columns = opened.columns
    kinds = [kind for kind in columns.codes["kind"].values if _is_statement(kind)]
    since = (today.year - RECENT_YEARS) * 10_000 + today.month * 100 + today.day
    recent = (columns.first_day >= since) & (columns.first_day <= columns.last_day)
    chosen = columns.codes["kind"].having(kinds) & recent
    needed = min(SHARED_THEMES, len(wanted))
    alike = [
        (number, carried)
        for number, carried in _themes(opened).items()
        if chosen[number] and len(carried & wanted) >= needed
    ]

    def place(one: tuple[int, frozenset[str]]) -> tuple[int, int, int, int]:
        number, carried = one
        shared = len(carried & wanted)
        return -shared, len(carried) - shared, -int(columns.first_day[number]), number

    once = {(int(columns.first_day[one[0]]), one[1]): one for one in sorted(alike, key=place)[::-1]}
    return sorted(once.values(), key=place)[:COMPARED]


def _is_statement(kind: str) -> bool:
    return any(word in kind.casefold() for word in _STATEMENTS)


def _themes(opened: Opened) -> dict[int, frozenset[str]]:
    """The themes of all passages of each document, by its number."""
    table, ids = opened.annotations.table, opened.annotations.rules.theme_ids
    documents = opened.columns.document_of_row[table.rows[table.places]]
    found: dict[int, set[str]] = {}
    for number, theme in zip(documents.tolist(), table.themes.tolist(), strict=True):
        if number >= 0:
            found.setdefault(number, set()).add(ids[theme])
    return {number: frozenset(found[number]) for number in sorted(found)}


def _document(number: int, opened: Opened) -> Document:
    row = np.flatnonzero(opened.columns.document_of_row == number)[0]
    return opened.row(int(row)).document
