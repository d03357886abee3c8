"""Words that the first passages have and few others, which a question gains from them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.keyword.analysis import fold, read_word, stem, tokens, word_terms, written_words
from archive.keyword.index import BM25_K1, KeywordIndex
from archive.keyword.postings import key
from archive.keyword.schema import THEME_WEIGHT, TITLE_WEIGHT, WORDS, language_field
from archive.keyword.stopwords import GRAMMAR
from archive.nodes import Field
from archive.rows import Row

# So many words are gathered; of 10, 20, 30 and 40 the best on the development collections.
MOST_WORDS = 20
# Words in a larger share of the passages tell nothing apart; .02 to .1 are as good.
COMMON = 0.1
# Words of one passage that are read, about a page: what a longer one costs is bounded.
READ_WORDS = 400


@dataclass(frozen=True, slots=True)
class Gathered:
    """A term by its `key`, as it is written where it was met first; all weights make 1."""

    word: str
    key: bytes
    weight: float


def gather(
    rows: Sequence[int],
    passages: Sequence[Row],
    *,
    shares: NDArray[np.float64],
    index: KeywordIndex,
) -> tuple[Gathered, ...]:
    """The MOST_WORDS terms that say most of `passages`, which have the numbers `rows`.

    A term has the mean of its BM25 scores in them, by `shares` (passages,), which make 1: RM3 of
    Abdul-Jaleel et al. 2004 with BM25 in place of a language model. The heaviest first, of equal
    ones by their keys.
    """
    scores: dict[bytes, float] = {}
    words: dict[bytes, str] = {}
    for number, row, share in zip(rows, passages, shares.tolist(), strict=True):
        norm = float(index.norms[Field.ANY][number])
        for one, (word, count) in _terms(row).items():
            words.setdefault(one, word)
            scores[one] = scores.get(one, 0.0) + share * _saturated(count, norm)
    best = _best(scores, index)
    total = sum(score for _, score in best)
    return tuple(Gathered(words[one], one, score / total) for one, score in best)


def _best(scores: Mapping[bytes, float], index: KeywordIndex) -> list[tuple[bytes, float]]:
    """The MOST_WORDS of the highest score times idf; most need not be looked up for that."""
    most, rarest = COMMON * index.live_rows, index.idf(1)
    found: list[tuple[float, bytes]] = []
    lowest = 0.0
    for one in sorted(scores, key=lambda one: -scores[one]):
        if scores[one] * rarest < lowest:
            break
        frequency = index.frequency(one)
        score = scores[one] * index.idf(frequency)
        if frequency <= most and score >= lowest:
            found = sorted([*found, (-score, one)])[:MOST_WORDS]
            lowest = -found[-1][0] if len(found) == MOST_WORDS else 0.0
    return [(one, -score) for score, one in found]


def scored(
    gathered: Sequence[Gathered], rows: NDArray[np.int64], index: KeywordIndex
) -> NDArray[np.float64]:
    """(rows,) float64: how far each of `rows` has the gathered terms, in any of their counts."""
    places = np.full(len(index.live), -1, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    norms, totals = index.norms[Field.ANY][rows], np.zeros(len(rows))
    for one in gathered:
        found = index.occurrences([one.key])
        at = places[found.rows]
        kept = at >= 0
        counts, at = found.counts[kept], at[kept]
        totals[at] += one.weight * counts * (BM25_K1 + 1) / (counts + norms[at])
    return totals


def added_to(text: str, found: Sequence[Gathered]) -> tuple[str, ...]:
    """The gathered words that `text` has not, in any inflection of their language, each once."""
    asked = [token.term for token in tokens(text)]
    added: dict[str, str] = {}
    for one in found:
        field, term = one.key.decode().split("\x00", 1)
        language = field.removeprefix(f"{WORDS}_")
        if term not in asked and term not in {stem(word, language) for word in asked}:
            added.setdefault(fold(one.word), one.word)
    return tuple(added.values())


def _terms(row: Row) -> dict[bytes, tuple[str, int]]:
    """The terms of a row as the index has them: as first written, and how often each counts."""
    parts = (
        (row.document.title, TITLE_WEIGHT),
        ("\n".join(row.document.themes), THEME_WEIGHT),
        (row.passage.text, 1),
    )
    counts: Counter[str] = Counter()
    for text, times in parts:
        for word in written_words(text, 0, len(text))[:READ_WORDS]:
            counts[word] += times
    field = language_field(WORDS, row.passage.language)
    found: dict[bytes, tuple[str, int]] = {}
    for word, count in counts.items():
        term, _, is_acronym = read_word(word)
        if term in GRAMMAR or not any(sign.isalpha() for sign in term):
            continue  # a number tells of no subject either
        for one in word_terms(term, row.passage.language, is_acronym=is_acronym):
            place = key(field, one.encode())
            first, before = found.get(place, (word, 0))
            found[place] = first, before + count
    return found


def _saturated(count: int, norm: float) -> float:
    return count * (BM25_K1 + 1) / (count + norm)
