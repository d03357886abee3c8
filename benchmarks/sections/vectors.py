"""The vector lane over many vectors beside numpy's exact product, faiss and usearch."""

import importlib
import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import vectors
from archive.vectors import VectorIndex, Vectors
from benchmarks import generate, tables
from benchmarks.report import Finding, at_least, at_most
from benchmarks.timing import Timing, timed
from benchmarks.work import Work

LIMIT = 10
QUESTIONS = 50
# A blend is of two real vectors, the first with at least so much of it, and of some noise.
LEAST_SHARE = 0.6
NOISE = 0.01
_CHUNK = 50_000
ARCHIVE, NUMPY = "archive, signs first", "numpy, matrix @ query"

Matrix = NDArray[np.float32]
Search = Callable[[Matrix], NDArray[np.intp]]
_log = logging.getLogger(__name__)


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Time and recall of the best ten over blends of the shipped passages' real vectors."""
    texts = [row.passage.text for row in work.shipped]
    matrix = _blends(work.model.encode_passages(texts), work.vectors)
    asked = [work.model.encode_query(text) for text in generate.questions(texts, QUESTIONS)]
    folder = work.folder / "vectors"
    owners = np.arange(len(matrix), dtype=np.int32)
    vectors.write(folder, owners=owners, matrix=matrix)
    index = VectorIndex([Vectors.open(folder)], [0], len(matrix))
    rivals: dict[str, Search] = {
        ARCHIVE: lambda query: _best(index.scores(query)),
        NUMPY: lambda query: _best(matrix @ query),
        **_peers(matrix),
    }
    exact = [set(_best(matrix @ query).tolist()) for query in asked]
    found, recalls = {}, {}
    for name, search in rivals.items():
        spent, hits = [], 0
        for query, wanted in zip(asked, exact, strict=True):
            search(query)
            answers: list[NDArray[np.intp]] = []
            spent.append(timed(lambda q=query, s=search, a=answers: a.append(s(q))))  # type: ignore[misc]
            hits += len(wanted & set(answers[0].tolist()))
        wall, cpu = np.array(spent).T
        found[name] = Timing(wall_ms=wall, cpu_ms=cpu)
        recalls[name] = hits / (LIMIT * len(asked))
    return _findings(found, recalls, folder, len(matrix)), _lines(found, recalls, len(matrix))


def _best(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    return np.argpartition(-scores, LIMIT)[:LIMIT]


def _blends(real: Matrix, count: int) -> Matrix:
    """(count, dimension) unit rows, seeded."""
    draws = np.random.default_rng(generate.SEED)
    made = np.empty((count, real.shape[1]), dtype=np.float32)
    for start in range(0, count, _CHUNK):
        part = made[start : start + _CHUNK]
        one, other = real[draws.integers(len(real), size=(2, len(part)))]
        share = draws.uniform(LEAST_SHARE, 1, size=(len(part), 1)).astype(np.float32)
        part[:] = share * one + (1 - share) * other
        part += draws.normal(0, NOISE, size=part.shape).astype(np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return made


def _peers(matrix: Matrix) -> dict[str, Search]:
    makers: dict[str, Callable[[Matrix], Search]] = {"faiss": _faiss, "usearch": _usearch}
    found = {}
    for name, make in makers.items():
        try:
            found[f"{name}, exact"] = make(matrix)
        except ModuleNotFoundError as error:
            _log.warning("%s is left out: pip install '.[peers]'", error.name)
    return found


def _faiss(matrix: Matrix) -> Search:
    faiss = importlib.import_module("faiss")
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    return lambda query: index.search(query[np.newaxis], LIMIT)[1][0]


def _usearch(matrix: Matrix) -> Search:
    usearch = importlib.import_module("usearch.index")
    return lambda query: usearch.search(
        matrix, query, LIMIT, usearch.MetricKind.IP, exact=True, threads=1
    ).keys.astype(np.intp)


def _findings(
    found: dict[str, Timing], recalls: dict[str, float], folder: Path, count: int
) -> list[Finding]:
    ratio = found[ARCHIVE].row()[2] / found[NUMPY].row()[2]
    size = (folder / "matrix.npy").stat().st_size
    signs = (folder / "signs.npy").stat().st_size
    return [
        at_most(f"vector lane over {count:,}, against numpy float32 exact, p50", ratio, 0.3),
        at_least(f"vector lane over {count:,}, recall@10", recalls[ARCHIVE], 0.99),
        at_most(
            f"size of the vectors on disk, without their signs (+ {signs / (count * 4 * 384):.3f}),"
            " against float32",
            round(size / (count * 4 * 384), 4),
            0.5,
        ),
    ]


def _lines(found: dict[str, Timing], recalls: dict[str, float], count: int) -> list[str]:
    rows = [
        (name, *(f"{value:.1f}" for value in timing.row()), f"{recalls[name]:.3f}")
        for name, timing in found.items()
    ]
    heads = tuple(f"{name} (ms)" for name in tables.HEADER)
    return [*tables.table((f"{count:,} vectors", *heads, "recall@10"), rows), ""]
