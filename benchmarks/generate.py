"""Seeded passages with real-looking word frequencies, and questions about them."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row

SEED = 20250717
# Passages are drawn in blocks with a seed each, so that a small collection is the beginning of a
# larger one.
BLOCK = 5_000
# Distinct words and the exponent and shift of their frequencies, p(rank) ~ (rank + shift)^-s:
# Mandelbrot's fit for English text of this size (Baayen 2001, Word Frequency Distributions).
VOCABULARY = 150_000
ZIPF_EXPONENT = 1.07
ZIPF_SHIFT = 2.7
# Words in a passage: log-normal around the length of a paragraph in the shared collections.
MEDIAN_WORDS = 60
SPREAD = 0.6
SHORTEST, LONGEST = 5, 400
PASSAGES_A_DOCUMENT = 8
SHORTEST_QUESTION, LONGEST_QUESTION = 5, 12  # words
PUBLISHERS, KINDS, THEMES = 60, 8, 45

# The most frequent words are real ones, since analysers treat them apart.
_FUNCTION_WORDS = (
    "the of and to in a is that for on with as by it was be are at from this or an which not have"
    " has been their its will were who other all more such than any no can into also under they"
)
FUNCTION_WORDS = tuple(_FUNCTION_WORDS.split())
_ONSETS = [*"bcdfghjklmnprstvw", "br", "ch", "cl", "dr", "fl", "gr", "pl", "sh", "st", "th", "tr"]
_NUCLEI = [*"aeiou", "ai", "ea", "ee", "io", "ou"]
_CODAS = ["", *"lmnrst", "nd", "nt", "rt", "st", "ct"]
_ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ly", "ness", "ation"]


@cache
def vocabulary() -> NDArray[np.object_]:
    """(VOCABULARY,) str, the most frequent first, no word twice; frequent words are short."""
    draws = np.random.default_rng(SEED)
    made: dict[str, float] = {}
    while len(made) < VOCABULARY - len(FUNCTION_WORDS):
        for word, noise in zip(_made_words(draws), draws.normal(0, 2, BLOCK), strict=True):
            if word not in FUNCTION_WORDS:
                made.setdefault(word, len(word) + noise)
    ordered = sorted(made, key=made.__getitem__)
    return np.array([*FUNCTION_WORDS, *ordered][:VOCABULARY], dtype=object)


def _made_words(draws: np.random.Generator) -> list[str]:
    """BLOCK words of one to three syllables with an ending; a word may come twice."""
    parts = [
        np.array(letters, dtype=object)[draws.integers(len(letters), size=BLOCK)]
        for letters in (_ONSETS, _NUCLEI, _CODAS) * 3
    ]
    endings = np.array(_ENDINGS, dtype=object)[draws.integers(len(_ENDINGS), size=BLOCK)]
    lengths = draws.integers(1, 4, size=BLOCK) * 3
    return [
        "".join(pieces[:length]) + ending
        for *pieces, length, ending in zip(*parts, lengths, endings, strict=True)
    ]


@cache
def _cumulative() -> NDArray[np.float64]:
    ranks = np.arange(1, VOCABULARY + 1, dtype=np.float64)
    weights = (ranks + ZIPF_SHIFT) ** -ZIPF_EXPONENT
    return np.cumsum(weights / weights.sum())


def passages(count: int) -> Iterator[Row]:
    """The first `count` passages of the collection, by document and place."""
    return islice(_all_passages(), count)


def _all_passages() -> Iterator[Row]:
    block = 0
    while True:
        yield from _block(block)
        block += 1


def _block(block: int) -> Iterator[Row]:
    """BLOCK passages of documents of PASSAGES_A_DOCUMENT each."""
    draws = np.random.default_rng((SEED, block))
    lengths = np.exp(draws.normal(np.log(MEDIAN_WORDS), SPREAD, BLOCK))
    lengths = np.clip(lengths, SHORTEST, LONGEST).astype(np.int64)
    texts = np.split(_words(draws, int(lengths.sum())), np.cumsum(lengths)[:-1])
    for start in range(0, BLOCK, PASSAGES_A_DOCUMENT):
        document = _document(draws, f"d{block:05d}-{start:05d}")
        offset = 0
        for place, words in enumerate(texts[start : start + PASSAGES_A_DOCUMENT]):
            text = " ".join(words).capitalize() + "."
            yield _row(document, place, text, offset)
            offset += len(text) + 2


def _words(draws: np.random.Generator, count: int) -> NDArray[np.object_]:
    """`count` words drawn by their frequency."""
    found = np.searchsorted(_cumulative(), draws.random(count))
    words: NDArray[np.object_] = vocabulary()[np.minimum(found, VOCABULARY - 1)]
    return words


def _document(draws: np.random.Generator, doc_id: str) -> Document:
    year, month, day = draws.integers((2000, 1, 1), (2027, 13, 29))
    publishers = np.unique(draws.integers(PUBLISHERS, size=draws.integers(1, 4)))
    themes = np.unique(draws.integers(THEMES, size=draws.integers(1, 4)))
    return Document(
        doc_id=doc_id,
        title=" ".join(_words(draws, int(draws.integers(4, 13)))).capitalize(),
        publishers=tuple(f"Publisher {number}" for number in publishers),
        kind=f"kind {draws.integers(KINDS)}",
        language="en",
        issued=f"{year}-{month:02d}-{day:02d}",
        themes=tuple(f"theme {number}" for number in themes),
    )


def _row(document: Document, place: int, text: str, start: int) -> Row:
    return Row(
        document=document,
        passage=Passage(
            passage_id=f"{document.doc_id}-{place}",
            doc_id=document.doc_id,
            version_id=f"{document.doc_id}-v1",
            text=text,
            start=start,
            end=start + len(text),
            kind=PassageKind.PARAGRAPH,
            language="en",
        ),
        origin=TextOrigin.CAPTURED,
    )


def questions(texts: Sequence[str], count: int) -> list[str]:
    """`count` seeded questions: 5 to 12 words that stand in a row in one of `texts`."""
    draws = np.random.default_rng((SEED, BLOCK))
    long_enough = [words for text in texts if len(words := text.split()) >= LONGEST_QUESTION]
    found = []
    for _ in range(count):
        words = long_enough[draws.integers(len(long_enough))]
        length = int(draws.integers(SHORTEST_QUESTION, LONGEST_QUESTION + 1))
        start = int(draws.integers(len(words) - length + 1))
        found.append(" ".join(words[start : start + length]))
    return found
