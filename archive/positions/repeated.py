"""When a wording first appeared and who repeated it: sentences the same or nearly the same."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.errors import NotFoundError
from archive.followed import follow
from archive.keyword.analysis import sentence_starts, tokens
from archive.keyword.postings import key
from archive.keyword.schema import EXACT
from archive.lineage.likeness import runs, shared
from archive.messages import message
from archive.model import Document, Passage, PassageKind
from archive.opened import Opened
from archive.rows import Row

# Two sentences from this on are one wording: Dice's coefficient of their runs of five letters. Of
# 253 recommendations to a State that two United Nations documents print under one number, 252 are
# above it; of 31,878 pairs with two numbers, 7, which ask the same in nearly the same words. With
# one word changed 99.5 % of the sentences stay above it, with two 91.5 %, with four 61 %.
NEARLY_SAME = 0.75
# A shorter sentence is a formula that many texts have by chance.
FEWEST_WORDS = 6
# Sentences of a passage that are looked for, words of each that are looked up, the rarest, and
# passages that are read for one: the likeliest, some 50 microseconds each.
MOST_SENTENCES = 12
MOST_LOOKED_UP = 10
MOST_READ = 400
# A passage is read if it has this part of the weight of the words looked up.
LEAST_WEIGHT = 0.5
_Cut = tuple[Row, list[tuple[str, Counter[str]]]]
_DIGEST = list(PassageKind).index(PassageKind.DIGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A sentence that is the same or nearly so; `likeness` from NEARLY_SAME to 1."""

    document: Document
    passage: Passage
    sentence: str
    likeness: float
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A sentence of the passage and all its uses, its own one too: oldest first, undated last."""

    sentence: str
    uses: tuple[Use, ...]

    @property
    def first(self) -> Use | None:
        """The earliest dated use, or None where all are undated."""
        return next((use for use in self.uses if use.document.date), None)


def wordings(opened: Opened, passage_id: str) -> tuple[Passage, tuple[Wording, ...]]:
    """The passage, and each of its sentences that is long enough, with where it stands.

    A digest has none: its words are ours. Raises NotFoundError for a passage that is not there.
    """
    followed = follow([passage_id], columns=opened.columns, earlier=opened.earlier)[passage_id]
    if followed.row is None:
        raise NotFoundError(
            message(
                "There is no passage '%(passage)s'; a card or a search names it.",
                passage=passage_id[:60],
            )
        )
    passage = opened.row(followed.row).passage
    if passage.kind is PassageKind.DIGEST:
        return passage, ()
    whole = [one for one in sentences(passage.text) if len(tokens(one)) >= FEWEST_WORDS]
    # The sentences of one passage stand together elsewhere too: each row is cut up once.
    cut = cache(lambda number: _cut(opened.row(number)))
    return passage, tuple(_wording(opened, one, cut) for one in whole[:MOST_SENTENCES])


def _cut(row: Row) -> _Cut:
    """The row with its sentences and their runs of letters."""
    return row, [(one, runs(one)) for one in sentences(row.passage.text)]


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text` without the spaces around them."""
    starts = [*sentence_starts(text), len(text)]
    for begin, end in pairwise(starts):
        if text[begin:end].strip():
            yield text[begin:end].strip()


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two sentences' runs of letters, from 0 to 1."""
    return 2 * shared(one, other) / max(1, one.total() + other.total())


def _wording(opened: Opened, sentence: str, cut: Callable[[int], _Cut]) -> Wording:
    wanted, letters = runs(sentence), _letters(sentence)
    uses = []
    for number in _candidates(opened, sentence):
        row, parts = cut(number)
        alike = ((likeness(wanted, found), one) for one, found in parts)
        best = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
        if best[0] >= NEARLY_SAME:
            uses.append(
                Use(
                    document=row.document,
                    passage=row.passage,
                    sentence=best[1],
                    likeness=best[0],
                    is_same=_letters(best[1]) == letters,
                )
            )
    return Wording(sentence=sentence, uses=tuple(sorted(uses, key=_place)))


def _letters(text: str) -> str:
    """Its letters and digits alone: what stands between them makes no other wording."""
    return "".join(filter(str.isalnum, text.casefold()))


def _place(use: Use) -> tuple[bool, str, str, int]:
    return not use.document.date, use.document.date, use.document.doc_id, use.passage.start


def _candidates(opened: Opened, sentence: str) -> list[int]:
    """The rows that have most of the weight of the sentence's rarest words, the likeliest first."""
    index = opened.words.index
    terms = dict.fromkeys(token.term for token in tokens(sentence))
    having = {term: index.occurrences([key(EXACT, term.encode())]).rows for term in terms}
    rarest = sorted((len(rows), term) for term, rows in having.items() if len(rows))
    weights: NDArray[np.float64] = np.zeros(len(opened.live))
    total = 0.0
    for count, term in rarest[:MOST_LOOKED_UP]:
        weights[having[term]] += index.idf(count)
        total += index.idf(count)
    weights[opened.columns.passage_kinds == _DIGEST] = 0
    rows = np.flatnonzero(weights >= max(LEAST_WEIGHT * total, 1e-9))
    order = np.lexsort((opened.columns.id_rank[rows], -weights[rows]))
    best: list[int] = rows[order[:MOST_READ]].tolist()
    return best
