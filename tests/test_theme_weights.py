"""Weights of themes: a regression that is settled, and directions that say what is near."""

import numpy as np
import pytest

from archive.annotation.nearness import LOWEST
from benchmarks.theme_weights import FEWEST, FOLDS, directions, logistic, logits, out_of_fold

DRAWN = np.random.default_rng(3)
VECTORS = DRAWN.normal(size=(200, 6))
IS_SO = VECTORS[:, 0] - 0.5 * VECTORS[:, 1] + DRAWN.normal(size=200) > 1


def test_the_regression_is_where_its_slope_is_flat() -> None:
    """Penalty and likelihood balance there; the offset, which has no penalty, matches the share."""
    fitted = logistic(VECTORS, IS_SO, strength=0.5)
    likely = 1 / (1 + np.exp(-(VECTORS @ fitted[:-1] + fitted[-1])))
    slope = VECTORS.T @ (likely - IS_SO) + fitted[:-1] / 0.5
    assert slope == pytest.approx(np.zeros(6), abs=1e-6)
    assert likely.sum() == pytest.approx(IS_SO.sum(), abs=1e-5)


def test_a_stronger_penalty_makes_smaller_weights() -> None:
    """The strength is its inverse."""
    weak, strong = (np.abs(logistic(VECTORS, IS_SO, strength=s)[:-1]).sum() for s in (10, 0.01))
    assert strong < weak


def test_what_labels_share_is_near_and_few_labels_teach_nothing() -> None:
    """Directions are for vectors as they are, wherever their mean is."""
    few = np.zeros(200, dtype=bool)
    few[: FEWEST - 1] = True
    fitted = directions(VECTORS + 5, np.stack([IS_SO, few], axis=1))
    found = logits(VECTORS + 5, fitted)
    assert found[IS_SO, 0].mean() > found[~IS_SO, 0].mean() + 1
    assert found[:, 0].min() >= LOWEST
    likely = 1 / (1 + np.exp(-found[:, 0]))
    assert likely.mean() == pytest.approx(IS_SO.mean(), abs=0.01)
    assert np.isnan(fitted[1]).all()


def test_a_passage_is_judged_by_what_other_documents_taught() -> None:
    """Turning the labels of one fold over changes nothing that is said of it."""
    folds = np.arange(200) % FOLDS
    labels = IS_SO[:, None]
    turned = np.where((folds == 2)[:, None], ~labels, labels)
    one, other = (out_of_fold(VECTORS, some, folds) for some in (labels, turned))
    assert one[folds == 2] == pytest.approx(other[folds == 2])
    assert not np.allclose(one[folds == 1], other[folds == 1])
