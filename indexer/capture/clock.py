"""The time as the fetcher sees it, so that tests need not wait."""

import time
from dataclasses import dataclass
from typing import Protocol

import httpcore2


class Clock(Protocol):
    """What the fetcher asks of time, in seconds."""

    def now(self) -> float:
        """A time that only ever grows."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        """Seconds since some instant."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; not at all for a negative time."""
        time.sleep(max(0.0, seconds))


@dataclass(slots=True)
class Deadline:
    """How long something may take in all, however little it takes at once."""

    clock: Clock
    seconds: float
    begun: float = -1.0

    def __post_init__(self) -> None:
        self.begun = self.clock.now()

    def left(self) -> float:
        """The seconds that are left; raises httpcore2.ReadTimeout if none are."""
        left = self.begun + self.seconds - self.clock.now()
        if left <= 0:
            raise httpcore2.ReadTimeout(f"it took longer than {self.seconds:g} s")
        return left
