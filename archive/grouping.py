"""Ranked passages as ranked documents: a document stands where its best passage stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.fusion import Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """One document (its number) with its passages' rows and scores, best first."""

    document: int
    rows: tuple[int, ...]
    scores: tuple[float, ...]

    @property
    def score(self) -> float:
        """The score of its best passage."""
        return self.scores[0]


def grouped(ranking: Ranking, document_of_row: NDArray[np.int32]) -> list[Grouped]:
    """Group `ranking` by document, in the order of each document's first passage."""
    found: dict[int, list[int]] = {}
    for place, document in enumerate(document_of_row[ranking.rows].tolist()):
        found.setdefault(document, []).append(place)
    rows, scores = ranking.rows.tolist(), ranking.scores.tolist()
    return [
        Grouped(
            document=document,
            rows=tuple(rows[place] for place in places),
            scores=tuple(scores[place] for place in places),
        )
        for document, places in found.items()
    ]
