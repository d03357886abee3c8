"""A paragraph beside what was said before: the nearest passages, and how near they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.drafts.report import Pair, Relation
from archive.drafts.turns import Turns, window
from archive.keyword.analysis import sentence_starts, tokens
from archive.keyword.stopwords import content_words
from archive.model import Passage, PassageKind, TextOrigin
from archive.nodes import Query
from archive.opened import Opened
from archive.query.reading import pasted
from archive.quotes.differences import SHARE_ALIKE, STOPS, Nearest, nearest
from archive.quotes.reading import Reading
from archive.rows import Row
from archive.search import Searcher
from archive.vectors import windows
from archive.wording import Wording, wording

# Reused: so much of the paragraph stands in the passage in the same order, or so many words of it
# in a row, which is a sentence: 23 of 746 passages have as many in common with another document.
SHARE_REUSED = 0.8
WORDS_IN_A_ROW = 15
# Reworded: by the name of a model, the least cosine, chosen on half of the paragraphs in
# tests/golden/draft_pairs.toml. Of the 24 rewordings all are at or above, of the 32 paragraphs that
# say something else one is. Another model has no bound, and words alone decide.
NEAR = {"e5": 0.84}
# Texts alike in meaning alone are compared in what they ask where so many of their content words
# are the same (harmonic mean): below, a "not" or a "may" of one says nothing of the other.
SHARED_COMPARED = 0.25
DOCUMENTS_LOOKED_AT, PAIRS_SHOWN = 6, 3
_SILENT = (PassageKind.HEADING, PassageKind.CAPTION, PassageKind.NOTE, PassageKind.BOILERPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What a paragraph is compared with: `searcher` finds, `turns` tells what differs."""

    searcher: Searcher
    turns: Turns

    def pairs(self, draft: Row, cosines: NDArray[np.float32] | None) -> tuple[Pair, ...]:
        """The nearest earlier positions, one a document: the best first.

        By the share of the same words where they are alike, then by nearness, then by id. Beside
        words that were used before those of like meaning are left out, and where all are too far
        all but the nearest.
        """
        text = draft.passage.text
        tree, meaning = pasted(text)
        query = Query(text="", tree=tree, meaning=meaning, limit=DOCUMENTS_LOOKED_AT)
        hits = self.searcher.search(query).hits
        reading = Reading(parts=(wording(text),))
        found = [
            self._pair(draft, reading, hit.passage, cosines)
            for document in hits
            for hit in document.passages
            if hit.passage.kind not in _SILENT
        ]
        ordered = sorted(found, key=_place)
        best = [pair for pair in ordered if pair.relation is ordered[0].relation]
        shown = 1 if best and best[0].relation is Relation.NEW else PAIRS_SHOWN
        return tuple(_one_a_document(best)[:shown])

    def cosines(self, text: str) -> NDArray[np.float32] | None:
        """How near each row is to `text`: (rows,) float32; None without a model or its bound."""
        opened, encoder = self.searcher.opened, self.searcher.encoder
        if encoder is None or opened.vectors is None or encoder.identity.name not in NEAR:
            return None
        pieces = [opened.vectors.scores(encoder.encode_query(one)) for one in windows(text)]
        cosines: NDArray[np.float32] = np.maximum.reduce(pieces)
        return cosines

    def _pair(
        self, draft: Row, reading: Reading, passage: Passage, cosines: NDArray[np.float32] | None
    ) -> Pair:
        opened = self.searcher.opened
        number, row = _row_of(passage.passage_id, opened)
        source = wording(passage.text)
        laid = nearest(reading, source, least=0.0)
        cosine = float(cosines[number]) if cosines is not None else None
        pair = Pair(
            relation=self._relation(laid, cosine),
            document=row.document,
            passage=row.passage,
            is_digest=row.origin is TextOrigin.DIGEST,
            words="",
            share=laid.share if laid else 0.0,
            nearness=cosine,
            themes=tuple(one.theme_id for one in opened.annotations.of(number).themes),
        )
        if laid and _is_alike(laid):
            words = _with_stop(source, laid)
            differences = self.turns.aligned(draft, window(row, words), laid.changes)
            return replace(pair, words=words, changes=laid.changes, differences=differences)
        words, shared = nearest_sentences(draft.passage.text, passage.text)
        is_compared = pair.relation is not Relation.NEW and shared >= SHARED_COMPARED
        differences = self.turns.reworded(draft, window(row, words)) if is_compared else ()
        return replace(pair, words=words, differences=differences)

    def _relation(self, laid: Nearest | None, cosine: float | None) -> Relation:
        if laid and (laid.share >= SHARE_REUSED or laid.longest >= WORDS_IN_A_ROW):
            return Relation.REUSED
        encoder = self.searcher.encoder
        bound = NEAR.get(encoder.identity.name, 2.0) if encoder else 2.0
        is_near = cosine is not None and cosine >= bound
        return Relation.REWORDED if is_near or (laid and _is_alike(laid)) else Relation.NEW


def _row_of(passage_id: str, opened: Opened) -> tuple[int, Row]:
    """The number and the row of a passage that was found."""
    number = opened.columns.row_of_passage(passage_id)
    assert number is not None  # The search gave its id.
    return number, opened.row(number)


def _with_stop(source: Wording, laid: Nearest) -> str:
    """The words that were laid beside the draft, with the stop behind them: "U.S." ends in one."""
    end = source.ends[laid.behind - 1]
    stop = source.text[end : end + 1]
    return source.text[source.starts[laid.first] : end] + (stop if stop in STOPS else "")


def _is_alike(laid: Nearest) -> bool:
    return laid.share >= SHARE_ALIKE or laid.longest >= WORDS_IN_A_ROW


def _place(pair: Pair) -> tuple[int, float, float, str]:
    share = pair.share if pair.changes else 0.0
    relation = list(Relation).index(pair.relation)
    return relation, -share, -(pair.nearness or 0.0), pair.passage.passage_id


def _one_a_document(pairs: Sequence[Pair]) -> list[Pair]:
    best: dict[str, Pair] = {}
    for pair in pairs:
        best.setdefault(pair.document.doc_id, pair)
    return list(best.values())


def nearest_sentences(draft: str, source: str) -> tuple[str, float]:
    """The sentences in a row of `source` that share most content words with the draft.

    By the harmonic mean of both shares, 0 to 1, which comes with them; of equal ones the first.
    The whole text where no word is shared, as between two languages.
    """
    wanted = _content(draft)
    begins = [*sentence_starts(source), len(source)]
    sentences = [_content(source[a:b]) for a, b in pairwise(begins)]
    best, span = 0.0, (0, len(source))
    for first in range(len(sentences)):
        words: set[str] = set()
        for last in range(first, len(sentences)):
            words |= sentences[last]
            shared = 2 * len(words & wanted) / (len(words) + len(wanted) or 1)
            if shared > best:
                best, span = shared, (begins[first], begins[last + 1])
    return source[span[0] : span[1]].strip(), best


def _content(text: str) -> set[str]:
    words = [token.term for token in tokens(text)]
    return {word for word, keep in zip(words, content_words(words), strict=True) if keep}
