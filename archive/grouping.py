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


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The documents of a ranking in their order; what a page does not show is never taken apart.

    `documents` (groups,) are their numbers, `scores` (groups,) their best passages'. The passages
    of group g are `ranking` at `places[starts[g]:starts[g] + counts[g]]`, best first.
    """

    documents: NDArray[np.int32]
    scores: NDArray[np.float64]
    ranking: Ranking
    places: NDArray[np.intp]
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.documents)

    def part(self, first: int, count: int) -> list[Grouped]:
        """The documents from place `first` (from 0) on, at most `count`."""
        return [self._group(place) for place in range(len(self))[first : first + count]]

    def in_order(self, order: NDArray[np.intp]) -> "Groups":
        """The same documents, the one at `order[0]` first."""
        return Groups(
            documents=self.documents[order],
            scores=self.scores[order],
            ranking=self.ranking,
            places=self.places,
            starts=self.starts[order],
            counts=self.counts[order],
        )

    def once(self, number_of: NDArray[np.int64]) -> "Groups":
        """Of the documents with one number in `number_of` (documents,) the first alone."""
        _, first = np.unique(number_of[self.documents], return_index=True)
        return self.in_order(np.sort(first))

    def _group(self, place: int) -> Grouped:
        places = self.places[self.starts[place] : self.starts[place] + self.counts[place]]
        return Grouped(
            document=int(self.documents[place]),
            rows=tuple(self.ranking.rows[places].tolist()),
            scores=tuple(self.ranking.scores[places].tolist()),
        )


def grouped(ranking: Ranking, document_of_row: NDArray[np.int32]) -> Groups:
    """Group `ranking` by document, in the order of each document's first passage."""
    numbers, first, whose, counts = np.unique(
        document_of_row[ranking.rows], return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(first)
    counts = counts[order]
    # Stable: the passages of one document stay in the order of the ranking.
    places = np.argsort(np.argsort(order)[whose], kind="stable")
    return Groups(
        documents=numbers[order],
        scores=ranking.scores[first[order]],
        ranking=ranking,
        places=places,
        starts=np.cumsum(counts) - counts,
        counts=counts,
    )
