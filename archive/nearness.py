"""How near passages are to a query in meaning, on one scale for all queries and languages."""

import numpy as np
from numpy.typing import NDArray

# A language with so many passages is half believed to have a mean of its own; of 5, 20 and 50 the
# best on the development collections.
FEW = 5
# Fewer candidates in a language have no spread worth keeping.
FEWEST = 3


def deviations(cosines: NDArray[np.float64], languages: NDArray[np.int32]) -> NDArray[np.float64]:
    """How many standard deviations each passage is nearer than the mean one of its language.

    `cosines` (n,) float64 and `languages` (n,) int32, a number from 0 for each language. A model
    puts texts of one language near each other whatever they say (the self-language bias, Yang et
    al. 2021), so that a question would find its own language first. The mean of a language is
    drawn towards that of all passages, the more the fewer it has.
    """
    spread = float(cosines.std()) if len(cosines) else 0.0
    if not spread:
        return np.zeros(len(cosines))
    centred = cosines - cosines.mean()
    counts = np.bincount(languages)
    offsets = np.bincount(languages, weights=centred) / (counts + FEW)
    nearer: NDArray[np.float64] = (centred - offsets[languages]) / spread
    return nearer


def renewed(
    nearness: NDArray[np.float64], cosines: NDArray[np.float64], languages: NDArray[np.int32]
) -> NDArray[np.float64]:
    """The order of `cosines` on the scale of `nearness`, all (n,), language by language.

    Candidates are measured anew without looking at all passages again: those of one language keep
    the mean and the spread that they had. Where they are fewer than FEWEST or equally near, they
    keep what they had.
    """
    counts = np.maximum(np.bincount(languages), 1)
    old, new = _moments(nearness, languages, counts), _moments(cosines, languages, counts)
    keeps = ((counts < FEWEST) | (new[1] == 0))[languages]
    scale = np.divide(old[1], new[1], out=np.zeros(len(counts)), where=new[1] > 0)
    measured = old[0][languages] + (cosines - new[0][languages]) * scale[languages]
    return np.where(keeps, nearness, measured)


def _moments(
    values: NDArray[np.float64], groups: NDArray[np.int32], counts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation of each group."""
    means = np.bincount(groups, weights=values) / counts
    squares = np.bincount(groups, weights=(values - means[groups]) ** 2) / counts
    return means, np.sqrt(squares)
