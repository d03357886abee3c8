"""Many phrases looked for at once: each word of a text is looked up, however many there are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.annotation.cues import is_acronym

# Words, and signs other than those that may stand between the words of a phrase.
_TOKEN = re.compile(r"\w+|[^\w\s'’‑-]")
# Letters that Arabic writes before a word: "and", "so", "in", "as", and before its article.
_PREFIXED = re.compile(r"^[وفبك](?=[\u0621-\u064a]{3})")
_TO_THE = re.compile(r"^لل(?=[\u0621-\u064a]{3})")
# A word after these is the rest of another one: "non-torture", "and/or".
_JOINED = "/-"


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of `owner` that stands in a text from `start` to before `end`."""

    owner: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class PhraseBook:
    """Phrases by their first word, with what owns them: folded, and in exact capitals."""

    folded: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    exact: dict[str, tuple[tuple[tuple[str, ...], int], ...]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, int]]) -> "PhraseBook":
        """A book of (phrase, owner); `a|b` in a word's place means either.

        An acronym has to be written in its capitals.
        """
        folded: dict[str, dict[tuple[tuple[str, ...], int], None]] = {}
        exact: dict[str, dict[tuple[tuple[str, ...], int], None]] = {}
        for phrase, owner in phrases:
            book, text = (exact, phrase) if is_acronym(phrase) else (folded, phrase.casefold())
            for words in _choices(text):
                book.setdefault(words[0], {})[words, owner] = None
        return cls(
            {word: tuple(found) for word, found in folded.items()},
            {word: tuple(found) for word, found in exact.items()},
        )

    def find(self, text: str) -> Iterator[Found]:
        """Every phrase in `text`, also those inside others, by where they begin."""
        spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        plain = [word for word, _, _ in spans]
        folded = [word.casefold() for word in plain]
        for at, (_, start, _) in enumerate(spans):
            if start and text[start - 1] in _JOINED:
                continue
            for book, words in ((self.folded, folded), (self.exact, plain)):
                for first in _bare(words[at]):
                    for phrase, owner in book.get(first, ()):
                        last = at + len(phrase)
                        is_there = (first, *words[at + 1 : last]) == phrase
                        if is_there and not _goes_on(text, spans[last - 1][2]):
                            yield Found(owner, start, spans[last - 1][2])


def apart(found: Iterable[Found]) -> list[Found]:
    """Those that do not overlap, the longest of those that begin at one place."""
    taken: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.owner)):
        if not taken or one.start >= taken[-1].end:
            taken.append(one)
    return taken


def _bare(word: str) -> tuple[str, ...]:
    """The word, and in Arabic also what it is without the letters that are written before it."""
    if word < "\u0621":
        return (word,)
    shorter = _TO_THE.sub("ال", _PREFIXED.sub("", word, count=1), count=1)
    return (word,) if shorter == word else (word, shorter)


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and text[end] == "/"


def _choices(phrase: str) -> list[tuple[str, ...]]:
    """The words of each phrase that a phrase with choices stands for."""
    found: list[tuple[str, ...]] = [()]
    for place in phrase.split():
        words = [tuple(_TOKEN.findall(choice)) for choice in place.split("|")]
        found = [before + word for before in found for word in words]
    return [words for words in found if words]
