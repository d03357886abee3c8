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


def test_the_mix_is_worked_out_by_hand() -> None:
    """Weight × known × (score - low) / (high - low) + (1 - weight) × deviations / 6."""
    words = _ranking([2, 0, 4], [6.0, 3.0, 2.0])
    meaning = _ranking([0, 1, 3], [3.0, 1.5, -0.5])
    found = mixed(words, meaning, weight=0.4, known=0.5, tie_rank=TIE_RANK)
    expected = {
        0: 0.4 * 0.5 * (3 - 2) / (6 - 2) + 0.6 * 3.0 / 6,
        1: 0.6 * 1.5 / 6,
        2: 0.4 * 0.5 * 1,
        3: 0.6 * -0.5 / 6,
        4: 0.0,
    }
    assert found.rows.tolist() == sorted(expected, key=lambda row: -expected[row])
    assert found.scores == pytest.approx([expected[row] for row in found.rows])


def test_a_lane_that_found_nothing_leaves_the_order_of_the_other() -> None:
    """Without a matching word, or without a near passage, the other lane's order stands."""
    some, none = _ranking([4, 1], [2.0, 1.0]), _ranking([], [])
    for words, meaning in ((some, none), (none, some)):
        found = mixed(words, meaning, weight=0.5, known=1.0, tie_rank=TIE_RANK)
        assert found.rows.tolist() == [4, 1]


def test_words_that_the_index_does_not_know_take_their_lane_back() -> None:
    """The less of a query the index knows, the less the keyword lane says."""
    words, meaning = _ranking([1, 2], [2.0, 1.0]), _ranking([0, 1], [4.0, 1.0])
    order = [
        mixed(words, meaning, weight=0.5, known=known, tie_rank=TIE_RANK).rows[0]
        for known in (1.0, 0.1)
    ]
    assert order == [1, 0]


def test_equal_keyword_scores_all_count_in_full() -> None:
    """Scores that are all equal cannot be stretched; each row gets its lane's whole weight."""
    words = _ranking([1, 3], [7.5, 7.5])
    found = mixed(words, _ranking([], []), weight=0.5, known=1.0, tie_rank=TIE_RANK)
    assert found.scores.tolist() == [0.5, 0.5]
