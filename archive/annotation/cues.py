"""Cues: words of the rule files as patterns that find them whole, in any capitals."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# What may stand between two words of a cue: a comma, spaces, an apostrophe, a hyphen.
_BETWEEN = r",?[\s'’‑-]+"
# Arabic writes "and", "by" and "to" as the first letter of the next word.
_AND = r"(?:[وف]?[بلك]?(?=[\u0600-\u06ff]))?"
_THE, _TO_THE = "ال", "لل"
# A name begins behind no letter, in Arabic also behind such letters.
_NAME_BEGINS = r"(?:(?<![\w/-])|(?<=\s[وفبلك])|(?<=\s[وف][بلك]))"
ANY_WORD, FOLLOWED = "*", "+"
# No word in the place of any: "is not concerned".
_NOT = "not|never|no|ne|pas|non|nunca|لا|لم|لن"
_WORD = re.compile(r"\w+")
_PREFIXED = re.compile(r"^[وف]?[بلك]?(?=\w{2})")
# The last letter of the Latin alphabets that these languages use.
_LATIN = "\u024f"
# Texts whose words are remembered: a sentence is asked for each act.
_TEXTS = 64
NEVER = re.compile(r"(?!)")


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `cues`, the longest first.

    `a|b` in a word's place means either, `*` any word; what stands behind a `+` has to follow.
    """
    ordered = sorted(set(cues), key=lambda cue: (-len(cue.split()), -len(cue), cue))
    if not ordered:
        return NEVER
    choices = "|".join(map(_phrase, ordered))
    return re.compile(rf"(?<![\w/-]){_AND}(?:{choices})(?![\w/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class CueBook:
    """Many cues, looked for only in a text that has a word of each place of one of them.

    `places` has by each word of a cue's first place what its next ones need.
    """

    pattern: re.Pattern[str]
    places: Mapping[str, tuple[tuple[frozenset[str], ...], ...]]

    @classmethod
    def of(cls, cues: Iterable[str]) -> "CueBook":
        """A book of `cues`, written as for `cue_pattern`."""
        all_cues = sorted(set(cues))
        places: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for cue in all_cues:
            first, *rest = _needed(cue)
            for word in sorted(first):
                places.setdefault(word, []).append(tuple(rest))
        return cls(cue_pattern(all_cues), {word: tuple(found) for word, found in places.items()})

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The cues in `text`, as the pattern finds them."""
        words = _words_of(text)
        if self._may_be(words):
            yield from self.pattern.finditer(text)

    def _may_be(self, words: frozenset[str]) -> bool:
        return any(
            all(not words.isdisjoint(place) for place in rest)
            for word in words & self.places.keys()
            for rest in self.places[word]
        )


def _needed(cue: str) -> list[frozenset[str]]:
    """The words of each place of `cue`, of those that are not open to any word."""
    places = [place for place in cue.replace(FOLLOWED, " ").split() if place != ANY_WORD]
    return [
        frozenset(_WORD.findall(choice)[0].lower() for choice in place.split("|"))
        for place in places
    ]


@lru_cache(maxsize=_TEXTS)
def _words_of(text: str) -> frozenset[str]:
    """The words of `text`, in Arabic also without the letters that are written before them."""
    words = _WORD.findall(text.lower())
    bare = [_PREFIXED.sub("", word) for word in words if word > _LATIN]
    shorter = [_THE + word for word in bare] + [_THE + word.removeprefix("ل") for word in bare]
    return frozenset((*words, *bare, *shorter, *(word.removeprefix("ل") for word in bare)))


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `names`, the longest first, in exactly these capitals."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    if not ordered:
        return NEVER
    return re.compile(rf"{_NAME_BEGINS}(?:{'|'.join(map(re.escape, ordered))})(?![\w/])")


def _phrase(cue: str) -> str:
    body, _, after = cue.partition(FOLLOWED)
    pattern = _BETWEEN.join(map(_word, body.split()))
    if not after:
        return pattern
    return rf"{pattern}(?={_BETWEEN}{_BETWEEN.join(map(_word, after.split()))}(?!\w))"


def _word(word: str) -> str:
    if word == ANY_WORD:
        return rf"(?!(?:{_NOT})\b)\w+"
    choices = [_form(one) for one in word.split("|")]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _form(word: str) -> str:
    """The word, in Arabic also with "to" before its article, which that shortens."""
    bare = re.escape(word.removeprefix(_THE))
    return f"(?:{_THE}|{_TO_THE}){bare}" if word.startswith(_THE) else re.escape(word)


def is_acronym(cue: str) -> bool:
    """Whether a cue is written in capitals and has to be, as in "ASP" and "EO 14203"."""
    letters = [sign for sign in cue if sign.isalpha()]
    return len(letters) >= 2 and all(sign.isupper() for sign in letters)


def first_of(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The first match of any of `patterns` in `text`, by its place."""
    found = [match for pattern in patterns if (match := pattern.search(text))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)
