"""Decide whether a word broken at the end of a line keeps its hyphen."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A hyphen at the end of a line may be the sign for nothing else (U+2010).
HYPHENS = ("-", "\u2010")
_LAST = re.compile(r"([^\W\d_]+)[-\u2010]$")
# These keep the hyphen after them where the document does not say otherwise.
_PREFIXES = frozenset(("anti", "cross", "ex", "non", "post", "quasi", "self", "well"))
_FIRST = re.compile(r"[^\W\d_]+")


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Return the words that stand whole within a line, in lower case, hyphens kept."""
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def joined(left: str, right: str, words: frozenset[str]) -> str | None:
    """Return `left` as it is to stand directly before `right`, or None if no word is broken.

    The document's own `words` decide: the whole word if it occurs elsewhere, else the hyphenated
    word if that does, else the whole word.
    """
    last, first = _LAST.search(left), _FIRST.match(right)
    if not last or not first or not right[0].islower():
        return None
    whole = f"{last[1]}{first[0]}".casefold()
    hyphenated = f"{last[1]}-{first[0]}".casefold()
    if whole not in words and (hyphenated in words or last[1].casefold() in _PREFIXES):
        return left
    return left[:-1]
