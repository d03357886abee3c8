"""How long each part of a search takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stages:
    """Wall times in milliseconds by the name of the stage, in the order they were first met."""

    taken_ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the time of the block to the stage `name`."""
        begin = time.perf_counter()
        yield
        self.taken_ms[name] = self.taken_ms.get(name, 0.0) + (time.perf_counter() - begin) * 1_000
