"""Rankings and their fusion: from each lane's scores to one list with a written order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# How many passages of each lane are looked at; the depth at which the mix was measured.
CANDIDATES = 1_000
# Standard deviations above the mean cosine that count as a full semantic score; with it and the
# keyword lane's 0.4 the mix was best of 40 on the development collections.
DEVIATIONS = 6.0


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
    weight: float,
    known: float,
    tie_rank: NDArray[np.int64],
) -> Ranking:
    """Mix both lanes: `weight` (0 to 1) for the keyword lane, the rest for the semantic one.

    Keyword scores are scaled from the lowest candidate's to the highest (Bruch et al. 2023) and
    count only as far as the index knows the words: `known` is the share of the query's weight
    that stands anywhere in it, little for a question in another language. Semantic scores are
    deviations from the mean cosine, of which DEVIATIONS make a full score. A row that a lane
    does not have gets 0 from it.
    """
    totals = np.zeros(len(tie_rank))
    found = np.zeros(len(tie_rank), dtype=bool)
    totals[keyword.rows] += weight * known * _stretched(keyword.scores)
    totals[semantic.rows] += (1 - weight) * semantic.scores / DEVIATIONS
    found[keyword.rows] = found[semantic.rows] = True
    rows = np.flatnonzero(found)
    return ranked(rows, totals[rows], tie_rank=tie_rank)


def moved(ranking: Ranking, added: NDArray[np.float64], *, tie_rank: NDArray[np.int64]) -> Ranking:
    """The rows of `ranking` in the order of their scores with `added` ((rows,) float64) to them."""
    return ranked(ranking.rows, ranking.scores + added[ranking.rows], tie_rank=tie_rank)


def _stretched(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 for the lowest to 1 for the highest; all 1 where they are equal."""
    if not len(scores):
        return scores
    low, high = float(scores[-1]), float(scores[0])
    return (scores - low) / (high - low) if high > low else np.ones(len(scores))
