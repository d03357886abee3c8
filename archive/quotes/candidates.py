"""Where a quotation may stand: the stretches of documents that share its rarest words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from archive.fusion import ranked
from archive.keyword.analysis import fold
from archive.keyword.postings import key
from archive.keyword.schema import EXACT
from archive.opened import Opened
from archive.rows import Row
from archive.wording import Wording, wording

# Words looked up for one quotation, the longest, which are the rarest as a rule.
MOST_LOOKED_UP = 64
# Passages that are compared word by word, and how many more where they are as likely as the
# first, as paragraphs are that stand in many documents.
MOST_COMPARED = 12
MOST_ALIKE = 80
_AS_LIKELY = 0.98
# Words of passages that are read for one quotation, some two seconds of work; the likeliest
# passage is read however long it is.
MOST_WORDS = 400_000
# Passages of a document read on each side of one that was found: a quotation may run on.
_MOST_BESIDE = 40
_CHARACTERS_A_PASSAGE = 400
# Between two passages of one text stand at most a blank line and a printed number.
_LARGEST_GAP = 40
BETWEEN = "\n\n"
_NEW_PASSAGE = re.compile(r"\n\s*\n|\n\s*(?:[-*•–▪]|\(?[\da-z]{1,3}[.)])\s")


@dataclass(slots=True)
class Reach:
    """How far the comparison went: the words still to be read, and whether any were left out."""

    words: int = field(default=MOST_WORDS)
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Passages of one document that follow on each other: `rows`, each from `begins` in `words`.

    `words.text` is their text, parted by blank lines. `score` is how much of the quotation's rare
    words the passage has that it was found by.
    """

    score: float
    rows: tuple[Row, ...]
    begins: tuple[int, ...]
    words: Wording

    def rows_of(self, first: int, behind: int) -> tuple[Row, ...]:
        """The rows that hold the words from `first` to before `behind`."""
        low = bisect_right(self.begins, self.words.starts[first]) - 1
        high = bisect_right(self.begins, self.words.starts[behind - 1])
        return self.rows[low:high]


def stretches(
    parts: Sequence[Wording],
    opened: Opened,
    *,
    allowed: NDArray[np.bool_],
    numbered: bool,
    reach: Reach,
) -> Iterator[Stretch]:
    """Yield the stretches most alike to the words of `parts`, the likeliest first.

    `allowed` (rows,) bool; `numbered` puts the printed number before a passage that has one;
    `reach` ends it, and is told of it where a passage as likely was not compared.
    """
    rows, scores = _scored(parts, opened, allowed)
    best = ranked(rows, scores, tie_rank=opened.columns.id_rank, limit=MOST_ALIKE + 1)
    beside = _beside(parts)
    seen: set[int] = set()
    for place, number in enumerate(best.rows.tolist()):
        score = float(best.scores[place])
        if number in seen:
            continue
        if place >= MOST_COMPARED and score < best.scores[0] * _AS_LIKELY:
            return
        if place == MOST_ALIKE or reach.words <= 0:
            reach.is_cut = True
            return
        around = _around(number, beside, opened)
        seen.update(around)
        for stretch in along([opened.row(one) for one in around], score=score, numbered=numbered):
            reach.words -= len(stretch.words)
            yield stretch


def along(rows: Sequence[Row], *, score: float, numbered: bool) -> Iterator[Stretch]:
    """Yield the stretches that rows of one document make, in the order of its text."""
    for run in runs(rows):
        yield _stretch(run, score=score, numbered=numbered)


def _scored(
    parts: Sequence[Wording], opened: Opened, allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The rows with any of the words looked up, scored by the idf of those they have."""
    index = opened.words.index
    totals = np.zeros(len(allowed))
    for term in _looked_up(parts):
        having = index.occurrences([key(EXACT, term.encode())]).rows
        totals[having] += index.idf(len(having))
    rows = np.flatnonzero((totals > 0) & allowed)
    return rows, totals[rows]


def _looked_up(parts: Sequence[Wording]) -> list[str]:
    """Different words, and two halves that a hyphen parts also as one; the longest first."""
    terms: set[str] = set()
    for part in parts:
        forms = [fold(part.form(number)) for number in range(len(part))]
        terms.update(forms)
        terms.update(
            forms[number - 1] + forms[number] for number in range(1, len(part)) if part.soft[number]
        )
    return sorted(terms, key=lambda term: (-len(term), term))[:MOST_LOOKED_UP]


def _beside(parts: Sequence[Wording]) -> int:
    """How many passages before and behind one that was found the quotation may run into."""
    characters = sum(len(part.text) for part in parts)
    new_lines = sum(len(_NEW_PASSAGE.findall(part.text)) for part in parts)
    return min(_MOST_BESIDE, len(parts) + new_lines + characters // _CHARACTERS_A_PASSAGE)


def _around(number: int, beside: int, opened: Opened) -> list[int]:
    """The rows of the same document at most `beside` before or behind row `number`."""
    documents = opened.columns.document_of_row
    low, high = max(0, number - beside), number + beside + 1
    return (np.flatnonzero(documents[low:high] == documents[number]) + low).tolist()


def runs(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows in the order of their text, cut where a passage between two is not among them."""
    ordered = sorted(rows, key=lambda row: (row.passage.start, row.passage.end))
    found: list[list[Row]] = []
    for row in ordered:
        if found and row.passage.start - found[-1][-1].passage.end <= _LARGEST_GAP:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _stretch(rows: Sequence[Row], *, score: float, numbered: bool) -> Stretch:
    pieces = [row.passage.printed if numbered else row.passage.text for row in rows]
    begins = np.cumsum([0, *[len(piece) + len(BETWEEN) for piece in pieces]])[:-1]
    return Stretch(
        score=score,
        rows=tuple(rows),
        begins=tuple(begins.tolist()),
        words=wording(BETWEEN.join(pieces)),
    )
