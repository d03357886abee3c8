"""Embedding beside sentence-transformers on torch, with the same weights."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from archive import encoder, settings
from archive.encoder import Encoder
from archive.rows import Row
from benchmarks import generate, tables
from benchmarks.report import Finding, at_least, at_most
from benchmarks.timing import Timing, compare, timed
from benchmarks.work import Work
from indexer.evaluate.temporary import build_rows

LIMIT = 10
QUESTIONS = 50
# Passages indexed: some minutes of work on two cores.
PASSAGES = 400
OURS, THEIRS = "archive", "SentenceTransformer.encode"

Matrix = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Matrix]


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Queries one by one, as the web has them; passages in bulk, on all cores."""
    chosen = settings.load()
    ours = encoder.load(chosen.encoder, cache=chosen.var, threads=0)
    theirs = partial(work.torch_model.encode, normalize_embeddings=True, show_progress_bar=False)
    rows = work.shipped[:PASSAGES]
    asked = generate.questions([row.passage.text for row in rows], QUESTIONS)
    before = ours.identity.query_prefix
    queries = compare(
        {OURS: work.model.encode_query, THEIRS: lambda text: theirs([before + text])},
        asked,
        rounds=1,
    )
    overlap = _overlap(rows, asked, ours, theirs)
    bulk = _bulk(rows, work, ours, theirs)
    return _findings(queries, bulk, overlap), _lines(queries, bulk, len(rows))


def _texts(rows: Sequence[Row]) -> list[str]:
    return [f"{row.document.title}\n{row.passage.text}" for row in rows]


def _overlap(rows: Sequence[Row], asked: Sequence[str], ours: Encoder, theirs: Encode) -> float:
    """The share of the best LIMIT passages that both have in common."""
    prefix, before = ours.identity.passage_prefix, ours.identity.query_prefix
    best = []
    for passages, queries in (
        (ours.encode_passages(_texts(rows)), np.stack([ours.encode_query(q) for q in asked])),
        (theirs([prefix + text for text in _texts(rows)]), theirs([before + q for q in asked])),
    ):
        best.append(np.argsort(-(queries @ passages.T), axis=1, kind="stable")[:, :LIMIT])
    both = [len({*one.tolist()} & {*other.tolist()}) for one, other in zip(*best, strict=True)]
    return sum(both) / (LIMIT * len(asked))


def _bulk(
    rows: Sequence[Row], work: Work, ours: Encoder, theirs: Encode
) -> dict[str, tuple[float, float]]:
    """Wall and CPU milliseconds of all rows: everything of ours, their encoding alone."""
    prefix = ours.identity.passage_prefix
    everything = partial(
        build_rows,
        rows,
        work.folder / "indexed",
        encoder=ours,
        embeddings=work.folder / "embedded",
        progress=lambda *_: None,
    )
    return {
        OURS: timed(everything),
        THEIRS: timed(lambda: theirs([prefix + text for text in _texts(rows)])),
    }


def _findings(
    queries: dict[str, Timing], bulk: dict[str, tuple[float, float]], overlap: float
) -> list[Finding]:
    ratio = queries[OURS].row()[2] / queries[THEIRS].row()[2]
    share = f"top-{LIMIT} overlap {overlap:.3f}"
    return [
        at_most(f"query embedding against {THEIRS} on torch, {share}", ratio, 0.33),
        at_least(f"top-{LIMIT} overlap with {THEIRS}", overlap, 0.99),
        at_least(
            f"indexing with everything included, passages a second, against {THEIRS} alone",
            bulk[THEIRS][1] / bulk[OURS][1],
            1.1,
            "the goal for processors without AMX; both run the same multiplications in fp32, and"
            " fewer bits would move more than one in a hundred of the best ten",
        ),
    ]


def _lines(
    queries: dict[str, Timing], bulk: dict[str, tuple[float, float]], passages: int
) -> list[str]:
    timings = [(name, one.row()) for name, one in queries.items()]
    rates = [
        (name, f"{passages / wall * 1000:.1f}", f"{passages / cpu * 1000:.1f}")
        for name, (wall, cpu) in bulk.items()
    ]
    heads = (f"{passages} passages", "a second of wall time", "a second of CPU time")
    return [*tables.timing_table(timings, "a query"), "", *tables.table(heads, rates), ""]
