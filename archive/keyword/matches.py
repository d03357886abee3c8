"""The rows that a part of a query matches, and how such sets combine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Matches:
    """Matching rows with their scores: `rows` (n,) int64 ascending, `scores` (n,) float64.

    `asked` is the weight (idf) of all words that were asked for, `known` of those among them
    that the index has anywhere.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    asked: float = 0.0
    known: float = 0.0

    @property
    def known_share(self) -> float:
        """How much of what was asked for the index has, 0 to 1; all where nothing was weighed."""
        return min(1.0, self.known / self.asked) if self.asked else 1.0

    def __len__(self) -> int:
        return len(self.rows)


NOTHING = Matches(np.zeros(0, dtype=np.int64), np.zeros(0))


def of_mask(mask: NDArray[np.bool_]) -> Matches:
    """The rows that are true in `mask`, each with score 0."""
    rows = np.flatnonzero(mask)
    return Matches(rows, np.zeros(len(rows)))


def summed(parts: Sequence[Matches], size: int) -> Matches:
    """Rows in any of `parts`; scores and weights add up, in the order of the parts."""
    if len(parts) == 1:
        return parts[0]
    totals = np.zeros(size)
    found = np.zeros(size, dtype=bool)
    for part in parts:
        totals[part.rows] += part.scores
        found[part.rows] = True
    rows = np.flatnonzero(found)
    asked, known = sum(part.asked for part in parts), sum(part.known for part in parts)
    return Matches(rows, totals[rows], asked, known)


def best(parts: Sequence[Matches], size: int) -> Matches:
    """Rows in any of `parts`, each with its highest score, which is not below 0."""
    totals = np.full(size, -np.inf)
    for part in parts:
        totals[part.rows] = np.maximum(totals[part.rows], part.scores)
    rows = np.flatnonzero(totals >= 0)
    return Matches(rows, totals[rows])


def common(parts: Sequence[Matches], size: int) -> NDArray[np.bool_]:
    """Which rows are in all of `parts`: (size,) bool."""
    counts = np.zeros(size, dtype=np.int16)
    for part in parts:
        counts[part.rows] += 1
    mask: NDArray[np.bool_] = counts == len(parts)
    return mask


def within(part: Matches, mask: NDArray[np.bool_]) -> Matches:
    """The rows of `part` that are true in `mask`."""
    kept = mask[part.rows]
    return Matches(part.rows[kept], part.scores[kept], part.asked, part.known)


def scaled(part: Matches, factor: float) -> Matches:
    """`part` with its scores and weights times `factor`."""
    return Matches(part.rows, part.scores * factor, part.asked * factor, part.known * factor)
