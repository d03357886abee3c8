"""The report that nothing was found: what was asked, of what, and what came nearest."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from archive.encoder import Encoder
from archive.fusion import CANDIDATES, Ranking, ranked
from archive.grouping import grouped
from archive.hits import document_hits, numbered
from archive.keyword import highlight
from archive.keyword.stopwords import language_of
from archive.lanes import KEYWORD, SEMANTIC, Found, find
from archive.model import Document
from archive.nodes import Mode, Query, required
from archive.opened import Opened
from archive.query import explain
from archive.results import DocumentHit, NothingFound
from archive.stages import Stages

MOST_NEAREST = 3
# By the name of a model, the cosine below which a passage without a word of the query is no
# answer to it. No development query has its nearest passage below (the lowest without a word in
# common: 0.445 and 0.840), of ten queries on other matters without a word in the archive six
# do with either. Another model has no such bound.
# It is lower for a question in a language that no document has: between two languages cosines are
# smaller. Of 1,190 English questions to texts in four other languages 51 would be told that nothing
# was found, 36 of them wrongly; with this 4, 2 of them wrongly.
FOREIGN = 0.04
FAR: Mapping[str, float] = MappingProxyType({"minilm": 0.3, "e5": 0.81})

NOTHING = Found(
    lanes={},
    fused=Ranking(np.zeros(0, dtype=np.int64), np.zeros(0)),
    rows=np.zeros(0, dtype=np.int64),
)


def is_far(found: Found, query: Query, *, opened: Opened, encoder: Encoder | None) -> bool:
    """Whether no passage has a word of the query, and none is near to it in meaning either."""
    bound = FAR.get(encoder.identity.name) if encoder is not None else None
    has_words = len(found.lanes.get(KEYWORD, NOTHING.fused)) > 0
    if bound is None or has_words or found.vectors is None or query.mode is not Mode.HYBRID:
        return False
    if _is_foreign(query, opened):
        bound -= FOREIGN
    if (_cosines(opened, found.vectors)[found.rows] >= bound).any():
        return False
    if not query.filters:
        return True
    # A filter narrows an answer and does not decide whether there is one: the facets count it.
    anywhere = replace(query, filters=())
    unfiltered = find(anywhere, opened=opened, encoder=encoder, stages=Stages())
    return is_far(unfiltered, anywhere, opened=opened, encoder=encoder)


def _is_foreign(query: Query, opened: Opened) -> bool:
    """Whether the query's grammar words are of a language that no document has."""
    language = language_of(query.text)
    return bool(language) and language not in opened.columns.codes["language"].values


def nothing_found(query: Query, *, opened: Opened, encoder: Encoder | None) -> NothingFound:
    """The report for `query`, whose filters and conditions the nearest passages need not meet."""
    return NothingFound(
        read_as=explain(query),
        unmet=_unmet(query, opened),
        nearest=_nearest(query, opened, encoder),
        newest=_newest(opened),
        built_at=opened.generation.manifest.built_at,
        documents=opened.generation.manifest.documents,
        passages=opened.generation.manifest.passages,
    )


def _unmet(query: Query, opened: Opened) -> tuple[str, ...]:
    """The conditions and then the filters that no document meets, in words."""
    bare = replace(query, tree=None, filters=(), like="")
    conditions = required(query.tree) if query.tree else ()
    alone = [(replace(bare, tree=one), opened.words.metadata(one)) for one in conditions]
    alone += [
        (replace(bare, filters=(one,)), opened.columns.rows_having(one.column, one.values))
        for one in query.filters
    ]
    said = (explain(one) for one, rows in alone if not (rows & opened.live).any())
    return tuple(dict.fromkeys(said))


def _nearest(query: Query, opened: Opened, encoder: Encoder | None) -> tuple[DocumentHit, ...]:
    """The first documents by meaning alone, each by its best passage.

    None where there is no model or nothing to embed.
    """
    if encoder is None or opened.vectors is None or not query.meaning.strip():
        return ()
    vectors = encoder.encode_query(query.meaning)[np.newaxis]
    ranking = _by_meaning(opened, vectors)
    found = Found(lanes={SEMANTIC: ranking}, fused=ranking, rows=ranking.rows, vectors=vectors)
    groups = grouped(ranking, opened.columns.document_of_row).part(0, MOST_NEAREST)
    hits = document_hits(
        [replace(one, rows=one.rows[:1], scores=one.scores[:1]) for one in groups],
        found=found,
        opened=opened,
        encoder=encoder,
        highlighter=highlight.of_query(None, opened.words.index),
    )
    return numbered(hits, first=1)


def _by_meaning(opened: Opened, vectors: NDArray[np.float32]) -> Ranking:
    cosines = _cosines(opened, vectors)
    rows = np.flatnonzero(opened.live & (cosines > -np.inf))
    near = cosines[rows].astype(np.float64)
    return ranked(rows, near, tie_rank=opened.columns.id_rank, limit=CANDIDATES)


def _cosines(opened: Opened, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """How near each row is to the nearest piece of the query: (rows,) float32."""
    assert opened.vectors is not None  # A query has vectors only where the passages have.
    cosines: NDArray[np.float32] = np.maximum.reduce([opened.vectors.scores(v) for v in vectors])
    return cosines


def _newest(opened: Opened) -> Document | None:
    """The document of the latest day, of equal ones the last by its id; None if none is dated."""
    columns = opened.columns
    dated = np.flatnonzero(columns.first_day <= columns.last_day)
    if not len(dated):
        return None
    number = int(max(dated, key=lambda one: (columns.first_day[one], one)))
    row = columns.rows_of_document(columns.doc_ids[number])[0]
    return opened.row(int(row)).document
