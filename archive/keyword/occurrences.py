"""From rows to postings: every occurrence of every term, sorted in arrays and not in a pool."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.keyword.analysis import (
    STEMMERS,
    UNSTEMMED,
    read_word,
    sentence_starts,
    word_terms,
    written_words,
)
from archive.keyword.postings import MOST_OCCURRENCES, FieldPostings
from archive.keyword.schema import (
    ACCENT_MARK,
    ACRONYMS,
    ACRONYMS_TITLE,
    EXACT,
    EXACT_TITLE,
    SENTENCE_MARK,
    THEME_WEIGHT,
    TITLE_WEIGHT,
    TITLE_WORDS,
    WORDS,
    language_field,
)
from archive.keyword.stopwords import is_homograph
from archive.rows import Row

Int32 = NDArray[np.int32]


class _Numbers(dict[str, int]):
    """A number for each different word as it is written, given when it is first met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Placed(NamedTuple):
    """Occurrences of words or terms by number: their rows and positions, (n,) int32 each.

    Of one term, rows ascend, and positions within a row.
    """

    numbers: Int32
    rows: Int32
    positions: Int32


@dataclass(frozen=True, slots=True)
class _Read:
    """What some rows say: each different word once, and where the words and sentences are."""

    words: Sequence[str]
    text: _Placed
    titles: _Placed
    themes: _Placed
    sentences: _Placed


def collect(
    rows: Sequence[Row], progress: Callable[[int], None] | None = None
) -> list[FieldPostings]:
    """The postings of each field of `rows`, by its name; `progress` is told of each row read."""
    read = _read(rows, progress)
    exact = _exact_terms(read.words)
    found = [
        _postings(EXACT, _terms(read.text, exact, marks=read.sentences), rows=len(rows)),
        _postings(EXACT_TITLE, _terms(read.titles, exact), rows=len(rows)),
        *(
            _counted(name, _terms(placed, _homographs(read.words)), rows=len(rows))
            for name, placed in (
                (ACRONYMS, _joined([*[read.titles] * TITLE_WEIGHT, read.text])),
                (ACRONYMS_TITLE, read.titles),
            )
        ),
    ]
    codes = [row.passage.language for row in rows]
    stemmed = np.array([code if code in STEMMERS else UNSTEMMED for code in codes], dtype=object)
    for language in sorted(set(stemmed)):
        here = stemmed == language
        text, titles, themes = (
            _within(placed, here) for placed in (read.text, read.titles, read.themes)
        )
        every = [titles] * TITLE_WEIGHT + [themes] * THEME_WEIGHT + [text]
        terms = _stems(read.words, language)
        found += [
            _counted(name, _terms(placed, terms), rows=len(rows))
            for name, placed in (
                (language_field(TITLE_WORDS, language), titles),
                (language_field(WORDS, language), _joined(every)),
            )
        ]
    return sorted(found, key=lambda field: field.name)


class _Short:
    """Short texts that many rows share, each read once; `words` of all, `sizes` of each row's."""

    def __init__(self, numbers: _Numbers) -> None:
        self.words = array("i")
        self.sizes = array("i")
        self._numbers = numbers
        self._known: dict[str, array[int]] = {}

    def add(self, text: str) -> None:
        """Add the words of the next row's text."""
        if text not in self._known:
            words = written_words(text, 0, len(text))
            self._known[text] = array("i", map(self._numbers.__getitem__, words))
        self.words.extend(self._known[text])
        self.sizes.append(len(self._known[text]))


def _read(rows: Sequence[Row], progress: Callable[[int], None] | None) -> _Read:
    numbers = _Numbers()
    titles, themes = _Short(numbers), _Short(numbers)
    text, sentences = array("i"), array("i")
    text_sizes, sentence_counts = array("i"), array("i")
    for row in rows:
        size, begins = len(text), len(sentences)
        sentences.extend(_read_text(row.passage.text, numbers, text))
        text_sizes.append(len(text) - size)
        sentence_counts.append(len(sentences) - begins)
        titles.add(row.document.title)
        themes.add("\n".join(row.document.themes))
        if progress:
            progress(1)
    marks = _placed(sentences, sentence_counts)
    return _Read(
        words=list(numbers),
        text=_placed(text, text_sizes),
        titles=_placed(titles.words, titles.sizes),
        themes=_placed(themes.words, themes.sizes),
        sentences=_Placed(np.zeros_like(marks.rows), marks.rows, marks.numbers),
    )


def _read_text(text: str, numbers: _Numbers, into: "array[int]") -> list[int]:
    """Add the numbers of the words of `text`; the positions of the first words of sentences."""
    begin, firsts = len(into), []
    for start, end in pairwise([*sentence_starts(text), len(text)]):
        words = written_words(text, start, end)
        if words:
            firsts.append(len(into) - begin)
            into.extend(map(numbers.__getitem__, words))
    return firsts


def _placed(numbers: "array[int]", sizes: "array[int]") -> _Placed:
    """Each number at its place in its row; row r has `sizes[r]` of them."""
    lengths = np.array(sizes, dtype=np.int64)
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = (np.arange(len(rows)) - begins).astype(np.int32)
    return _Placed(np.array(numbers, dtype=np.int32), rows, positions)


def _within(placed: _Placed, rows: NDArray[np.bool_]) -> _Placed:
    kept = rows[placed.rows]
    return placed if kept.all() else _Placed(*(part[kept] for part in placed))


def _joined(parts: Sequence[_Placed]) -> _Placed:
    return _Placed(*map(np.concatenate, zip(*parts, strict=True)))


# Gives the terms that the word of a number stands for, two at most.
_TermsOf = Callable[[int], tuple[str, ...]]


def _exact_terms(words: Sequence[str]) -> _TermsOf:
    def terms_of(number: int) -> tuple[str, ...]:
        term, accented, _ = read_word(words[number])
        return (term, f"{term}{ACCENT_MARK}{accented}") if accented else (term,)

    return terms_of


def _homographs(words: Sequence[str]) -> _TermsOf:
    def terms_of(number: int) -> tuple[str, ...]:
        word = words[number]
        return (read_word(word)[0],) if is_homograph(word) else ()

    return terms_of


def _stems(words: Sequence[str], language: str) -> _TermsOf:
    def terms_of(number: int) -> tuple[str, ...]:
        term, _, is_acronym = read_word(words[number])
        return word_terms(term, language, is_acronym=is_acronym)

    return terms_of


class _Terms(NamedTuple):
    """The terms of a field, ascending, and where they stand, by their numbers."""

    names: Sequence[str]
    placed: _Placed


def _terms(placed: _Placed, terms_of: _TermsOf, *, marks: _Placed | None = None) -> _Terms:
    """Replace words by their terms, and add `marks` as occurrences of SENTENCE_MARK."""
    used = np.flatnonzero(np.bincount(placed.numbers))
    found = [terms_of(number) for number in used.tolist()]
    has_marks = marks is not None and len(marks.rows) > 0
    names = sorted({*chain.from_iterable(found), *([SENTENCE_MARK] if has_marks else [])})
    numbers = {name: number for number, name in enumerate(names)}
    parts = []
    for place in range(max(map(len, found), default=0) or 1):
        table = np.full(int(used[-1]) + 1 if len(used) else 0, -1, dtype=np.int32)
        table[used] = [numbers[terms[place]] if place < len(terms) else -1 for terms in found]
        terms = table[placed.numbers]
        kept = terms >= 0
        parts.append(_Placed(terms[kept], placed.rows[kept], placed.positions[kept]))
    if marks is not None and has_marks:
        parts.append(marks._replace(numbers=marks.numbers + np.int32(numbers[SENTENCE_MARK])))
    return _Terms(names, _joined(parts))


def _counted(name: str, terms: _Terms, *, rows: int) -> FieldPostings:
    """The postings of a field without positions."""
    return _grouped(name, terms.names, keys=np.sort(_keys(terms.placed, rows)), rows=rows)


def _postings(name: str, terms: _Terms, *, rows: int) -> FieldPostings:
    """The postings of a field with positions."""
    keys = _keys(terms.placed, rows)
    order = np.argsort(keys, kind="stable")
    found = _grouped(name, terms.names, keys=keys[order], rows=rows)
    positions = terms.placed.positions[order]
    if len(positions) > found.counts.sum():
        positions = positions[_nth(keys[order]) < MOST_OCCURRENCES]
    return replace(found, has_positions=True, positions=positions)


def _keys(placed: _Placed, rows: int) -> NDArray[np.int64]:
    """One number for each term and row, in the order of postings."""
    return placed.numbers.astype(np.int64) * rows + placed.rows


def _grouped(
    name: str, terms: Sequence[str], *, keys: NDArray[np.int64], rows: int
) -> FieldPostings:
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(begins, append=len(keys))
    owners = keys[begins] // max(rows, 1)
    return FieldPostings(
        name=name,
        has_positions=False,
        terms=[term.encode() for term in terms],
        ends=np.searchsorted(owners, np.arange(len(terms)), side="right"),
        rows=(keys[begins] - owners * rows).astype(np.int32),
        counts=np.minimum(counts, MOST_OCCURRENCES).astype(np.uint16),
        positions=np.zeros(0, dtype=np.int32),
    )


def _nth(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many equal ones stand before each of `keys`, which ascend."""
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    return np.arange(len(keys)) - np.repeat(begins, np.diff(begins, append=len(keys)))
