"""Where words stand together: exact phrases, words near each other, words in one sentence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = tuple[NDArray[np.int64], NDArray[np.int64]]

# Rows and positions are packed into one number, so that sets of places are sets of numbers.
POSITION_BITS = 24
_POSITION_MASK = (1 << POSITION_BITS) - 1


def exact(words: Sequence[Places]) -> Places:
    """The places of the first word where each next word stands one position further."""
    found = _packed(words[0])
    for offset, places in enumerate(words[1:], start=1):
        found = found[np.isin(found + offset, _packed(places), assume_unique=True)]
    return found >> POSITION_BITS, found & _POSITION_MASK


def near(words: Sequence[Places], slop: int) -> Places:
    """One place for each window that holds all words, in any order, no wider than allowed.

    A window may span as many positions as there are words, plus `slop`; it is counted at its
    first word, so that overlapping windows with different first words count each.
    """
    width = len(words) + slop
    starts = np.unique(np.concatenate([_packed(places) for places in words]))
    kept = np.ones(len(starts), dtype=bool)
    for places in words:
        packed = _packed(places)
        # The next occurrence at or after each start has to fall within the window.
        following = np.searchsorted(packed, starts)
        there = following < len(packed)
        distance = (
            packed[np.minimum(following, len(packed) - 1)] - starts if len(packed) else starts
        )
        kept &= there & (distance < width)
    found = starts[kept]
    return found >> POSITION_BITS, found & _POSITION_MASK


def counted(places: Places) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The rows of `places`, ascending, and how many places each has."""
    rows, counts = np.unique(places[0], return_counts=True)
    return rows, counts.astype(np.float64)


def without(places: Places, others: Places) -> Places:
    """The places that are not among `others`."""
    packed = _packed(places)
    found = packed[~np.isin(packed, _packed(others))]
    return found >> POSITION_BITS, found & _POSITION_MASK


def sentences_of(places: Places, starts: Places) -> NDArray[np.int64]:
    """The sentence of each place, named by its packed first position: unique int64, ascending.

    `starts` are the places of the first word of every sentence.
    """
    beginnings = _packed(starts)
    return np.unique(beginnings[np.searchsorted(beginnings, _packed(places), side="right") - 1])


def _packed(places: Places) -> NDArray[np.int64]:
    packed: NDArray[np.int64] = (places[0] << POSITION_BITS) | places[1]
    return packed
