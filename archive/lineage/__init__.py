"""What became of a version's passages in a later version: the door of the package."""

from archive.lineage.changes import Change, Comparison, compare, compared
from archive.lineage.fates import Fate, Verdict
from archive.lineage.tracing import trace
from archive.lineage.wording import Run, RunKind, difference

__all__ = [
    "Change",
    "Comparison",
    "Fate",
    "Run",
    "RunKind",
    "Verdict",
    "compare",
    "compared",
    "difference",
    "trace",
]
