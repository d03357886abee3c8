"""A whole hybrid search beside txtai's and LanceDB's: the same weights and passages' vectors."""

import importlib
import logging
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import query
from archive.answer import as_json
from benchmarks import tables
from benchmarks.report import Finding, at_most
from benchmarks.subject import Subject
from benchmarks.timing import Timing, compare
from benchmarks.work import USUAL, Work, first_windows

QUESTIONS = 50
ARCHIVE = "archive: pages with snippets, facets and totals"
_PEERS = {"txtai": "Txtai", "lancedb": "LanceDb"}
_LIMIT = (
    "the archive counts and filters all that is near, marks words, and fetches ten documents; the"
    " peers give ten ids"
)

_log = logging.getLogger(__name__)


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Times with the question's embedding: the peers' by sentence-transformers, as they do it."""
    size = USUAL if USUAL in work.sizes else max(work.sizes)
    subject = work.subject(size)
    rivals: dict[str, Callable[[str], object]] = {
        ARCHIVE: lambda text: as_json(subject.searcher.search(query.parse(text))),
        **_peers(subject, work),
    }
    timings = compare(rivals, subject.questions[:QUESTIONS], rounds=1)
    rows = [(name, one.row()) for name, one in timings.items()]
    return _findings(timings, size), [*tables.timing_table(rows, subject.name), ""]


def _peers(subject: Subject, work: Work) -> dict[str, Callable[[str], object]]:
    prefix, model = work.model.identity.query_prefix, work.torch_model

    def embed(text: str) -> NDArray[np.float32]:
        found: NDArray[np.float32] = model.encode([prefix + text], normalize_embeddings=True)[0]
        return found

    found: dict[str, Callable[[str], object]] = {}
    for name, kind in _PEERS.items():
        try:
            module = importlib.import_module(f"benchmarks.peers.{name}_whole")
        except ModuleNotFoundError as error:
            _log.warning("%s is left out: pip install '.[peers]'", error.name)
            continue
        matrix = first_windows(subject.segment)
        peer: Any = getattr(module, kind)(subject.rows, matrix, work.folder / name)
        found[peer.name] = lambda text, peer=peer: peer.search(text, embed)
    return found


def _findings(timings: dict[str, Timing], size: int) -> list[Finding]:
    own, *theirs = (one.row() for one in timings.values())
    what = f"hybrid search over {size:,} passages, against the faster of txtai and LanceDB"
    if len(theirs) < len(_PEERS):
        limit = "pip install '.[peers]'"
        return [Finding(what=what, goal="≤ 0.5", figure="", is_met=None, limit=limit)]
    return [
        at_most(f"{what}, {share}", own[place] / min(one[place] for one in theirs), 0.5, _LIMIT)
        for place, share in ((2, "p50"), (3, "p95"))
    ]
