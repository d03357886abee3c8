"""Bootstrap intervals hold the mean, shrink with more topics and repeat exactly."""

import numpy as np
import pytest

from indexer.evaluate.intervals import RESAMPLES, intervals


def test_the_interval_contains_the_mean() -> None:
    """The mean lies between the bounds, in every column."""
    values = np.random.default_rng(1).random((40, 4))
    found = intervals(values)
    assert np.allclose(found.mean, values.mean(axis=0))
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert RESAMPLES >= 1000


def test_the_width_is_that_of_the_normal_approximation() -> None:
    """For many topics a 95 % interval is the mean plus or minus 1.96 standard errors."""
    values = np.random.default_rng(2).normal(0.5, 0.1, size=(2000, 1))
    found = intervals(values)
    error = values.std(axis=0) / np.sqrt(2000)
    assert found.low == pytest.approx(found.mean - 1.96 * error, abs=0.0005)
    assert found.high == pytest.approx(found.mean + 1.96 * error, abs=0.0005)


def test_one_topic_has_no_width() -> None:
    """Resampling one value gives that value."""
    found = intervals(np.array([[0.3]]))
    assert found.low == found.mean == found.high == pytest.approx(0.3)


def test_a_constant_difference_has_no_width() -> None:
    """Pairs are drawn together: where one lane is .1 better on every topic, so is each bound."""
    values = np.random.default_rng(3).random((30, 2))
    found = intervals((values + 0.1) - values)
    assert found.low == pytest.approx(0.1)
    assert found.high == pytest.approx(0.1)


def test_the_same_values_have_the_same_interval() -> None:
    """The resamples are seeded, so a report can be repeated to the digit."""
    values = np.random.default_rng(4).random((30, 2))
    assert (intervals(values).low == intervals(values).low).all()
