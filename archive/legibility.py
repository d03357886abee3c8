"""How far a text can be trusted to be what stands in its source: a score, and the signs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model import Passage

# A passage or document below this is shown with a warning and listed for review. Typewritten pages
# that Tesseract read with few mistakes have some .85 to .95, unreadable ones less than .75.
LEAST_SCORE = 0.8

# What no word of a language is, after Taghva and others, "Automatic Removal of 'Garbage Strings'
# in OCR Text", 2001: longer than 40 characters, the same character four times in a row, more
# other characters than letters and figures, capitals inside small letters. Further: letters of
# two alphabets in one word, a sign or a figure between small letters, and characters that stand
# for none.
_WORD_MAX_LETTERS = 40
_REPEATED = re.compile(r"([^\W\d_])\1{3}", re.IGNORECASE)
_CAPITALS_INSIDE = re.compile(r"[a-zà-ÿ][A-ZÀ-Ý]+[a-zà-ÿ]+[A-ZÀ-Ý]|[a-zà-ÿ][A-ZÀ-Ý]{2,}[a-zà-ÿ]")
# What reading pictures makes of single letters.
_SIGN_INSIDE = re.compile(r"[a-zà-ÿ](?:[§¶¤|~^=<>%#$€£¥\\{}¦¬°±¿¡]|[0-9])[a-zà-ÿ]")
_ALPHABETS = (re.compile("[A-Za-z]"), re.compile("[Ѐ-ӿ]"), re.compile("[\u0600-\u06ff]"))
_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")
# Addresses follow no such rule.
_ADDRESS = re.compile(r"://|www\.|@|/\w+[./]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Legibility:
    """`score` from 0 to 1; `confidence` of the program that read pictures, in per cent, or None.

    `garbled` is the share of letters in words that are none, `missing` the pages from 1 without
    a passage, up to the last page with one.
    """

    score: float
    confidence: int | None
    garbled: float
    missing: tuple[int, ...]

    @property
    def is_low(self) -> bool:
        """Whether readers are to be warned."""
        return self.score < LEAST_SCORE


def garbled(text: str) -> float:
    """The share, from 0 to 1, of the characters of words that are no words; 0 without words."""
    words = [word for word in text.split() if any(map(str.isalnum, word)) or "\ufffd" in word]
    total = sum(map(len, words))
    return sum(len(word) for word in words if _is_garbled(word)) / total if total else 0.0


# A text repeats most of its words, and a page of a long document asks for each of them.
@lru_cache(maxsize=16_384)
def _is_garbled(word: str) -> bool:
    if _NO_CHARACTER.search(word):
        return True
    if _ADDRESS.search(word):
        return False
    proper = sum(map(str.isalnum, word))
    return (
        len(word) > _WORD_MAX_LETTERS
        or bool(_REPEATED.search(word))
        or (len(word) > 3 and proper * 2 < len(word))
        or bool(_CAPITALS_INSIDE.search(word))
        or bool(_SIGN_INSIDE.search(word))
        or sum(bool(letters.search(word)) for letters in _ALPHABETS) > 1
    )


def _sure(passage: Passage) -> float:
    """How sure the program was that read it, from 0 to 1; 1 where none had to."""
    return 1.0 if passage.confidence is None else passage.confidence / 100


def of(passages: Sequence[Passage]) -> Legibility:
    """The legibility of a version: its passages by their letters, less the pages without any."""
    letters = [len(passage.text) for passage in passages]
    total = sum(letters)
    if not total:
        return Legibility(score=0.0, confidence=None, garbled=0.0, missing=())
    wrong = [garbled(passage.text) for passage in passages]
    scores = [min(_sure(one), 1 - share) for one, share in zip(passages, wrong, strict=True)]
    missing, pages = _missing(passages)
    present = 1 - len(missing) / pages if pages else 1.0
    mean = sum(map(float.__mul__, scores, map(float, letters))) / total
    return Legibility(
        score=min(mean, present),
        confidence=_confidence(passages),
        garbled=sum(map(float.__mul__, wrong, map(float, letters))) / total,
        missing=missing,
    )


def _confidence(passages: Sequence[Passage]) -> int | None:
    sure = [(len(one.text), one.confidence) for one in passages if one.confidence is not None]
    total = sum(letters for letters, _ in sure)
    return round(sum(letters * value for letters, value in sure) / total) if total else None


def _missing(passages: Sequence[Passage]) -> tuple[tuple[int, ...], int]:
    """The pages on which no passage begins, two in a row and more, and how many pages there are.

    A long paragraph may fill a page that it does not begin on; hardly two.
    """
    held = {passage.page for passage in passages if passage.page is not None}
    last = max(held, default=0)
    empty = [page for page in range(1, last) if page not in held]
    alone = {page for page in empty if page - 1 in held and page + 1 in held}
    return tuple(page for page in empty if page not in alone), last
