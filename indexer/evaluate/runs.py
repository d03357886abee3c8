"""A run: the documents found for each topic, best first, and its TREC run file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from archive import durable
from archive.errors import ArchiveError

# Documents found by topic: run[query_id] is ((doc_id, score), ...), scores strictly decreasing.
Run = Mapping[str, Sequence[tuple[str, float]]]

# How many documents of a topic a run holds, TREC's usual depth.
RUN_DEPTH = 1000


def ranked(found: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The documents in the order given, each score below the one before it.

    Scorers sort by 32-bit score and break ties by document id in their own way. Here the order
    is the archive's: a score that is not below its predecessor in 32 bits is lowered to the next
    number that is.
    """
    ceiling = np.float32(np.inf)
    lowered: list[tuple[str, float]] = []
    for doc_id, score in found:
        ceiling = min(np.float32(score), np.nextafter(ceiling, np.float32(-np.inf)))
        lowered.append((doc_id, float(ceiling)))
    return tuple(lowered)


def run_lines(run: Run, tag: str) -> list[str]:
    """Lines `query_id Q0 doc_id rank score tag`, ranks from 1, scores exact in 9 digits."""
    return [
        f"{query_id} Q0 {doc_id} {rank} {score:.9g} {tag}"
        for query_id, found in run.items()
        for rank, (doc_id, score) in enumerate(found, start=1)
    ]


def write_runs(folder: Path, runs: Mapping[str, Run]) -> None:
    """Write `<mode>.run` for each mode into `folder`; raises ArchiveError if it cannot be."""
    try:
        durable.make_folder(folder)
        for mode, run in runs.items():
            content = "".join(f"{line}\n" for line in run_lines(run, f"archive-{mode}"))
            durable.write(folder / f"{mode}.run", content.encode())
    except OSError as error:
        raise ArchiveError(f"Runs cannot be written to {folder}: {error.strerror}.") from error
