"""A whole hybrid search beside txtai's and LanceDB's: the same weights and passages' vectors."""

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import query
from archive.answer import as_json
from benchmarks import judged, tables
from benchmarks.report import Finding, at_least, at_most
from benchmarks.subject import Subject
from benchmarks.timing import Timing, compare
from benchmarks.work import USUAL, Work, first_windows

QUESTIONS = 50
ARCHIVE = "archive: pages with snippets, facets and totals"
# How a peer's question is embedded: as users of it do, or by the archive's own runtime, so that
# the engines alone differ.
THEIRS, OURS = "by sentence-transformers", "by the archive's runtime"
_PEERS = {"txtai": "Txtai", "lancedb": "LanceDb"}
_LIMIT = (
    "the archive counts and filters all that is near, marks words, and fetches ten documents; the"
    " peers give ten ids"
)

_log = logging.getLogger(__name__)

Embed = Callable[[str], NDArray[np.float32]]


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Times with the question's embedding, and what each engine finds where that was judged."""
    size = USUAL if USUAL in work.sizes else max(work.sizes)
    subject = work.subject(size)
    rivals: dict[str, Callable[[str], object]] = {
        ARCHIVE: lambda text: as_json(subject.searcher.search(query.parse(text))),
    }
    for peer in _peers(subject, work.folder):
        for how, embed in ((THEIRS, _torch(work)), (OURS, work.model.encode_query)):
            rivals[f"{peer.name}, question {how}"] = partial(peer.search, embed=embed)
    timings = compare(rivals, subject.questions[:QUESTIONS], rounds=1)
    rows = [(name, one.row()) for name, one in timings.items()]
    found, lines = _judged(work)
    return [*_findings(timings, size), *found], [
        *tables.timing_table(rows, subject.name),
        "",
        *lines,
    ]


def _torch(work: Work) -> Embed:
    prefix, model = work.model.identity.query_prefix, work.torch_model

    def embed(text: str) -> NDArray[np.float32]:
        found: NDArray[np.float32] = model.encode([prefix + text], normalize_embeddings=True)[0]
        return found

    return embed


def _peers(subject: Subject, folder: Path) -> list[Any]:
    """Each peer that is installed, over the passages and vectors of `subject`."""
    found = []
    for name, kind in _PEERS.items():
        try:
            module = importlib.import_module(f"benchmarks.peers.{name}_whole")
        except ModuleNotFoundError as error:
            _log.warning("%s is left out: pip install '.[peers]'", error.name)
            continue
        matrix = first_windows(subject.segment)
        found.append(getattr(module, kind)(subject.rows, matrix, folder / name))
    return found


def _judged(work: Work) -> tuple[list[Finding], list[str]]:
    """What the engines find in each collection that was named, with the archive's embedding."""

    def searches(
        subject: Subject, folder: Path
    ) -> Mapping[str, Callable[[str, int], Sequence[str]]]:
        embed = work.model.encode_query
        return {
            peer.name: lambda text, limit, peer=peer: peer.search(text, embed, limit)
            for peer in _peers(subject, folder)
        }

    values = {place.name: judged.quality(place, searches) for place in work.judged}
    if not values:
        return [], []
    engines = list(next(iter(values.values())))
    rows = [(name, *(f"{one[engine]:.3f}" for engine in engines)) for name, one in values.items()]
    means = {name: float(np.mean([one[name] for one in values.values()])) for name in engines}
    table = tables.table((f"{judged.CUT}", *engines), rows)
    own = means.pop(judged.ARCHIVE)
    what = f"{judged.CUT} on {len(values)} judged collections, less that of the better peer"
    found = [at_least(what, own - max(means.values()), 0.0)] if means else []
    return found, [*table, ""]


def _findings(timings: Mapping[str, Timing], size: int) -> list[Finding]:
    own = timings[ARCHIVE].row()
    what = f"hybrid search over {size:,} passages, against the faster of txtai and LanceDB"
    found = []
    for how in (THEIRS, OURS):
        peers = [one.row() for name, one in timings.items() if name.endswith(how)]
        name = f"{what}, their question embedded {how}"
        if len(peers) < len(_PEERS):
            limit = "pip install '.[peers]'"
            found.append(Finding(what=name, goal="≤ 0.5", figure="", is_met=None, limit=limit))
            continue
        for place, share in ((2, "p50"), (3, "p95")):
            ratio = own[place] / min(one[place] for one in peers)
            found.append(at_most(f"{name}, {share}", ratio, 0.5, _LIMIT))
    return found
