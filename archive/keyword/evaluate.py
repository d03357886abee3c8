"""The evaluator: a query tree over the postings gives the rows that match, with BM25 scores."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from archive.keyword import matches, phrases, terms
from archive.keyword.analysis import tokens
from archive.keyword.index import BM25_K1, KeywordIndex, Occurrences
from archive.keyword.matches import NOTHING, Matches
from archive.keyword.stopwords import content_words, meant
from archive.nodes import (
    DateRange,
    Either,
    Field,
    Fuzzy,
    Group,
    Match,
    Node,
    Phrase,
    Prefix,
    SameSentence,
    Word,
    is_condition,
)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class KeywordLane:
    """Evaluates query trees over `index`; `metadata` gives the rows of a metadata condition."""

    index: KeywordIndex
    metadata: Callable[[Match | DateRange], Mask]

    def evaluate(self, node: Node) -> Matches:
        """The live rows that match `node`, with their scores."""
        match node:
            case Word() | Phrase() | Prefix() | Fuzzy():
                return self._words(node)
            case SameSentence():
                return self._same_sentence(node)
            case Match() | DateRange():
                return matches.of_mask(self.metadata(node) & self.index.live)
            case Either():
                return self._either(node)
            case Group():
                return self._group(node)

    def constraint(self, node: Node) -> Mask | None:
        """The rows that what was asked for exactly allows, or None where nothing was.

        Plain words are a wish; quotes, operators, fields and metadata are conditions, which hold
        for passages that were found by meaning too.
        """
        match node:
            case Word(field=Field.ANY) | Either():
                return None
            case Group(must=(), must_not=()):
                parts = [self.constraint(part) for part in node.should]
                hard = [part for part in parts if part is not None]
                return np.logical_or.reduce(hard) if hard and len(hard) == len(parts) else None
            case Group():
                return self._mask(Group(must=node.must, must_not=node.must_not))
            case _:
                return self._mask(node)

    @property
    def _size(self) -> int:
        return len(self.index.live)

    def _mask(self, node: Node) -> Mask:
        mask = np.zeros(self._size, dtype=bool)
        mask[self.evaluate(node).rows] = True
        return mask

    def _scored(self, found: Occurrences, field: Field, *, idf: float | None = None) -> Matches:
        """BM25 (Robertson and Zaragoza 2009, eq. 3.15) with Lucene's idf unless one is given."""
        if idf is None:
            idf = self.index.idf(len(found.rows))
        norms = self.index.norms[field][found.rows]
        scores = idf * (found.counts * (BM25_K1 + 1) / (found.counts + norms))
        return Matches(found.rows, scores, idf, idf if len(found.rows) else 0.0)

    def _words(self, node: Word | Phrase | Prefix | Fuzzy) -> Matches:
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, Prefix | Fuzzy):
            found = self.index.occurrences(terms.expanded(node, self.index))
            return self._scored(found, node.field)
        parts = terms.parts_of(node)
        if len(parts) != 1:
            return self._group(Group(must=parts)) if parts else NOTHING
        return self._term(parts[0]) if isinstance(parts[0], Word) else self._phrase(parts[0])

    def _term(self, word: Word) -> Matches:
        found = self.index.occurrences(terms.stems(word, self.index))
        return self._scored(found, word.field)

    def _phrase(self, node: Phrase) -> Matches:
        words = terms.phrase_words(node)
        if not words:
            return NOTHING
        idf = sum(self.index.idf(self._frequency(word.term, node.field)) for word in words)
        return self._scored(self._occurrences(node), node.field, idf=idf)

    def _occurrences(self, node: Phrase) -> Occurrences:
        words, rows, counts = terms.phrase_words(node), [], []
        for field, weight in terms.exact_fields(node.field):
            places = [terms.places(word, field, self.index) for word in words]
            found = phrases.near(places, node.slop) if node.slop else phrases.exact(places)
            field_rows, field_counts = phrases.counted(found)
            rows.append(field_rows)
            counts.append(field_counts * weight)
        return _added(rows, counts)

    def _frequency(self, term: str, field: Field) -> int:
        return len(self.index.occurrences(terms.exact_keys(term, field)).rows)

    def _either(self, node: Either) -> Matches:
        found = [self._named(part) for part in node.parts if tokens(part.text)]
        if not found:
            return NOTHING
        together = _added([one.rows for one in found], [one.counts for one in found])
        scored = self._scored(together, Field.ANY)
        # Added names are no part of what was asked for, yet known where what was asked is not.
        return Matches(scored.rows, scored.scores * node.weight, 0.0, scored.known)

    def _named(self, name: Phrase | Word) -> Occurrences:
        if isinstance(name, Phrase):
            return self._occurrences(name)
        return self.index.occurrences(terms.stems(name, self.index))

    def _same_sentence(self, node: SameSentence) -> Matches:
        parts = [self.evaluate(part) for part in node.parts]
        sentences = [terms.sentences(part, self.index) for part in node.parts]
        common = sentences[0]
        for other in sentences[1:]:
            common = np.intersect1d(common, other, assume_unique=True)
        mask = np.zeros(self._size, dtype=bool)
        mask[common >> phrases.POSITION_BITS] = True
        return matches.within(matches.summed(parts, self._size), mask)

    def _group(self, node: Group) -> Matches:
        should = [self._times(part, count) for part, count in _wishes(node.should)]
        must = [self.evaluate(part) for part in node.must if not _is_blank(part)]
        if should and all(is_condition(part) for part in node.must):
            # A condition on metadata narrows the words beside it, it does not stand for them.
            found = matches.summed(should, self._size)
        elif must or should:
            found = matches.summed([*must, *should], self._size)
        elif node.must_not:
            found = matches.of_mask(self.index.live)
        else:
            return NOTHING
        if must:
            found = matches.within(found, matches.common(must, self._size))
        for part in node.must_not:
            found = matches.within(found, ~self._mask(part))
        return found

    def _times(self, node: Node, count: int) -> Matches:
        found = self._term(node) if isinstance(node, Word) else self.evaluate(node)
        return matches.scaled(found, count) if count > 1 else found


def _wishes(should: Sequence[Node]) -> list[tuple[Node, int]]:
    """Each different part once with how often it was asked for, grammar words left out."""
    parts = [part for node in should for part in _loosened(node)]
    texts = iter(meant([part.text for part in parts if isinstance(part, Word)]))
    parts = [replace(part, text=next(texts)) if isinstance(part, Word) else part for part in parts]
    words = [part for part in parts if isinstance(part, Word)]
    kept = dict(zip(words, content_words([word.text for word in words]), strict=True))
    counts = Counter(part for part in parts if kept.get(part, True))  # type: ignore[arg-type]
    return list(counts.items())


def _loosened(node: Node) -> Sequence[Node]:
    """A word as its parts; of an identifier both the whole and each part is a wish."""
    if not isinstance(node, Word):
        return [node]
    whole = terms.parts_of(node)
    singles = [Word(text=token.term, field=node.field) for token in tokens(node.text)]
    if len(singles) > 1 and isinstance(whole[0], Phrase):
        return [*whole, *singles]
    return whole


def _is_blank(node: Node) -> bool:
    return isinstance(node, (Word, Phrase)) and not tokens(node.text)


def _added(rows: list[NDArray[np.int64]], counts: list[NDArray[np.float64]]) -> Occurrences:
    unique, places = np.unique(np.concatenate(rows), return_inverse=True)
    totals = np.bincount(places, weights=np.concatenate(counts))
    return Occurrences(unique, totals.astype(np.float64))
