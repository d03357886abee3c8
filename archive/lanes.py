"""The lanes of one query: what is found by words, what by meaning, and both."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.encoder import Encoder
from archive.fusion import CANDIDATES, Ranking, mixed, ranked
from archive.keyword.gathered import Gathered
from archive.keyword.matches import Matches, within
from archive.mixing import candidates_of, gathered_of, mix_of, nearer, with_gathered
from archive.nearness import deviations
from archive.nodes import Filter, Mode, Node, Query
from archive.opened import Opened
from archive.stages import Stages
from archive.vectors import windows

KEYWORD = "keyword"
SEMANTIC = "semantic"
# A passage without a word of the query belongs to the answer if it is nearer to it than so many
# standard deviations above the mean: of 705 relevant passages that only the semantic lane found in
# its first 50, one was below on the development collections of more than a hundred passages.
NEAR_DEVIATIONS = 1.0
# Pieces of a pasted text that are embedded, about 1,000 words.
MOST_PIECES = 8

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The lanes' rankings by name, their mix, and every row that belongs to the answer.

    `rows` (n,) int64 ascending holds also those too far down to be ranked; `unfiltered` those that
    would belong to it without the query's filters, None where nothing is found. `vectors` (pieces,
    dimension) float32 are the query's, None if no lane looked at meaning; `weight` is the share of
    words in the mix, None if nothing was mixed. `gathered` are the words that the first passages
    added to the mix.
    """

    lanes: dict[str, Ranking]
    fused: Ranking
    rows: NDArray[np.int64]
    unfiltered: NDArray[np.int64] | None = None
    vectors: NDArray[np.float32] | None = None
    weight: float | None = None
    gathered: tuple[Gathered, ...] = ()

    def whole(self, tie_rank: NDArray[np.int64]) -> Ranking:
        """Every row of the answer: behind the ranked ones the rest, by `tie_rank`, scored 0."""
        rest = np.setdiff1d(self.rows, self.fused.rows, assume_unique=True)
        if not len(rest):
            return self.fused
        rows = np.concatenate([self.fused.rows, rest[np.argsort(tie_rank[rest])]])
        lowest = min(0.0, float(self.fused.scores[-1]))
        return Ranking(rows, np.concatenate([self.fused.scores, np.full(len(rest), lowest)]))


def find(query: Query, *, opened: Opened, encoder: Encoder | None, stages: Stages) -> Found:
    """Ask the lanes that `query` names; without an `encoder` only words are looked at."""
    searched, chosen = _searched(query, opened), chosen_by(query.filters, opened)
    if query.tree is None:
        return _browsed(query, opened, searched, chosen)
    vectors = _vectors(query, encoder, stages)
    if vectors is None:
        with stages.timed("keyword"):
            matching, words = _by_words(query.tree, opened, searched, chosen)
        rows, unfiltered = matching.rows[chosen[matching.rows]], matching.rows
        lanes = {KEYWORD: words} if query.has_words else {}
        return Found(lanes=lanes, fused=words, rows=rows, unfiltered=unfiltered)
    is_mixed = query.mode is Mode.HYBRID
    with stages.timed("vectors"):
        nearness = _nearness(opened, vectors)
        lowest = NEAR_DEVIATIONS if is_mixed else -np.inf
        near = _near(query.tree, opened, searched, nearness=nearness, lowest=lowest)
        meaning = _by_nearness(near[chosen[near]], nearness, opened)
    if not is_mixed:
        rows = near[chosen[near]]
        lanes = {SEMANTIC: meaning}
        return Found(lanes=lanes, fused=meaning, rows=rows, unfiltered=near, vectors=vectors)
    with stages.timed("keyword"):
        matching, words = _by_words(query.tree, opened, searched, chosen)
    with stages.timed("fuse"):
        rows = _either(words.rows, meaning.rows, opened)
        candidates = candidates_of(query, rows, opened=opened, nearness=nearness)
        mix, tie_rank = mix_of(query, opened, known=matching.known_share), opened.columns.id_rank
        fused = mixed(words, candidates, mix=mix, tie_rank=tie_rank)
        gains: tuple[Gathered, ...] = ()
        if len(vectors) == 1:
            gains = gathered_of(query, fused, words, mix=mix, opened=opened)
            more = with_gathered(words, gains, rows, asked=matching.asked, opened=opened)
            candidates = nearer(candidates, fused.rows, opened=opened, vector=vectors[0])
            fused = mixed(more, candidates, mix=mix, tie_rank=tie_rank)
        unfiltered = _either(matching.rows, near, opened)
    return Found(
        lanes={KEYWORD: words, SEMANTIC: meaning},
        fused=fused,
        rows=unfiltered[chosen[unfiltered]],
        unfiltered=unfiltered,
        vectors=vectors,
        weight=mix.weight,
        gathered=gains,
    )


def chosen_by(filters: Iterable[Filter], opened: Opened) -> Mask:
    """Which rows have what each of `filters` asks for: (rows,) bool."""
    chosen = np.ones(len(opened.live), dtype=bool)
    for one in filters:
        chosen &= opened.columns.rows_having(one.column, one.values)
    return chosen


def _searched(query: Query, opened: Opened) -> Mask:
    """Which rows are looked at, whatever the filters."""
    return opened.live & ~_of_same_document(query.like, opened) if query.like else opened.live


def _of_same_document(passage_id: str, opened: Opened) -> Mask:
    columns = opened.columns
    row = columns.row_of_passage(passage_id)
    if row is not None:
        same: Mask = columns.document_of_row == columns.document_of_row[row]
        return same
    earlier = np.zeros(len(opened.live), dtype=bool)
    for version in opened.earlier.of_passage(passage_id):
        earlier[columns.rows_of_document(version.doc_id)] = True
    return earlier


def _browsed(query: Query, opened: Opened, searched: Mask, chosen: Mask) -> Found:
    """Filters without words list what they allow; nothing at all finds nothing."""
    unfiltered = np.flatnonzero(searched) if query.filters else np.zeros(0, dtype=np.int64)
    rows = unfiltered[chosen[unfiltered]]
    fused = ranked(rows, np.zeros(len(rows)), tie_rank=opened.columns.id_rank)
    return Found(lanes={}, fused=fused, rows=rows, unfiltered=unfiltered)


def _vectors(query: Query, encoder: Encoder | None, stages: Stages) -> NDArray[np.float32] | None:
    """The query as vectors, one for each piece of a long text, or None if words alone answer."""
    if encoder is None or query.by_words_alone:
        return None
    with stages.timed("encode"):
        pieces = windows(query.meaning)[:MOST_PIECES]
        return np.stack([encoder.encode_query(piece) for piece in pieces])


def _by_words(tree: Node, opened: Opened, searched: Mask, chosen: Mask) -> tuple[Matches, Ranking]:
    """What has the words, whatever the filters, and the best of it that they leave, ranked."""
    found = within(opened.words.evaluate(tree), searched)
    kept, tie_rank = within(found, chosen), opened.columns.id_rank
    return found, ranked(kept.rows, kept.scores, tie_rank=tie_rank, limit=CANDIDATES)


def _nearness(opened: Opened, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """(rows,) float64: how near each live row is to the nearest piece; -inf without a vector.

    What all passages have in common is left out in part.
    """
    assert opened.vectors is not None  # A query has a vector only where the passages have.
    cosines = np.maximum.reduce(
        [opened.vectors.scores(vector, less=opened.common) for vector in vectors]
    )
    rows, in_group = opened.peers.rows, opened.peers.in_group
    nearness = np.full(len(cosines), -np.inf)
    nearness[rows] = deviations(cosines[rows].astype(np.float64), in_group)
    return nearness


def _near(
    tree: Node, opened: Opened, searched: Mask, *, nearness: NDArray[np.float64], lowest: float
) -> NDArray[np.int64]:
    """The rows at least as near as `lowest`, ascending, whatever the filters."""
    constraint = opened.words.constraint(tree)
    if constraint is not None:
        searched = searched & constraint
    return np.flatnonzero(searched & (nearness >= lowest) & (nearness > -np.inf))


def _by_nearness(rows: NDArray[np.int64], nearness: NDArray[np.float64], opened: Opened) -> Ranking:
    """The nearest of `rows`, ranked."""
    return ranked(rows, nearness[rows], tie_rank=opened.columns.id_rank, limit=CANDIDATES)


def _either(
    some: NDArray[np.int64], others: NDArray[np.int64], opened: Opened
) -> NDArray[np.int64]:
    """The rows of both, ascending; faster than sorting them where they are many."""
    is_in = np.zeros(len(opened.live), dtype=bool)
    is_in[some] = is_in[others] = True
    return np.flatnonzero(is_in)
