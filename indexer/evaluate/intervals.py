"""Confidence intervals of means over topics, by the percentile bootstrap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Efron and Tibshirani 1993, chapter 13, advise 1,000 resamples or more for percentile intervals.
RESAMPLES = 2000
CONFIDENCE = 0.95
SEED = 20250717


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Means and bounds of the columns of a table of values, each (columns,) float64."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def intervals(values: NDArray[np.float64]) -> Intervals:
    """95 % percentile bootstrap intervals of the column means of `values` (topics, columns).

    Topics are drawn as rows and always in the same way, so that columns of one call, and tables
    of the same topics in several calls, are compared on the same resamples: for a paired
    comparison of two lanes give the differences of their values.
    """
    topics = len(values)
    draws = np.random.default_rng(SEED)
    resampled = np.empty((RESAMPLES, values.shape[1]), dtype=np.float64)
    for resample in range(RESAMPLES):
        resampled[resample] = values[draws.integers(topics, size=topics)].mean(axis=0)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=0)
    return Intervals(mean=values.mean(axis=0), low=low, high=high)
