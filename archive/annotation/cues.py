"""Cues: words of the rule files as patterns that find them whole, in any capitals."""

import re
from collections.abc import Iterable, Sequence

# What may stand between two words of a cue: spaces, an apostrophe, a hyphen.
_BETWEEN = r"[\s'’‑-]+"
# Arabic writes "and" as the first letter of the next word.
_AND = r"(?:[وف](?=[\u0600-\u06ff]))?"
ANY_WORD = "*"
NEVER = re.compile(r"(?!)")


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `cues`, the longest first.

    `a|b` in a word's place means either, `*` any word.
    """
    ordered = sorted(set(cues), key=lambda cue: (-len(cue), cue))
    if not ordered:
        return NEVER
    choices = "|".join(map(_phrase, ordered))
    return re.compile(rf"(?<![\w/-]){_AND}(?:{choices})(?![\w/])", re.IGNORECASE)


def name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `names`, the longest first, in exactly these capitals."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    if not ordered:
        return NEVER
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, ordered))})(?![\w/])")


def _phrase(cue: str) -> str:
    return _BETWEEN.join(_word(word) for word in cue.split())


def _word(word: str) -> str:
    if word == ANY_WORD:
        return r"\w+"
    choices = [re.escape(one) for one in word.split("|")]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def is_acronym(cue: str) -> bool:
    """Whether a cue is written in capitals and has to be, as in "ASP" and "EO 14203"."""
    letters = [sign for sign in cue if sign.isalpha()]
    return len(letters) >= 2 and all(sign.isupper() for sign in letters)


def first_of(patterns: Sequence[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The first match of any of `patterns` in `text`, by its place."""
    found = [match for pattern in patterns if (match := pattern.search(text))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)
