"""Names of the thesaurus, recognised among the words of a query."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.keyword.analysis import fold, tokens
from archive.query.words import words_of
from archive.thesaurus import Entry

# A name of up to so many letters is recognised only as it is written: AU is not the French "au".
_SHORT = 3
# ASP24: a body and the number of its session.
_GLUED = re.compile(r"([A-Z]{2,6})(\d{1,3})")
_SESSION = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as it was typed and as it is compared."""

    text: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that was typed, every name of what it may stand for, and the number behind it."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    number: str = ""

    @property
    def text(self) -> str:
        """The name as it was typed."""
        return " ".join(self.words)

    @property
    def is_acronym(self) -> bool:
        """Whether it is one word in capitals."""
        return len(self.words) == 1 and self.text.isupper()


class Names:
    """The names of a thesaurus by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._owners: dict[tuple[str, ...], list[tuple[str, Entry]]] = {}
        for entry in entries:
            for name in entry.names:
                if terms := terms_of(name):
                    self._owners.setdefault(terms, []).append((name, entry))
        # How many words the longest name has that begins with a word.
        self._longest: dict[str, int] = {}
        for terms in self._owners:
            self._longest[terms[0]] = max(len(terms), self._longest.get(terms[0], 0))

    def found(self, words: Iterable[str]) -> list[Named]:
        """The names in `words` side by side, each as long as can be, from left to right."""
        typed = list(read(words))
        found, place = [], 0
        while place < len(typed):
            longest = self._longest.get(typed[place].term, 0)
            named = self._first_of(typed[place : place + longest + 1]) if longest else None
            found += [named] if named else []
            place += len(named.words) if named else 1
        return found

    def _first_of(self, typed: Sequence[Typed]) -> Named | None:
        """The longest name at the beginning of `typed`."""
        for length in range(len(typed), 0, -1):
            part = typed[:length]
            owners = self._owners.get(tuple(word.term for word in part), [])
            meant = [e for name, e in owners if len(name) > _SHORT or name == part[0].text]
            if meant:
                behind = typed[length].text if length < len(typed) else ""
                return Named(
                    words=tuple(word.text for word in part),
                    names=tuple(dict.fromkeys(name for entry in meant for name in entry.names)),
                    number=behind if _SESSION.fullmatch(behind) else "",
                )
        return None


def read(words: Iterable[str]) -> Iterator[Typed]:
    """Each word of `words`; an identifier with a slash is one, "ASP24" a name and a number."""
    for chunk in (chunk for word in words for chunk in word.split()):
        glued = _GLUED.fullmatch(chunk)
        if "/" in chunk:
            yield Typed(chunk, fold(chunk))
        elif glued:
            yield from (Typed(part, fold(part)) for part in glued.groups())
        else:
            yield from (Typed(chunk[t.start : t.end], t.term) for t in tokens(chunk))


def terms_of(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, without l' and d'."""
    return tuple(word.term for word in read(words_of(name)))
