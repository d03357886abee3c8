"""Rankings and their fusion: from each lane's scores to one list with a written order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# How many passages of each lane are looked at; the depth at which the mix was measured.
CANDIDATES = 1_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows from best to worst: `rows` (n,) int64, `scores` (n,) float64, never ascending."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)


def ranked(
    rows: NDArray[np.int64],
    scores: NDArray[np.float64],
    *,
    tie_rank: NDArray[np.int64],
    limit: int | None = None,
) -> Ranking:
    """Order `rows` by score, highest first, then by `tie_rank[row]`; the first `limit` of them."""
    if limit is not None and len(rows) > limit:
        # Every row that ties with the last one stays until ties are broken.
        threshold = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = scores >= threshold
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((tie_rank[rows], -scores))[:limit]
    return Ranking(rows[order], scores[order])


def convex(
    lanes: Sequence[Ranking], weights: Sequence[float], *, tie_rank: NDArray[np.int64]
) -> Ranking:
    """Mix the lanes' scores, each scaled from its lowest to its highest (Bruch et al. 2023).

    A row that a lane does not have gets 0 from it. A lane whose scores are all equal gives 1.
    """
    size = len(tie_rank)
    totals = np.zeros(size)
    found = np.zeros(size, dtype=bool)
    for lane, weight in zip(lanes, weights, strict=True):
        totals[lane.rows] += weight * _scaled(lane.scores)
        found[lane.rows] = True
    rows = np.flatnonzero(found)
    return ranked(rows, totals[rows], tie_rank=tie_rank)


def _scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(scores):
        return scores
    low, high = float(scores[-1]), float(scores[0])
    return (scores - low) / (high - low) if high > low else np.ones(len(scores))
