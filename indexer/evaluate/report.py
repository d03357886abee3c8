"""What an evaluation found, as JSON and as text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.evaluate.collections import Collection, Topic
from indexer.evaluate.intervals import Intervals, intervals
from indexer.evaluate.measures import NAMES, by_name, means

# Pairs whose difference is reported: the first is the lane asked about.
COMPARED = (("hybrid", "keyword"), ("hybrid", "semantic"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The values of each mode on one collection.

    `values` holds by mode (topics, measures) float64, rows in the order of the collection's
    topics. `notes` say what of the judgments could not be used.
    """

    collection: Collection
    generation_id: str
    values: Mapping[str, NDArray[np.float64]]
    notes: tuple[str, ...] = ()

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics that count, in the order of the values' rows."""
        return self.collection.topics


def as_json(evaluation: Evaluation, *, per_query: bool = False) -> dict[str, Any]:
    """The means by mode, then intervals, paired differences, classes and what was evaluated."""
    answer: dict[str, Any] = {mode: means(table) for mode, table in evaluation.values.items()}
    answer["intervals"] = {
        mode: _bounds(intervals(table)) for mode, table in evaluation.values.items()
    }
    answer["differences"] = {
        f"{one} - {other}": _difference(found) for one, other, found in _differences(evaluation)
    }
    answer["by_type"] = {
        name: {"queries": len(rows)}
        | {mode: means(table[rows]) for mode, table in evaluation.values.items()}
        for name, rows in _types(evaluation.topics).items()
    }
    answer["collection"] = evaluation.collection.name
    answer["queries"] = len(evaluation.topics)
    answer["generation_id"] = evaluation.generation_id
    answer["notes"] = list(evaluation.notes)
    if per_query:
        answer["per_query"] = {
            topic.query_id: {mode: by_name(table[row]) for mode, table in evaluation.values.items()}
            for row, topic in enumerate(evaluation.topics)
        }
    return answer


def as_text(evaluation: Evaluation, *, per_query: bool = False) -> str:
    """Tables of means with 95 % intervals, paired differences and classes, for a terminal."""
    parts = [
        f"{evaluation.collection.name}: {len(evaluation.topics)} queries,"
        f" generation {evaluation.generation_id}",
        *evaluation.notes,
        "",
        *_table("mean", [("", evaluation.values)], _with_interval),
        "",
        *_difference_lines(evaluation),
    ]
    classes = _types(evaluation.topics)
    if classes:
        groups = [
            (f"{name} ({len(rows)})", _rows_of(evaluation, rows)) for name, rows in classes.items()
        ]
        parts += ["", *_table("type", groups, _mean_only)]
    if per_query:
        groups = [
            (topic.query_id, _rows_of(evaluation, [row]))
            for row, topic in enumerate(evaluation.topics)
        ]
        parts += ["", *_table("query", groups, _mean_only)]
    return "\n".join(parts)


def _types(topics: Sequence[Topic]) -> dict[str, list[int]]:
    """Rows of the topics of each type, in the order the types appear; none without types."""
    classes: dict[str, list[int]] = {}
    for row, topic in enumerate(topics):
        if topic.type:
            classes.setdefault(topic.type, []).append(row)
    return classes


def _rows_of(evaluation: Evaluation, rows: list[int]) -> dict[str, NDArray[np.float64]]:
    return {mode: table[rows] for mode, table in evaluation.values.items()}


def _differences(evaluation: Evaluation) -> list[tuple[str, str, Intervals]]:
    """Each compared pair of modes with the intervals of its paired differences."""
    return [
        (one, other, intervals(evaluation.values[one] - evaluation.values[other]))
        for one, other in COMPARED
    ]


def _bounds(found: Intervals) -> dict[str, list[float]]:
    low, high = by_name(found.low), by_name(found.high)
    return {name: [low[name], high[name]] for name in NAMES}


def _difference(found: Intervals) -> dict[str, dict[str, float]]:
    mean, low, high = by_name(found.mean), by_name(found.low), by_name(found.high)
    return {name: {"mean": mean[name], "low": low[name], "high": high[name]} for name in NAMES}


def _with_interval(table: NDArray[np.float64]) -> list[str]:
    """A cell a measure: the mean and its interval."""
    found = intervals(table)
    return [
        f"{mean:.3f} [{low:.3f}, {high:.3f}]"
        for mean, low, high in zip(found.mean, found.low, found.high, strict=True)
    ]


def _mean_only(table: NDArray[np.float64]) -> list[str]:
    return [f"{mean:.3f}" for mean in table.mean(axis=0)]


def _table(
    heading: str,
    groups: Sequence[tuple[str, Mapping[str, NDArray[np.float64]]]],
    cells: Callable[[NDArray[np.float64]], list[str]],
) -> list[str]:
    """Aligned lines: one a group and measure, one column a mode."""
    lines = [(heading, "", *groups[0][1])]
    for name, tables in groups:
        columns = [cells(table) for table in tables.values()]
        lines += [
            (name if row == 0 else "", measure, *(column[row] for column in columns))
            for row, measure in enumerate(NAMES)
        ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _difference_lines(evaluation: Evaluation) -> list[str]:
    return [
        f"{one} - {other}: "
        + ", ".join(
            f"{name} {mean:+.3f} [{low:+.3f}, {high:+.3f}]"
            for name, mean, low, high in zip(NAMES, found.mean, found.low, found.high, strict=True)
        )
        for one, other, found in _differences(evaluation)
    ]
