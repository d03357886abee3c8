"""Nearness on one scale: by language, and anew after feedback."""

import numpy as np
import pytest

from archive import feedback
from archive.nearness import (
    FEW,
    LEFT_OUT,
    SAMPLE,
    SHORT_WORDS,
    common,
    deviations,
    groups,
    renewed,
    sampled,
)
from archive.vectors import VectorIndex, Vectors

RNG = np.random.default_rng(20250717)


def numbers(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(values, dtype=np.int32)


def test_a_share_of_what_passages_mean_on_average_is_left_out() -> None:
    """By hand: the mean of the vectors, as it is, times the share."""
    windows = np.array([[1, 0, 0], [0.6, 0.8, 0]], dtype=np.float32)
    assert common(windows) == pytest.approx([0.8 * LEFT_OUT, 0.4 * LEFT_OUT, 0])
    assert common(windows).dtype == np.float32


def test_few_live_passages_all_say_what_they_mean_on_average() -> None:
    """Those that were replaced do not."""
    live = np.arange(30) % 3 > 0
    assert sampled(live, RNG.permutation(30)).tolist() == np.flatnonzero(live).tolist()
    assert not len(sampled(live[:0], np.zeros(0, dtype=np.int64)))


@pytest.mark.parametrize("count", [SAMPLE + 1, 4 * SAMPLE + 3])
def test_of_many_passages_the_same_are_asked_in_whichever_rows_they_are(count: int) -> None:
    """At most so many, evenly spread over the order of their ids, so that every build agrees."""
    order = RNG.permutation(count)
    found = sampled(np.ones(count, dtype=bool), order)
    assert SAMPLE / 2 < len(found) <= SAMPLE
    assert (np.diff(found) > 0).all()
    chosen = np.sort(order[found])
    assert len(set(np.diff(chosen).tolist())) == 1
    others = RNG.permutation(count)
    assert np.sort(others[sampled(np.ones(count, dtype=bool), others)]).tolist() == chosen.tolist()


def test_in_one_language_it_is_the_standard_score() -> None:
    """(cosine - mean) / standard deviation, whatever the number of the language."""
    cosines = RNG.normal(0.75, 0.02, 50)
    found = deviations(cosines, np.full(50, 3, dtype=np.int32))
    assert found == pytest.approx((cosines - cosines.mean()) / cosines.std())


def test_a_language_that_is_nearer_as_a_whole_is_brought_back() -> None:
    """Each language's mean is moved n / (n + FEW) of the way; by hand for 40 and 10 passages."""
    cosines = np.concatenate([np.full(40, 0.8), np.full(10, 0.7)]) + RNG.normal(0, 0.01, 50)
    languages = np.repeat(numbers(0, 1), [40, 10])
    found = deviations(cosines, languages)
    plain = (cosines - cosines.mean()) / cosines.std()
    for language, count in ((0, 40), (1, 10)):
        rows = languages == language
        expected = plain[rows].mean() * (1 - count / (count + FEW))
        assert found[rows].mean() == pytest.approx(expected)
        assert np.array_equal(np.argsort(found[rows]), np.argsort(cosines[rows]))


def test_short_passages_of_a_language_are_a_group() -> None:
    """Headings that are all near to a short question stand behind the paragraph that stands out."""
    words = np.repeat(numbers(3, SHORT_WORDS - 1, SHORT_WORDS, 80), [10, 10, 1, 19])
    languages = np.repeat(numbers(0, 1), [30, 10])
    in_group = groups(languages, words)
    assert in_group.tolist() == [1] * 20 + [0] * 10 + [2] * 10
    cosines = np.where(words < SHORT_WORDS, 0.85, 0.8) + RNG.normal(0, 0.001, 40)
    cosines[25] = 0.84
    assert int(cosines.argmax()) < 20
    assert int(deviations(cosines, in_group).argmax()) == 25


def test_equally_near_passages_deviate_by_nothing() -> None:
    """No spread, or no passage at all, is no division by zero."""
    assert deviations(np.full(3, 0.5), numbers(0, 0, 1)).tolist() == [0, 0, 0]
    assert len(deviations(np.zeros(0), numbers())) == 0


def test_renewed_keeps_the_scale_and_takes_the_new_order() -> None:
    """In each language mean and spread stay; the order is that of the new cosines."""
    nearness, cosines = RNG.normal(2, 1, 60), RNG.normal(0.8, 0.01, 60)
    languages = np.arange(60, dtype=np.int32) % 2
    found = renewed(nearness, cosines, languages)
    for language in (0, 1):
        rows = languages == language
        assert found[rows].mean() == pytest.approx(nearness[rows].mean())
        assert found[rows].std() == pytest.approx(nearness[rows].std())
        assert np.array_equal(np.argsort(found[rows]), np.argsort(cosines[rows]))


def test_too_few_or_equal_candidates_keep_what_they_had() -> None:
    """Two of a language, or three that are alike, have no scale to be put on."""
    nearness = np.array([3.0, 1.0, 2.0, 4.0, 5.0])
    cosines = np.array([0.1, 0.9, 0.5, 0.5, 0.5])
    found = renewed(nearness, cosines, numbers(0, 0, 2, 2, 2))
    assert found.tolist() == nearness.tolist()


def test_a_query_moves_towards_the_nearest_window_of_each_best_passage() -> None:
    """By hand: query + weight × mean of the nearest windows, at length 1."""
    vector = np.array([1, 0, 0], dtype=np.float32)
    windows = np.array([[0, 1, 0], [0.6, 0.8, 0], [0, 0, 1]], dtype=np.float32)
    found = feedback.moved(vector, windows, np.array([7, 7, 9]))
    towards = vector + feedback.WEIGHT * (windows[1] + windows[2]) / 2
    assert found == pytest.approx(towards / np.linalg.norm(towards))
    assert np.array_equal(feedback.moved(vector, windows[:0], np.zeros(0, dtype=np.int64)), vector)


def test_the_windows_of_some_rows_of_several_segments() -> None:
    """Each row's windows in their order, rows without one passed over, numbered through."""
    matrices = [RNG.normal(size=(count, 4)).astype(np.float16) for count in (4, 3)]
    owners = [numbers(0, 0, 2, 3), numbers(1, 1, 1)]
    parts = [Vectors(owners=own, matrix=one) for own, one in zip(owners, matrices, strict=True)]
    index = VectorIndex(parts, [0, 4], 7)
    windows, whose = index.windows_of(np.array([0, 1, 3, 5]))
    assert whose.tolist() == [0, 0, 3, 5, 5, 5]
    assert np.array_equal(windows, np.concatenate([matrices[0][[0, 1, 3]], matrices[1]]))
    query = np.array([0.5, -0.5, 0.1, 0.7], dtype=np.float32)
    cosines, same = index.cosines_of(np.array([0, 1, 3, 5]), query)
    assert same.tolist() == whose.tolist()
    assert cosines.tolist() == np.vecdot(windows, query).tolist()
    assert index.having.tolist() == [True, False, True, True, False, True, False]
    windows, whose = index.windows_of(np.zeros(0, dtype=np.int64))
    assert windows.shape == (0, 4)
    assert len(whose) == 0
