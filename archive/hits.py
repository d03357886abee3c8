"""The hits of one page: documents with their best passages and the evidence for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.encoder import Encoder
from archive.evidence import Span, sentence_span, snippet
from archive.fusion import Ranking
from archive.grouping import Grouped
from archive.keyword.analysis import sentence_starts
from archive.keyword.highlight import Highlighter
from archive.lanes import Found
from archive.model import Document
from archive.opened import Opened
from archive.results import DocumentHit, LaneRank, PassageHit
from archive.rows import Row

PASSAGES_SHOWN = 3
# Sentences embedded for one page at most, and their characters, a quarter of a millisecond each on
# a quiet machine; past them the nearest sentence of a passage is left unmarked.
MOST_SENTENCES = 32
MOST_CHARACTERS = 2_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows why a row was found: `spans` to mark, whether by meaning alone."""

    row: Row
    spans: Sequence[Span]
    sentences: Sequence[int]
    by_meaning: bool


def document_hits(
    groups: Sequence[Grouped],
    *,
    found: Found,
    opened: Opened,
    encoder: Encoder | None,
    highlighter: Highlighter,
) -> list[tuple[Document, tuple[PassageHit, ...]]]:
    """The document of each group with its first PASSAGES_SHOWN passages as hits."""
    shown = [number for group in groups for number in group.rows[:PASSAGES_SHOWN]]
    evidence = {number: _by_words(opened.row(number), highlighter, found) for number in shown}
    evidence.update(_by_meaning(evidence, found, encoder))
    places = {name: _places(lane, shown) for name, lane in found.lanes.items()}
    return [
        (
            evidence[group.rows[0]].row.document,
            tuple(
                _passage_hit(evidence[number], score, _lane_ranks(number, places))
                for number, score in zip(
                    group.rows[:PASSAGES_SHOWN], group.scores[:PASSAGES_SHOWN], strict=True
                )
            ),
        )
        for group in groups
    ]


def numbered(
    hits: Sequence[tuple[Document, tuple[PassageHit, ...]]], *, first: int
) -> tuple[DocumentHit, ...]:
    """The hits as documents, the first with rank `first`."""
    return tuple(
        DocumentHit(rank=rank, document=document, passages=passages)
        for rank, (document, passages) in enumerate(hits, start=first)
    )


def _by_words(row: Row, highlighter: Highlighter, found: Found) -> Evidence:
    spans = highlighter.spans(row.passage.text, row.passage.language)
    return Evidence(
        row=row,
        spans=spans,
        sentences=sentence_starts(row.passage.text),
        by_meaning=not spans and found.vectors is not None,
    )


def _by_meaning(
    evidence: Mapping[int, Evidence], found: Found, encoder: Encoder | None
) -> dict[int, Evidence]:
    """Mark the sentence nearest in meaning in each passage that has no word of the query."""
    if found.vectors is None or encoder is None:
        return {}
    pieces: list[tuple[int, Span]] = []
    characters = 0
    for number, one in evidence.items():
        text, count = one.row.passage.text, len(one.sentences)
        is_within = characters + len(text) <= MOST_CHARACTERS
        if one.by_meaning and is_within and 1 < count <= MOST_SENTENCES - len(pieces):
            characters += len(text)
            pieces += [(number, sentence_span(text, one.sentences, n)) for n in range(count)]
    if not pieces:
        return {}
    texts = [evidence[number].row.passage.text[a:b] for number, (a, b) in pieces]
    # One by one: in a batch the shortest costs as much as the longest, and few are alike.
    vectors = np.concatenate([encoder.encode_passages([text]) for text in texts])
    near = (vectors @ found.vectors.T).max(axis=1)
    best: dict[int, Span] = {}
    # The nearest first, and of equally near ones the first in the text.
    for place in np.argsort(-near, kind="stable"):
        number, span = pieces[place]
        best.setdefault(number, span)
    return {
        number: Evidence(
            row=evidence[number].row,
            spans=[span],
            sentences=evidence[number].sentences,
            by_meaning=True,
        )
        for number, span in best.items()
    }


def _places(lane: Ranking, shown: Sequence[int]) -> dict[int, tuple[int, float]]:
    """The rank from 1 and the score in `lane` of the rows that are shown."""
    places = np.flatnonzero(np.isin(lane.rows, shown))
    ranks = zip(lane.rows[places].tolist(), places.tolist(), strict=True)
    return {row: (place + 1, float(lane.scores[place])) for row, place in ranks}


def _lane_ranks(
    number: int, places: Mapping[str, Mapping[int, tuple[int, float]]]
) -> tuple[LaneRank, ...]:
    return tuple(
        LaneRank(lane=name, rank=lane[number][0], score=lane[number][1])
        for name, lane in places.items()
        if number in lane
    )


def _passage_hit(evidence: Evidence, score: float, lanes: tuple[LaneRank, ...]) -> PassageHit:
    passage = evidence.row.passage
    return PassageHit(
        passage=passage,
        score=score,
        snippet=snippet(passage.text, evidence.spans, evidence.sentences),
        lanes=lanes,
        by_meaning=evidence.by_meaning,
    )
