"""What counts as the same words: the one place where quotations and sources are normalised."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Written without spaces: each sign of Han, kana and hangul is a word of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Invisible inside a word (soft hyphen, joiners, marks of direction) or only a help to read it
# (Arabic vowel marks and the stroke that lengthens a word).
_SILENT = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\u0640\u0610-\u061a\u064b-\u065f\u0670"
)
SOFT_HYPHEN = "\u00ad"
_COMBINING = "\u0300-\u036f"
# A number with its separators is one word, so that 1.5 is not 15. Signs of quantity and doubt
# count as words, every other sign is punctuation.
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]"
    rf"|[^\W\d_{_UNSPACED}](?:[^\W\d_{_UNSPACED}]|[{_COMBINING}{_SILENT}])*"
    r"|[%‰$€£¥?؟&+=<>]|(?<!\S)[-−](?=\d)"
)
_SILENT_SIGNS = re.compile(f"[{_SILENT}]")
# A hyphen that holds two halves of one word together, or that a line's end put there.
_HYPHEN = re.compile(r"[-\u2010\u2011\u00ac\u00ad][\s\u200b]*")
# A footnote's sign behind a word.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])[⁰¹²³⁴-⁹]+")
_ACRONYM_LETTERS = range(2, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text as its words: `letters` are the normalised words without anything between them.

    Word n begins at `places[n]` of `letters` and stands at `text[starts[n]:ends[n]]`; `soft[n]`
    says that only a hyphen parts it from the word before, so that both may be one word.
    """

    text: str
    letters: str
    places: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    soft: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.places)

    def form(self, number: int) -> str:
        """The normalised word `number`."""
        end = self.places[number + 1] if number + 1 < len(self) else len(self.letters)
        return self.letters[self.places[number] : end]

    def raw(self, number: int) -> str:
        """Word `number` as it was written."""
        return self.text[self.starts[number] : self.ends[number]]

    def between(self, first: int, behind: int) -> str:
        """The text from word `first` to the end of the word before `behind`."""
        return self.text[self.starts[first] : self.ends[behind - 1]] if behind > first else ""


def wording(text: str) -> Wording:
    """Read `text` as words."""
    text = _FOOTNOTE.sub(lambda sign: "\u200b" * len(sign.group()), text)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    soft: list[bool] = []
    for match in _TOKEN.finditer(text):
        form = normal(match.group())
        if not form:
            continue
        gap = _gap(text, ends[-1], match.start()) if ends else ""
        soft.append(bool(forms) and _is_soft(forms[-1], gap, form))
        forms.append(form)
        starts.append(match.start())
        ends.append(match.end())
    return Wording(
        text=text,
        letters="".join(forms),
        places=tuple(_running(forms)),
        starts=tuple(starts),
        ends=tuple(ends),
        soft=tuple(soft),
    )


@lru_cache(maxsize=32_768)
def normal(word: str) -> str:
    """A word without capitals, ligatures and invisible signs; its accents stay."""
    visible = unicodedata.normalize("NFKC", _SILENT_SIGNS.sub("", word))
    return visible.casefold().replace("؟", "?").replace("−", "-")


def found(part: Wording, source: Wording, *, start: int = 0) -> Iterator[tuple[int, int]]:
    """Each (first, behind last) word of `source` from `start` where `part` stands, in order.

    They begin and end with whole words, and words are parted in one where they are parted in the
    other, but for hyphens.
    """
    place = source.places[start] if start < len(source) else len(source.letters)
    begin = source.letters.find(part.letters, place) if part.letters else -1
    while begin >= 0:
        end = begin + len(part.letters)
        first, behind = bisect_left(source.places, begin), bisect_left(source.places, end)
        if _is_whole(source, begin, end) and _same_parting(part, source, (first, behind)):
            yield first, behind
        begin = source.letters.find(part.letters, begin + 1)


def same_capitals(part: Wording, source: Wording, first: int) -> bool:
    """Whether an acronym stands for an acronym at each word from `first`: US is not us.

    A text that is all capitals says nothing of acronyms.
    """
    if part.text.isupper() or source.text.isupper():
        return True
    # Two words of the source may be one of the part where a hyphen parts them: these are no
    # acronyms, so they are found by the place of their letters.
    offset = source.places[first]
    for number, place in enumerate(part.places):
        other = bisect_left(source.places, place + offset)
        if other == len(source) or source.form(other) != part.form(number):
            continue
        if _is_acronym(part.raw(number)) != _is_acronym(source.raw(other)):
            return False
    return True


def shown_form(words: Wording, number: int) -> str:
    """The normalised word, an acronym in capitals, unless the whole text is."""
    raw = words.raw(number)
    return raw if _is_acronym(raw) and not words.text.isupper() else words.form(number)


def _is_acronym(word: str) -> bool:
    return len(word) in _ACRONYM_LETTERS and word.isupper()


def _gap(text: str, end: int, start: int) -> str:
    """What parts two words, with a soft hyphen that ends the first."""
    return text[end - 1 : start] if text[end - 1] == SOFT_HYPHEN else text[end:start]


def _is_soft(before: str, gap: str, word: str) -> bool:
    return bool(_HYPHEN.fullmatch(gap)) and before[-1:].isalpha() and word[:1].isalpha()


def _is_whole(source: Wording, begin: int, end: int) -> bool:
    """Whether both ends are ends of words, and not a hyphen's: "non-lethal" is not "lethal"."""
    for place in (begin, end):
        number = bisect_left(source.places, place)
        if number == len(source):
            if place != len(source.letters):
                return False
        elif source.places[number] != place or source.soft[number]:
            return False
    return True


def _same_parting(part: Wording, source: Wording, words: tuple[int, int]) -> bool:
    first, behind = words
    if first == behind:
        return False
    offset = source.places[first]
    ours = dict(zip(part.places[1:], part.soft[1:], strict=True))
    theirs = {source.places[n] - offset: source.soft[n] for n in range(first + 1, behind)}
    alone = ours.keys() ^ theirs.keys()
    return all(ours[place] if place in ours else theirs[place] for place in alone)


def _running(forms: list[str]) -> Iterator[int]:
    place = 0
    for form in forms:
        yield place
        place += len(form)
