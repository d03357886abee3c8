"""Measures are the textbook's: each expected value is worked out as arithmetic."""

from math import log2

import pytest

from indexer.evaluate.measures import NAMES, means, measure
from indexer.evaluate.runs import ranked


def values(found: list[str], grades: dict[str, int]) -> dict[str, float]:
    """The measures of one topic whose run is `found`, best first."""
    run = {"q": ranked([(doc_id, -float(place)) for place, doc_id in enumerate(found)])}
    return means(measure(run, {"q": grades}))


def test_names_are_those_of_the_report() -> None:
    """The report's keys, in its order."""
    assert NAMES == ("nDCG@10", "R@50", "R@100", "RR")


def test_graded_relevance_gains_linearly() -> None:
    """NDCG@10 is the gain over log2 of the rank plus one, against the best possible order."""
    found = values(["x", "b", "a"], {"a": 2, "b": 1, "c": 1, "x": 0})
    ideal = 2 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert found["nDCG@10"] == pytest.approx((1 / log2(3) + 2 / log2(4)) / ideal, abs=1e-6)
    assert found["R@50"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["RR"] == 1 / 2


def test_cut_offs_stand_at_10_50_and_100() -> None:
    """A document just behind a cut-off does not count for it; RR has no cut-off."""
    others = [f"x{place}" for place in range(200)]
    grades = {"a": 1, "b": 1}
    assert values([*others[:10], "a"], grades)["nDCG@10"] == 0
    assert values([*others[:9], "a"], {"a": 1})["nDCG@10"] == pytest.approx(1 / log2(11), abs=1e-6)
    just_in = values([*others[:49], "a", *others[49:98], "b"], grades)
    assert (just_in["R@50"], just_in["R@100"], just_in["RR"]) == (1 / 2, 1, 1 / 50)
    just_out = values([*others[:50], "a", *others[50:99], "b"], grades)
    assert (just_out["R@50"], just_out["R@100"]) == (0, 1 / 2)
    assert just_out["RR"] == pytest.approx(1 / 51, abs=1e-6)


@pytest.mark.parametrize("order", [["a", "b", "z"], ["z", "b", "a"], ["b", "z", "a"]])
def test_the_archives_order_decides_among_equal_scores(order: list[str]) -> None:
    """Documents with one score keep the archive's order, whatever the scorer does with ids."""
    run = {"q": ranked([(doc_id, 0.5) for doc_id in order])}
    found = means(measure(run, {"q": {"b": 1}}))
    assert found["RR"] == pytest.approx(1 / (order.index("b") + 1), abs=1e-6)


def test_a_topic_without_results_counts_as_zero() -> None:
    """The mean is over all judged topics; a topic that is not judged changes nothing."""
    run = {"q1": ranked([("a", 1.0)]), "q2": (), "unjudged": ranked([("a", 1.0)])}
    table = measure(run, {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}})
    assert table.shape == (3, 4)
    assert table[:, 3].tolist() == [1, 0, 0]
    assert means(table)["RR"] == pytest.approx(1 / 3, abs=1e-6)
