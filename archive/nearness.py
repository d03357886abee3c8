"""How near passages are to a query in meaning, on one scale for all queries, languages, lengths."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A passage of fewer words is short: a heading, the item of a list.
SHORT_WORDS = 10
# How much is left out of what passages mean on average: of 0 to 1 in quarters the most with which
# no development collection loses .01.
LEFT_OUT = 0.25
# So many passages at most say what all mean on average.
SAMPLE = 1_024
# A group with so many passages is half believed to have a mean of its own; of 5, 20 and 50 the
# best on the development collections.
FEW = 5
# Fewer candidates in a group have no spread worth keeping.
FEWEST = 3


def sampled(live: NDArray[np.bool_], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which rows say what all mean on average: at most SAMPLE that are `live`, ascending.

    Of more, some that lie evenly in their `order`, (rows,) int64: the same whichever segments
    they are in.
    """
    rows = np.flatnonzero(live)
    every = max(1, -(-len(rows) // SAMPLE))
    found: NDArray[np.int64] = np.sort(rows[np.argsort(order[rows])][::every])
    return found


def common(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """(dimension,) float32: what is left out of `windows`, (windows, dimension), at least one.

    A model's vectors lie to one side (Mu and Viswanath 2018), and a passage that says little is
    near to every question by what all passages have in common.
    """
    mean: NDArray[np.float32] = windows.mean(axis=0, dtype=np.float64).astype(np.float32)
    return np.float32(LEFT_OUT) * mean


def groups(languages: NDArray[np.int32], words: NDArray[np.int32]) -> NDArray[np.int32]:
    """(n,) int32: a number from 0 for passages of one language that are short, or are not.

    `languages` (n,) int32 has a number from 0 for each language, `words` (n,) int32 the lengths.
    """
    found: NDArray[np.int32] = 2 * languages + (words < SHORT_WORDS)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The rows of an index that are measured together, known before anything is asked.

    `rows` (n,) or a slice of them all; `in_group` (n,) has the number of each one's group.
    """

    rows: NDArray[np.intp] | slice
    in_group: NDArray[np.intp]


def deviations(cosines: NDArray[np.float64], in_group: NDArray[np.intp]) -> NDArray[np.float64]:
    """How many standard deviations each passage is nearer than the mean one of its group.

    `cosines` (n,) float64 and `in_group` (n,), a number from 0 for each group. A model
    puts texts of one language near each other whatever they say (the self-language bias, Yang et
    al. 2021), so that a question would find its own language first; and short texts near short
    ones, so that it would find headings. The mean of a group is drawn towards that of all
    passages, the more the fewer it has.
    """
    if not len(cosines):
        return np.zeros(0)
    centred: NDArray[np.float64] = cosines - cosines.mean()
    spread = float(np.sqrt(np.square(centred).mean()))
    if not spread:
        return np.zeros(len(cosines))
    counts = np.bincount(in_group)
    offsets = np.bincount(in_group, weights=centred) / (counts + FEW)
    centred -= offsets.take(in_group)
    centred /= spread
    return centred


def renewed(
    nearness: NDArray[np.float64], cosines: NDArray[np.float64], in_group: NDArray[np.int32]
) -> NDArray[np.float64]:
    """The order of `cosines` on the scale of `nearness`, all (n,), group by group.

    Candidates are measured anew without looking at all passages again: those of one group keep
    the mean and the spread that they had. Where they are fewer than FEWEST or equally near, they
    keep what they had.
    """
    counts = np.maximum(np.bincount(in_group), 1)
    old, new = _moments(nearness, in_group, counts), _moments(cosines, in_group, counts)
    keeps = ((counts < FEWEST) | (new[1] == 0))[in_group]
    scale = np.divide(old[1], new[1], out=np.zeros(len(counts)), where=new[1] > 0)
    measured = old[0][in_group] + (cosines - new[0][in_group]) * scale[in_group]
    return np.where(keeps, nearness, measured)


def _moments(
    values: NDArray[np.float64], groups: NDArray[np.int32], counts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation of each group."""
    means = np.bincount(groups, weights=values) / counts
    squares = np.bincount(groups, weights=(values - means[groups]) ** 2) / counts
    return means, np.sqrt(squares)
