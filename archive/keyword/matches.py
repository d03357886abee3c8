"""The rows that a part of a query matches, and how such sets combine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Matches:
    """Matching rows with their scores: `rows` (n,) int64 ascending, `scores` (n,) float64.

    `ceiling` is above every score that any passage could have: what a passage would get that
    had nothing but the words that were asked for.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    ceiling: float = 0.0

    def __len__(self) -> int:
        return len(self.rows)


NOTHING = Matches(np.zeros(0, dtype=np.int64), np.zeros(0))


def of_mask(mask: NDArray[np.bool_]) -> Matches:
    """The rows that are true in `mask`, each with score 0."""
    rows = np.flatnonzero(mask)
    return Matches(rows, np.zeros(len(rows)))


def summed(parts: Sequence[Matches], size: int) -> Matches:
    """Rows in any of `parts`; scores and ceilings add up, in the order of the parts."""
    if len(parts) == 1:
        return parts[0]
    totals = np.zeros(size)
    found = np.zeros(size, dtype=bool)
    for part in parts:
        totals[part.rows] += part.scores
        found[part.rows] = True
    rows = np.flatnonzero(found)
    return Matches(rows, totals[rows], sum(part.ceiling for part in parts))


def best(parts: Sequence[Matches], size: int) -> Matches:
    """Rows in any of `parts`, each with its highest score; of ceilings the highest too."""
    totals = np.full(size, -np.inf)
    for part in parts:
        totals[part.rows] = np.maximum(totals[part.rows], part.scores)
    rows = np.flatnonzero(totals > -np.inf)
    return Matches(rows, totals[rows], max((part.ceiling for part in parts), default=0.0))


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
    return Matches(part.rows[kept], part.scores[kept], part.ceiling)


def scaled(part: Matches, weight: float, *, ceiling: float | None = None) -> Matches:
    """`part` with its scores times `weight`, and its ceiling too unless another is given."""
    if ceiling is None:
        ceiling = part.ceiling * weight
    return Matches(part.rows, part.scores * weight, ceiling)
