"""Rankings and their fusion: from each lane's scores to one list with a written order."""

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


def mixed(
    keyword: Ranking,
    semantic: Ranking,
    *,
    ceiling: float,
    weight: float,
    tie_rank: NDArray[np.int64],
) -> Ranking:
    """Mix both lanes' scores, `weight` (0 to 1) for the keyword lane and the rest for the other.

    A keyword score is divided by the highest that the query could have, `ceiling`: a lane that
    found little of what was asked for, as in another language, then says little. A semantic
    score is scaled from the lowest to the highest candidate, since cosines have no zero of their
    own. A row that a lane does not have gets 0 from it.
    """
    totals = np.zeros(len(tie_rank))
    found = np.zeros(len(tie_rank), dtype=bool)
    if ceiling > 0:
        totals[keyword.rows] += weight * keyword.scores / ceiling
    totals[semantic.rows] += (1 - weight) * _scaled(semantic.scores)
    found[keyword.rows] = found[semantic.rows] = True
    rows = np.flatnonzero(found)
    return ranked(rows, totals[rows], tie_rank=tie_rank)


def _scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 for the lowest to 1 for the highest; all 1 where they are equal."""
    if not len(scores):
        return scores
    low, high = float(scores[-1]), float(scores[0])
    return (scores - low) / (high - low) if high > low else np.ones(len(scores))
