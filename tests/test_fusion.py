"""Rankings, ties and the mix of the lanes."""

import numpy as np
import pytest

from archive.fusion import Ranking, mixed, ranked

TIE_RANK = np.array([3, 0, 2, 1, 4])


def _ranking(rows: list[int], scores: list[float]) -> Ranking:
    return Ranking(np.array(rows, dtype=np.int64), np.array(scores))


def test_equal_scores_follow_the_passage_id() -> None:
    """Rows are ordered by -score, then by the rank of their passage id."""
    found = ranked(np.arange(5), np.array([1.0, 2.0, 1.0, 1.0, 2.0]), tie_rank=TIE_RANK)
    assert found.rows.tolist() == [1, 4, 3, 2, 0]


def test_a_limit_breaks_ties_before_it_cuts() -> None:
    """Of rows that tie for the last place the one with the lowest passage id stays."""
    rows, scores = np.arange(5), np.ones(5)
    for limit in range(1, 6):
        found = ranked(rows, scores, tie_rank=TIE_RANK, limit=limit)
        assert found.rows.tolist() == [1, 3, 2, 0, 4][:limit]


def test_the_mix_divides_words_by_their_ceiling_and_stretches_meaning() -> None:
    """Worked by hand: weight × score / ceiling + (1 - weight) × (cosine - low) / (high - low)."""
    words = _ranking([2, 0], [6.0, 3.0])
    meaning = _ranking([0, 1, 3], [0.9, 0.7, 0.5])
    found = mixed(words, meaning, ceiling=12.0, weight=0.4, tie_rank=TIE_RANK)
    expected = {
        0: 0.4 * 3 / 12 + 0.6 * (0.9 - 0.5) / (0.9 - 0.5),
        1: 0.6 * (0.7 - 0.5) / (0.9 - 0.5),
        2: 0.4 * 6 / 12,
        3: 0.0,
    }
    assert found.rows.tolist() == sorted(expected, key=lambda row: -expected[row])
    assert found.scores == pytest.approx([expected[row] for row in found.rows])


def test_a_lane_that_found_nothing_leaves_the_order_of_the_other() -> None:
    """Without a matching word, or without a vector, the other lane's order stands."""
    some, none = _ranking([4, 1], [2.0, 1.0]), _ranking([], [])
    for words, meaning, ceiling in ((some, none, 3.0), (none, some, 0.0)):
        found = mixed(words, meaning, ceiling=ceiling, weight=0.5, tie_rank=TIE_RANK)
        assert found.rows.tolist() == [4, 1]


def test_equal_cosines_all_count_in_full() -> None:
    """A lane whose scores are all equal cannot be stretched; each row gets its whole weight."""
    meaning = _ranking([1, 3], [0.5, 0.5])
    found = mixed(_ranking([], []), meaning, ceiling=0.0, weight=0.5, tie_rank=TIE_RANK)
    assert found.scores.tolist() == [0.5, 0.5]
