"""The report holds the means side by side, with intervals, differences and classes."""

import json

import numpy as np
import pytest

from indexer.evaluate.collections import Collection, Topic
from indexer.evaluate.measures import NAMES
from indexer.evaluate.report import Evaluation, as_json, as_text


def evaluation(types: tuple[str, ...] = ("", "", "", "")) -> Evaluation:
    topics = tuple(
        Topic(query_id=f"q{number}", text="word", type=name) for number, name in enumerate(types)
    )
    column = np.array([[0.0], [0.25], [0.5], [1.0]])
    return Evaluation(
        collection=Collection(name="small", topics=topics, qrels={}),
        generation_id="g1",
        values={
            "keyword": np.tile(column, 4),
            "semantic": np.tile(column / 2, 4),
            "hybrid": np.tile(column[::-1], 4),
        },
        notes=("1 topic left out.",),
    )


def test_the_means_are_the_first_keys() -> None:
    """{"keyword": {"nDCG@10": …}, "semantic": …, "hybrid": …} whatever else is reported."""
    answer = json.loads(json.dumps(as_json(evaluation())))
    assert list(answer)[:3] == ["keyword", "semantic", "hybrid"]
    for mode, mean in (("keyword", 1.75 / 4), ("semantic", 1.75 / 8), ("hybrid", 1.75 / 4)):
        assert answer[mode] == {name: pytest.approx(mean, abs=1e-6) for name in NAMES}
    assert answer["collection"] == "small"
    assert answer["queries"] == 4
    assert answer["generation_id"] == "g1"
    assert answer["notes"] == ["1 topic left out."]
    assert "per_query" not in answer


def test_each_mean_lies_in_its_interval() -> None:
    """Low and high of each mode and measure stand around the mean."""
    answer = as_json(evaluation())
    for mode in ("keyword", "semantic", "hybrid"):
        for name in NAMES:
            low, high = answer["intervals"][mode][name]
            assert low <= answer[mode][name] <= high


def test_differences_are_paired() -> None:
    """The mean of the differences is the difference of the means."""
    found = as_json(evaluation())["differences"]
    assert list(found) == ["hybrid - keyword", "hybrid - semantic"]
    assert found["hybrid - keyword"]["RR"]["mean"] == pytest.approx(0.0, abs=1e-6)
    semantic = found["hybrid - semantic"]["nDCG@10"]
    assert semantic["mean"] == pytest.approx(1.75 / 8, abs=1e-6)
    assert semantic["low"] <= semantic["mean"] <= semantic["high"]


def test_classes_are_averaged_apart() -> None:
    """Each type has its number of queries and its own means; without types there are none."""
    answer = as_json(evaluation(types=("quote", "date", "quote", "date")))
    assert list(answer["by_type"]) == ["quote", "date"]
    assert answer["by_type"]["quote"]["queries"] == 2
    assert answer["by_type"]["quote"]["keyword"]["RR"] == 0.5 / 2
    assert answer["by_type"]["date"]["keyword"]["RR"] == 1.25 / 2
    assert as_json(evaluation())["by_type"] == {}


def test_per_query_values_are_kept_when_asked_for() -> None:
    """Every query has every measure of every mode."""
    answer = as_json(evaluation(), per_query=True)["per_query"]
    assert list(answer) == ["q0", "q1", "q2", "q3"]
    assert answer["q1"]["semantic"] == dict.fromkeys(NAMES, 0.125)


def test_the_text_shows_the_modes_side_by_side() -> None:
    """One line a measure, one column a mode, each with its interval."""
    text = as_text(evaluation(types=("quote", "date", "quote", "date")))
    lines = text.splitlines()
    assert lines[0] == "small: 4 queries, generation g1"
    assert "1 topic left out." in lines
    assert any(line.split() == ["mean", "keyword", "semantic", "hybrid"] for line in lines)
    row = next(line for line in lines if "nDCG@10" in line)
    assert row.split()[1] == "0.438"
    assert row.count("[") == 3
    assert any(line.startswith("quote (2)") for line in lines)
    assert any(line.startswith("hybrid - semantic: nDCG@10 +0.219") for line in lines)
    assert "q3" not in text
    assert any(
        line.startswith("q3") and "1.000" in line
        for line in as_text(evaluation(), per_query=True).splitlines()
    )
