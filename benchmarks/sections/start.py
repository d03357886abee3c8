"""A search from a cold start beside the import of sentence-transformers alone."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from archive import settings
from benchmarks import tables
from benchmarks.report import Finding, at_most
from benchmarks.work import Work
from indexer.build import build

TIMES = 5
SEARCH = [str(Path(sys.executable).with_name("archive")), "search", "victims of torture"]
IMPORT = [sys.executable, "-c", "import sentence_transformers"]

_UNUSUAL = ("PYTHONDONTWRITEBYTECODE",)


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Processes by turns, after one of each that only warms the disk's cache."""
    chosen = settings.load()
    build(chosen, encoder=work.model)
    spent: dict[str, list[tuple[float, float]]] = {"search": [], "import": []}
    for turn in range(TIMES + 1):
        for name, command in (("search", SEARCH), ("import", IMPORT)):
            taken = _run(command)
            if turn:
                spent[name].append(taken)
    rows = {name: np.median(times, axis=0) for name, times in spent.items()}
    ratio = rows["search"][1] / rows["import"][1]
    table = [
        (" ".join(Path(part).name for part in command), f"{wall:.2f}", f"{cpu:.2f}")
        for command, (wall, cpu) in zip((SEARCH, IMPORT), rows.values(), strict=True)
    ]
    what = "`archive search` from a cold start, against `import sentence_transformers`"
    return [at_most(what, float(ratio), 0.25)], [
        *tables.table(("process", "wall (s)", "CPU (s)"), table),
        "",
    ]


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of one process."""
    # As installed programs run: what the first turn compiled is kept.
    environment = {key: value for key, value in os.environ.items() if key not in _UNUSUAL}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
