"""Rankings, ties and the mix of the lanes."""

import numpy as np
import pytest

from archive.fusion import DEVIATIONS, Candidates, Mix, Ranking, mixed, ranked

TIE_RANK = np.array([3, 0, 2, 1, 4])
HALF = Mix(weight=0.5, known=1.0, yields=0.5)


def _ranking(rows: list[int], scores: list[float]) -> Ranking:
    return Ranking(np.array(rows, dtype=np.int64), np.array(scores))


def _candidates(
    nearness: dict[int, float],
    languages: dict[int, int] | None = None,
    added: dict[int, float] | None = None,
) -> Candidates:
    rows = sorted(nearness)
    return Candidates(
        rows=np.array(rows, dtype=np.int64),
        nearness=np.array([nearness[row] for row in rows], dtype=np.float64),
        languages=np.array([(languages or {}).get(row, 0) for row in rows], dtype=np.int32),
        added=np.array([(added or {}).get(row, 0.0) for row in rows]),
    )


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
    """Weight × known × (score - low) / (high - low) + (the rest) × deviations / 6.

    No word stands in a passage of language 1: to its share of meaning, .6, half of .4 is added.
    The best passage of language 0 has .5 of the words' full score, so that a quarter of .4 is.
    """
    words = _ranking([2, 0, 4], [6.0, 3.0, 2.0])
    nearness = {0: 3.0, 1: 1.5, 2: -2.0, 3: -0.5, 4: 0.0}
    mix = Mix(weight=0.4, known=0.5, yields=0.5)
    found = mixed(words, _candidates(nearness, {1: 1, 3: 1}), mix=mix, tie_rank=TIE_RANK)
    spoken = 0.6 + 0.4 * 0.5 * (1 - 0.5)
    expected = {
        0: 0.4 * 0.5 * (3 - 2) / (6 - 2) + spoken * 3.0 / 6,
        1: (0.6 + 0.4 * 0.5) * 1.5 / 6,
        2: 0.4 * 0.5 * 1 + spoken * -2.0 / 6,
        3: (0.6 + 0.4 * 0.5) * -0.5 / 6,
        4: 0.0,
    }
    assert found.rows.tolist() == sorted(expected, key=lambda row: -expected[row])
    assert found.scores == pytest.approx([expected[row] for row in found.rows])


def test_without_a_matching_word_the_nearest_come_first() -> None:
    """The keyword lane that found nothing leaves the order of the other."""
    found = mixed(_ranking([], []), _candidates({1: 1.0, 4: 2.0}), mix=HALF, tie_rank=TIE_RANK)
    assert found.rows.tolist() == [4, 1]


def test_equally_near_passages_stand_in_the_order_of_their_words() -> None:
    """The semantic lane that tells nothing apart leaves the order of the other."""
    words = _ranking([4, 1], [2.0, 1.0])
    found = mixed(words, _candidates({1: 0.0, 4: 0.0}), mix=HALF, tie_rank=TIE_RANK)
    assert found.rows.tolist() == [4, 1]


def test_what_neither_lane_knows_is_added_to_the_mix() -> None:
    """A known item comes first, boilerplate last, whatever words and meaning say."""
    words, added = _ranking([4, 1], [2.0, 1.0]), {1: 1.0, 4: -2.0}
    candidates = _candidates({1: 0.0, 2: 0.5, 4: 3.0}, added=added)
    found = mixed(words, candidates, mix=HALF, tie_rank=TIE_RANK)
    assert found.rows.tolist() == [1, 2, 4]
    assert found.scores[0] == pytest.approx(1.0)


def test_no_candidate_gives_no_row() -> None:
    """An empty answer is one too."""
    found = mixed(_ranking([], []), _candidates({}), mix=HALF, tie_rank=TIE_RANK)
    assert len(found) == 0


def test_words_that_the_index_does_not_know_take_their_lane_back() -> None:
    """The less of a query the index knows, the less the keyword lane says."""
    words, candidates = _ranking([1, 2], [2.0, 1.0]), _candidates({0: 4.0, 1: 1.0, 2: 0.0})
    order = [
        mixed(
            words, candidates, mix=Mix(weight=0.5, known=known, yields=0.0), tie_rank=TIE_RANK
        ).rows[0]
        for known in (1.0, 0.1)
    ]
    assert order == [1, 0]


def test_a_passage_in_another_language_is_not_behind_for_want_of_words() -> None:
    """Equally near, it comes nearer to the one with the words the more they yield."""
    words, candidates = _ranking([0], [2.0]), _candidates({0: 3.0, 1: 4.0}, {1: 1})
    gaps = []
    for yields in (0.0, 0.5, 1.0):
        mix = Mix(weight=0.5, known=1.0, yields=yields)
        found = mixed(words, candidates, mix=mix, tie_rank=TIE_RANK)
        scores = dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
        gaps.append(scores[0] - scores[1])
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[2] == pytest.approx(0.5 + 0.5 * 3 / DEVIATIONS - 4 / DEVIATIONS)


def test_equal_keyword_scores_all_count_in_full() -> None:
    """Scores that are all equal cannot be stretched; each row gets its lane's whole weight."""
    words = _ranking([1, 3], [7.5, 7.5])
    found = mixed(words, _candidates({1: 0.0, 3: 0.0}), mix=HALF, tie_rank=TIE_RANK)
    assert found.scores.tolist() == [0.5, 0.5]
