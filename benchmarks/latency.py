"""Where a search spends its time, stage by stage, by the wall clock and by the CPU's."""

import json
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np

from archive import query, stages
from archive.answer import as_json
from archive.nodes import Mode
from archive.search import Searcher
from benchmarks.subject import Subject
from benchmarks.timing import ROUNDS, Timing

# In the order of a search; "render" is the JSON of the API.
STAGES = (
    *("parse", "encode", "keyword", "vectors", "fuse", "group", "facets", "evidence", "render"),
    "total",
)


def stage_timings(subject: Subject, mode: Mode = Mode.HYBRID) -> dict[str, Timing]:
    """Each stage's times over all questions, medians of ROUNDS rounds after one to warm up."""
    clocks: dict[str, Callable[[], float]] = {
        "wall": time.perf_counter,
        "cpu": time.process_time,
    }
    _round(subject, mode, time.perf_counter)
    taken = {
        name: np.median([_round(subject, mode, clock) for _ in range(ROUNDS)], axis=0)
        for name, clock in clocks.items()
    }
    return {
        stage: Timing(wall_ms=taken["wall"][:, column], cpu_ms=taken["cpu"][:, column])
        for column, stage in enumerate(STAGES)
    }


def _round(subject: Subject, mode: Mode, clock: Callable[[], float]) -> list[list[float]]:
    # The searcher's own clock is the wall's; serving people needs no other.
    with patch.object(stages, "time", SimpleNamespace(perf_counter=clock)):
        return [_one(subject.searcher, text, mode, clock) for text in subject.questions]


def _one(searcher: Searcher, text: str, mode: Mode, clock: Callable[[], float]) -> list[float]:
    """Milliseconds of each of STAGES for one question, by `clock`."""
    marks = [clock()]
    asked = query.parse(text, mode=mode)
    marks.append(clock())
    answer = searcher.search(asked)
    marks.append(clock())
    json.dumps(as_json(answer), ensure_ascii=False)
    marks.append(clock())
    taken = dict(answer.stages_ms)
    taken["parse"], _, taken["render"] = np.diff(marks) * 1_000
    taken["total"] = (marks[-1] - marks[0]) * 1_000
    return [taken.get(stage, 0.0) for stage in STAGES]


def stage_table(timings: dict[str, Timing]) -> Sequence[tuple[str, list[float]]]:
    """Rows (stage, wall p50, wall p95, CPU p50, CPU p95 in milliseconds) of stages that ran."""
    return [(stage, timing.row()) for stage, timing in timings.items() if timing.wall_ms.any()]
