"""Wall and CPU time of rivals that answer the same questions in turn."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

# Every question is asked so often after one round that is not counted; the median counts.
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds of each question: `wall_ms` and `cpu_ms` (all threads), (questions,) float64."""

    wall_ms: NDArray[np.float64]
    cpu_ms: NDArray[np.float64]

    def row(self) -> list[float]:
        """Wall p50 and p95, CPU p50 and p95, in milliseconds."""
        return [
            float(np.percentile(times, share))
            for times in (self.wall_ms, self.cpu_ms)
            for share in (50, 95)
        ]


def compare(
    rivals: Mapping[str, Callable[[str], object]], questions: Sequence[str], rounds: int = ROUNDS
) -> dict[str, Timing]:
    """Ask every rival every question, taking turns, so that a noisy moment hits all alike."""
    spent = {name: np.empty((2, rounds, len(questions))) for name in rivals}
    for counted in range(-1, rounds):
        for number, question in enumerate(questions):
            for name, ask in rivals.items():
                times = timed(partial(ask, question))
                if counted >= 0:
                    spent[name][:, counted, number] = times
    return {
        name: Timing(wall_ms=np.median(times[0], axis=0), cpu_ms=np.median(times[1], axis=0))
        for name, times in spent.items()
    }


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one call."""
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    call()
    return (time.perf_counter_ns() - wall) / 1e6, (time.process_time_ns() - cpu) / 1e6
