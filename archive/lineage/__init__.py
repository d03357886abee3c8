"""What became of a version's passages in a later version: the door of the package."""

from archive.lineage.fates import Fate, Verdict
from archive.lineage.tracing import trace
from archive.lineage.wording import Run, RunKind, difference

__all__ = ["Fate", "Run", "RunKind", "Verdict", "difference", "trace"]
