"""Brute force: what the keyword lane must find, worked out row by row without any index."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.keyword.analysis import Token, index_terms, sentence_starts, stem, tokens
from archive.keyword.index import BM25_B, BM25_K1
from archive.keyword.schema import THEME_WEIGHT, TITLE_WEIGHT
from archive.keyword.stopwords import content_words, is_homograph, meant
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
from archive.rows import Row

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Text:
    """One live row as the oracle reads it."""

    number: int
    row: Row
    body: list[Token]
    title: list[Token]
    words: Counter[str]
    title_words: Counter[str]


class Oracle:
    """Scores every live row for a tree, from the definitions alone."""

    def __init__(self, rows: Sequence[Row], live: Sequence[bool]) -> None:
        self.texts = [
            _text(number, row)
            for number, (row, is_live) in enumerate(zip(rows, live, strict=True))
            if is_live
        ]
        self.has_acronyms = {
            field: any(
                is_homograph(row_text[token.start : token.end])
                for row in rows
                for row_text in _texts(row, field)
                for token in tokens(row_text)
            )
            for field in Field
        }
        self.languages = sorted({row.passage.language for row in rows})
        lengths = {
            Field.ANY: [text.words.total() for text in self.texts],
            Field.TITLE: [text.title_words.total() for text in self.texts],
        }
        self.mean = {field: sum(found) / len(found) for field, found in lengths.items()}
        numbers = [text.number for text in self.texts]
        self.lengths = {
            field: dict(zip(numbers, found, strict=True)) for field, found in lengths.items()
        }

    def evaluate(self, node: Node) -> Scores:
        """Row number → score, for each row that matches."""
        match node:
            case Word() | Phrase():
                return self._word(node) if isinstance(node, Word) else self._phrase(node)
            case Prefix() | Fuzzy():
                return self._expanded(node)
            case SameSentence():
                return self._same_sentence(node)
            case Match() | DateRange():
                return {text.number: 0.0 for text in self.texts if _holds(node, text.row)}
            case Either():
                return self._either(node)
            case Group():
                return self._group(node)

    def _bm25(self, counts: dict[int, float], field: Field, idf: float | None = None) -> Scores:
        found = {number: count for number, count in counts.items() if count}
        weight = self._idf(len(found)) if idf is None else idf
        scores = {}
        for number, count in found.items():
            relative = self.lengths[field][number] / self.mean[field]
            norm = BM25_K1 * (1 - BM25_B + BM25_B * relative)
            scores[number] = weight * (count * (BM25_K1 + 1) / (count + norm))
        return scores

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (len(self.texts) - frequency + 0.5) / (frequency + 0.5))

    def _word(self, node: Word) -> Scores:
        found = tokens(node.text)
        if len(found) > 1:
            if any(sign.isdigit() or sign == "/" for sign in node.text):
                return self._phrase(Phrase(text=node.text, field=node.field))
            parts = [Word(text=node.text[t.start : t.end], field=node.field) for t in found]
            return self._group(Group(must=tuple(parts)))
        if not found:
            return {}
        return self._single(found[0], node.field, node.text[found[0].start : found[0].end])

    def _acronyms(self, term: str, field: Field) -> dict[int, float]:
        return {
            text.number: float(
                sum(
                    weight
                    for part, weight in _parts(text, field)
                    for token in part
                    if token.is_acronym and token.term == term
                )
            )
            for text in self.texts
        }

    def _single(self, token: Token, field: Field, written: str) -> Scores:
        return self._bm25(self._counts(token, field, written), field)

    def _counts(self, token: Token, field: Field, written: str) -> dict[int, float]:
        def count(text: Text, term: str) -> int:
            return (text.words if field is Field.ANY else text.title_words)[term]

        if is_homograph(written) and self.has_acronyms[field]:
            return self._acronyms(token.term, field)
        if token.is_acronym:
            itself = {text.number: float(count(text, token.term)) for text in self.texts}
            if any(itself.values()):
                return itself
        return {
            text.number: float(count(text, stem(token.term, text.row.passage.language)))
            for text in self.texts
        }

    def _phrase(self, node: Phrase) -> Scores:
        words = tokens(node.text)
        if not words:
            return {}
        counts = {text.number: 0.0 for text in self.texts}
        for text in self.texts:
            for part, weight in _parts(text, node.field):
                counts[text.number] += weight * _phrase_count(part, words, node)
        idf = 0.0
        for word in words:
            holding = [
                text
                for text in self.texts
                if any(t.term == word.term for part, _ in _parts(text, node.field) for t in part)
            ]
            idf += self._idf(len(holding))
        return self._bm25(counts, node.field, idf)

    def _terms(self, field: Field) -> list[str]:
        return sorted(
            {t.term for text in self.texts for part, _ in _parts(text, field) for t in part}
        )

    def _forms(self, field: Field, is_meant: Callable[[str], bool]) -> Scores:
        counts = {
            text.number: float(
                sum(is_meant(t.term) for part, _ in _parts(text, field) for t in part)
            )
            for text in self.texts
        }
        return self._bm25(counts, field)

    def _expanded(self, node: Prefix | Fuzzy) -> Scores:
        typed = _joined(node.text)
        if isinstance(node, Prefix):
            return self._forms(node.field, lambda term: term.startswith(typed))
        near = {
            term
            for term in self._terms(node.field)
            if term[:1] == typed[:1] and _distance(typed, term) <= node.distance
        }
        return self._forms(node.field, near.__contains__)

    def _same_sentence(self, node: SameSentence) -> Scores:
        together = []
        for text in self.texts:
            starts = [*sentence_starts(text.row.passage.text), math.inf]
            for begin, end in pairwise(starts):
                sentence = [t for t in text.body if begin <= t.start < end]
                if all(_in_sentence(part, sentence) for part in node.parts):
                    together.append(text.number)
        total = _summed([self.evaluate(part) for part in node.parts])
        return {number: score for number, score in total.items() if number in set(together)}

    def _either(self, node: Either) -> Scores:
        counts = dict.fromkeys((text.number for text in self.texts), 0.0)
        for name in node.parts:
            for number, count in self._named(name).items():
                counts[number] += count
        scores = self._bm25(counts, Field.ANY)
        return {number: score * node.weight for number, score in scores.items()}

    def _named(self, name: Phrase | Word) -> dict[int, float]:
        words = tokens(name.text)
        if isinstance(name, Word):
            return self._counts(words[0], Field.ANY, name.text)
        return {
            text.number: float(
                sum(
                    weight * _phrase_count(part, words, Phrase(text=""))
                    for part, weight in _parts(text, Field.ANY)
                )
            )
            for text in self.texts
        }

    def _group(self, node: Group) -> Scores:
        must = [self.evaluate(part) for part in node.must]
        should = [part for child in node.should for part in self._wishes(child)]
        words = [part for part in should if isinstance(part, Word)]
        texts = meant([word.text for word in words])
        lowered = dict(zip(words, texts, strict=True))
        should = [
            Word(text=lowered[part], field=part.field) if isinstance(part, Word) else part
            for part in should
        ]
        words = [part for part in should if isinstance(part, Word)]
        kept = content_words([word.text for word in words])
        dropped = {word for word, is_kept in zip(words, kept, strict=True) if not is_kept}
        wishes = []
        for part, count in Counter(part for part in should if part not in dropped).items():
            found = self.evaluate(part)
            wishes.append({number: score * count for number, score in found.items()})
        is_narrowed = bool(wishes) and all(is_condition(child) for child in node.must)
        total = _summed(wishes if is_narrowed else [*must, *wishes])
        if not must and not wishes:
            total = {text.number: 0.0 for text in self.texts} if node.must_not else {}
        for scores in must:
            total = {number: score for number, score in total.items() if number in scores}
        for child in node.must_not:
            excluded = self.evaluate(child)
            total = {number: score for number, score in total.items() if number not in excluded}
        return total

    def _wishes(self, node: Node) -> list[Node]:
        if not isinstance(node, Word):
            return [node]
        found = tokens(node.text)
        singles: list[Node] = [
            Word(text=node.text[t.start : t.end], field=node.field) for t in found
        ]
        if len(found) > 1 and any(sign.isdigit() or sign == "/" for sign in node.text):
            lowered = [Word(text=t.term, field=node.field) for t in found]
            return [Phrase(text=node.text, field=node.field), *lowered]
        return singles


def _text(number: int, row: Row) -> Text:
    body, title = tokens(row.passage.text), tokens(row.document.title)
    language = row.passage.language
    title_words = Counter(index_terms(title, language))
    words = Counter(index_terms(body, language))
    for term, count in title_words.items():
        words[term] += TITLE_WEIGHT * count
    for theme in row.document.themes:
        for term in index_terms(tokens(theme), language):
            words[term] += THEME_WEIGHT
    return Text(number, row, body, title, words, title_words)


def _texts(row: Row, field: Field) -> list[str]:
    title = row.document.title
    return [title] if field is Field.TITLE else [row.passage.text, title]


def _parts(text: Text, field: Field) -> list[tuple[list[Token], int]]:
    if field is Field.TITLE:
        return [(text.title, 1)]
    return [(text.body, 1), (text.title, TITLE_WEIGHT)]


def _joined(text: str) -> str:
    return "".join(token.term for token in tokens(text))


def _is_word(token: Token, word: Token, accents: bool) -> bool:
    return token.term == word.term and (not accents or token.accented == word.accented)


def _phrase_count(found: list[Token], words: list[Token], node: Phrase) -> int:
    if not node.slop:
        return sum(
            all(
                _is_word(token, word, node.accents)
                for token, word in zip(found[start : start + len(words)], words, strict=True)
            )
            for start in range(len(found) - len(words) + 1)
        )
    count = 0
    for start, first in enumerate(found):
        window = found[start : start + len(words) + node.slop]
        begins = any(_is_word(first, word, node.accents) for word in words)
        count += begins and all(
            any(_is_word(token, word, node.accents) for token in window) for word in words
        )
    return count


def _in_sentence(part: Node, sentence: list[Token]) -> bool:
    if isinstance(part, Prefix):
        return any(token.term.startswith(_joined(part.text)) for token in sentence)
    assert isinstance(part, Word | Phrase)
    return bool(_phrase_count(sentence, tokens(part.text), Phrase(text=part.text)))


def _summed(parts: Sequence[Scores]) -> Scores:
    total: Scores = {}
    for part in parts:
        for number, score in part.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _holds(node: Match | DateRange, row: Row) -> bool:
    document = row.document
    if isinstance(node, Match):
        values = {
            "kind": (document.kind,),
            "publisher": document.publishers,
            "language": (document.language,),
            "theme": document.themes,
        }[node.column]
        return node.value.casefold() in {value.casefold() for value in values}
    low, high = node.low or "0000", node.high or "9999"
    # Of dates written year first, those that share their beginning overlap.
    date = document.date
    is_late, is_early = date[: len(high)] > high[: len(date)], low[: len(date)] > date[: len(low)]
    return bool(date) and not is_late and not is_early


def _distance(one: str, other: str) -> int:
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, table[i - 2, j - 2] + 1)
            table[i, j] = cost
    return table[len(one), len(other)]
