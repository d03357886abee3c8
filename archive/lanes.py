"""The lanes of one query: what is found by words, what by meaning, and their mix."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.encoder import Encoder
from archive.fusion import CANDIDATES, Ranking, convex, ranked
from archive.nodes import Mode, Node, Query
from archive.opened import Opened
from archive.stages import Stages

KEYWORD = "keyword"
SEMANTIC = "semantic"
# Equal weights, the best fixed mix on the development collections.
KEYWORD_WEIGHT = 0.5

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The lanes' rankings by name, their mix, and every row that belongs to the answer.

    `rows` (n,) int64 holds also those too far down to be ranked. `vector` is the query's, None
    if no lane looked at meaning.
    """

    lanes: dict[str, Ranking]
    fused: Ranking
    rows: NDArray[np.int64]
    vector: NDArray[np.float32] | None = None


def find(query: Query, *, opened: Opened, encoder: Encoder | None, stages: Stages) -> Found:
    """Ask the lanes that `query` names; without an `encoder` only words are looked at."""
    allowed = _allowed(query, opened)
    if query.tree is None:
        return _browsed(query, opened, allowed)
    lanes: dict[str, Ranking] = {}
    matching = np.zeros(0, dtype=np.int64)
    vector = _vector(query, encoder, stages)
    if vector is None or query.mode is not Mode.SEMANTIC:
        with stages.timed("keyword"):
            matching, lanes[KEYWORD] = _by_words(query.tree, opened, allowed)
    if vector is not None:
        with stages.timed("vectors"):
            lanes[SEMANTIC] = _by_meaning(query.tree, opened, allowed, vector=vector)
    with stages.timed("fuse"):
        fused = _mixed(lanes, opened.columns.id_rank)
        rows = np.union1d(matching, fused.rows)
    return Found(lanes=lanes, fused=fused, rows=rows, vector=vector)


def _allowed(query: Query, opened: Opened) -> Mask:
    allowed = opened.live
    for one in query.filters:
        allowed = allowed & opened.columns.rows_having(one.column, one.values)
    return allowed


def _browsed(query: Query, opened: Opened, allowed: Mask) -> Found:
    """Filters without words list what they allow; nothing at all finds nothing."""
    rows = np.flatnonzero(allowed) if query.filters else np.zeros(0, dtype=np.int64)
    fused = ranked(rows, np.zeros(len(rows)), tie_rank=opened.columns.id_rank)
    return Found(lanes={}, fused=fused, rows=rows)


def _vector(query: Query, encoder: Encoder | None, stages: Stages) -> NDArray[np.float32] | None:
    """The query as a vector, or None where words alone answer it."""
    is_exact = query.mode is Mode.HYBRID and query.is_one_phrase
    if encoder is None or query.mode is Mode.KEYWORD or is_exact or not query.meaning.strip():
        return None
    with stages.timed("encode"):
        return encoder.encode_query(query.meaning)


def _by_words(tree: Node, opened: Opened, allowed: Mask) -> tuple[NDArray[np.int64], Ranking]:
    found = opened.words.evaluate(tree)
    kept = allowed[found.rows]
    rows, scores = found.rows[kept], found.scores[kept]
    return rows, ranked(rows, scores, tie_rank=opened.columns.id_rank, limit=CANDIDATES)


def _by_meaning(
    tree: Node, opened: Opened, allowed: Mask, *, vector: NDArray[np.float32]
) -> Ranking:
    assert opened.vectors is not None  # A query has a vector only where the passages have.
    constraint = opened.words.constraint(tree)
    if constraint is not None:
        allowed = allowed & constraint
    scores = opened.vectors.scores(vector)
    rows = np.flatnonzero(allowed & (scores > -np.inf))
    near = scores[rows].astype(np.float64)
    return ranked(rows, near, tie_rank=opened.columns.id_rank, limit=CANDIDATES)


def _mixed(lanes: dict[str, Ranking], tie_rank: NDArray[np.int64]) -> Ranking:
    if len(lanes) == 1:
        return next(iter(lanes.values()))
    both = [lanes[KEYWORD], lanes[SEMANTIC]]
    return convex(both, [KEYWORD_WEIGHT, 1 - KEYWORD_WEIGHT], tie_rank=tie_rank)
