"""Decide whether a word broken at the end of a line keeps its hyphen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A hyphen at the end of a line may be the sign for nothing else (U+2010).
HYPHENS = ("-", "\u2010")
_LAST = re.compile(r"([^\W\d_]+)[-\u2010]$")
# These keep the hyphen after them where the document does not say otherwise.
_PREFIXES = frozenset(("anti", "cross", "ex", "non", "post", "quasi", "self", "well"))
_FIRST = re.compile(r"[^\W\d_]+")


# A text that breaks words ends one line in ten or more with a hyphen, one that does not one in a
# hundred or fewer, at a word that has one anyway (27 of 28 reports of the United Nations: at most
# 0.015). Told from so many lines.
_BREAKING_SHARE = 0.02
_LINES_TO_TELL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words that stand whole within a text's lines, in lower case, hyphens kept.

    `breaks`: whether the text breaks words at the end of a line.
    """

    whole: frozenset[str]
    breaks: bool = True


def words_of(lines: Sequence[str]) -> Words:
    """Return the words of a text's `lines`, in order, and whether it breaks any."""
    whole = frozenset(word.casefold() for line in lines for word in _WORD.findall(line))
    pairs = [
        (last[1], first[0])
        for line, following in pairwise(lines)
        if (last := _LAST.search(line)) and (first := _FIRST.match(following))
    ]
    is_rare = len(pairs) <= _BREAKING_SHARE * len(lines) and len(lines) >= _LINES_TO_TELL
    broken = sum(f"{left}{right}".casefold() in whole for left, right in pairs)
    return Words(whole=whole, breaks=not is_rare or 2 * broken > len(pairs))


def joined(left: str, right: str, words: Words) -> str | None:
    """Return `left` as it is to stand directly before `right`, or None if no word is broken.

    The document's own `words` decide: the whole word if it occurs elsewhere, else the hyphenated
    word if that does or no word is broken anywhere, else the whole word.
    """
    last, first = _LAST.search(left), _FIRST.match(right)
    if not last or not first or not right[0].islower():
        return None
    whole = f"{last[1]}{first[0]}".casefold()
    hyphenated = f"{last[1]}-{first[0]}".casefold()
    keeps = hyphenated in words.whole or not words.breaks or last[1].casefold() in _PREFIXES
    if whole not in words.whole and keeps:
        return left
    return left[:-1]
