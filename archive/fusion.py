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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The rows that either lane looks at, (n,) int64 ascending, with what is known of each.

    `nearness` (n,) float64 is how many standard deviations it is nearer in meaning than the mean
    passage, `languages` (n,) int32 the number of its language, `added` (n,) float64 what its score
    gets or loses for what neither lane knows.
    """

    rows: NDArray[np.int64]
    nearness: NDArray[np.float64]
    languages: NDArray[np.int32]
    added: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How the lanes are mixed: `weight` (0 to 1) for the keyword lane, the rest for the other.

    `known` is the share of the query's weight that stands anywhere in the index, little for a
    question in another language. `yields` is how much of the words' weight goes to meaning for a
    passage of a language in which none of them stands.
    """

    weight: float
    known: float
    yields: float


def mixed(
    keyword: Ranking, candidates: Candidates, *, mix: Mix, tie_rank: NDArray[np.int64]
) -> Ranking:
    """All candidates by the mix of both lanes; `keyword` ranks some of them.

    Keyword scores are scaled from the lowest candidate's to the highest (Bruch et al. 2023) and
    count only as far as the index knows the words. Of the nearness DEVIATIONS make a full score.
    """
    words = np.zeros(len(candidates.rows))
    places = np.searchsorted(candidates.rows, keyword.rows)
    words[places] = mix.known * _stretched(keyword.scores)
    spoken = np.zeros(int(candidates.languages.max(initial=0)) + 1)
    np.maximum.at(spoken, candidates.languages, words)
    yielded = mix.weight * mix.yields * (1 - spoken[candidates.languages])
    meaning = (1 - mix.weight + yielded) * candidates.nearness / DEVIATIONS
    scores = mix.weight * words + meaning + candidates.added
    return ranked(candidates.rows, scores, tie_rank=tie_rank)


def _stretched(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 for the lowest to 1 for the highest; all 1 where they are equal."""
    if not len(scores):
        return scores
    low, high = float(scores[-1]), float(scores[0])
    return (scores - low) / (high - low) if high > low else np.ones(len(scores))
