"""The omission radar: themes that most recent statements on the same subject carried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from archive.annotation.rules import Term
from archive.columns import Columns
from archive.drafts.report import Carried, Omission
from archive.model import Document
from archive.opened import Opened

# A statement is recent if it was issued within so many years before today.
RECENT_YEARS = 5
# How many statements are compared at most, the likest ones, and with how many something is told.
COMPARED, FEWEST = 3, 2
# A theme is reported if more than this share of the statements carried it.
MOST_OF = 0.5
# By the name of a model, the least cosine of a statement's nearest passage to any paragraph of the
# draft. Without a bound nothing is reported: sharing themes alone told half as much.
SAME_SUBJECT = {"e5": 0.855}
# Words in the kind of a document that is a statement, and not a page or a report.
_STATEMENTS = ("statement", "release", "letter", "declaration", "resolution", "appeal")


@dataclass(slots=True)
class Subject:
    """How near each document is to the paragraphs of a draft that were looked at.

    `total` and `nearest` (documents,) float64: the sum, and the highest, of the cosines of each
    paragraph with the document's nearest passage.
    """

    total: NDArray[np.float64]
    nearest: NDArray[np.float64]

    @classmethod
    def none(cls, columns: Columns) -> "Subject":
        """Of no paragraph yet."""
        documents = len(columns.doc_ids)
        return cls(np.zeros(documents), np.full(documents, -np.inf))

    def add(self, cosines: NDArray[np.float32], columns: Columns) -> None:
        """Take in a paragraph with its `cosines` (rows,) float32, minus infinity without one."""
        best = np.full(len(self.total), -1.0)
        rows = np.flatnonzero((columns.document_of_row >= 0) & (cosines > -np.inf))
        np.maximum.at(best, columns.document_of_row[rows], cosines[rows])
        self.total += best
        np.maximum(self.nearest, best, out=self.nearest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """The statements that were compared, the likest first, and the themes that most carried."""

    compared: tuple[Document, ...] = ()
    omissions: tuple[Omission, ...] = ()


def radar(
    themes: Sequence[Term], subject: Subject, opened: Opened, *, today: date, bound: float
) -> Radar:
    """Compare the `themes` of a draft with those of recent statements; ordered by -count, id.

    Nothing is reported where fewer than FEWEST statements are at or above the `bound`.
    """
    rows = _rows_by_theme(opened)
    carried = {number: frozenset(of_theme) for number, of_theme in rows.items()}
    alike = _alike(subject, opened.columns, carried, today=today, bound=bound)
    wanted = {theme.term_id for theme in themes}
    omissions = []
    for theme in opened.annotations.rules.themes if len(alike) >= FEWEST else ():
        carrying = [rows[one][theme.term_id] for one in alike if theme.term_id in carried[one]]
        if theme.term_id not in wanted and len(carrying) > MOST_OF * len(alike):
            found = tuple(_carried(row, opened) for row in carrying)
            omissions.append(Omission(theme=theme, carried=found, compared=len(alike)))
    ordered = sorted(omissions, key=lambda one: (-len(one.carried), one.theme.term_id))
    compared = (_document(number, opened) for number in alike)
    return Radar(compared=tuple(compared), omissions=tuple(ordered))


def _alike(
    subject: Subject,
    columns: Columns,
    carried: dict[int, frozenset[str]],
    *,
    today: date,
    bound: float,
) -> list[int]:
    """The numbers of the likest recent statements that carry a theme, by nearness, then by id.

    Those of one day and the same themes count once: they are one work in other languages.
    """
    kinds = [kind for kind in columns.codes["kind"].values if _is_statement(kind)]
    since = (today.year - RECENT_YEARS) * 10_000 + today.month * 100 + today.day
    recent = (columns.first_day >= since) & (columns.first_day <= columns.last_day)
    chosen = columns.codes["kind"].having(kinds) & recent & (subject.nearest >= bound)
    numbers = [one for one in np.flatnonzero(chosen).tolist() if one in carried]
    ordered = sorted(numbers, key=lambda one: (-float(subject.total[one]), one))
    works: dict[tuple[int, frozenset[str]], int] = {}
    for one in ordered:
        works.setdefault((int(columns.first_day[one]), carried[one]), one)
    return list(works.values())[:COMPARED]


def _is_statement(kind: str) -> bool:
    return any(word in kind.casefold() for word in _STATEMENTS)


def _rows_by_theme(opened: Opened) -> dict[int, dict[str, int]]:
    """The themes of each document, by its number, with the row of the first passage on each."""
    table, ids = opened.annotations.table, opened.annotations.rules.theme_ids
    in_order = np.lexsort((table.rows[table.places], table.starts[table.places]))
    rows = table.rows[table.places[in_order]]
    documents = opened.columns.document_of_row[rows]
    found: dict[int, dict[str, int]] = {}
    named = zip(documents.tolist(), table.themes[in_order].tolist(), rows.tolist(), strict=True)
    for number, theme, row in named:
        if number >= 0:
            found.setdefault(number, {}).setdefault(ids[theme], row)
    return {number: found[number] for number in sorted(found)}


def _carried(number: int, opened: Opened) -> Carried:
    row = opened.row(number)
    return Carried(document=row.document, passage=row.passage)


def _document(number: int, opened: Opened) -> Document:
    row = np.flatnonzero(opened.columns.document_of_row == number)[0]
    return opened.row(int(row)).document
