"""What had to be repaired: the ways in which a right quotation differs from its source."""

import re
import unicodedata
from collections.abc import Callable

from archive.messages import Message, message
from archive.wording import normal

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟«»‹›", '"'))
_HYPHENS = re.compile("[-\u00ad\u2010-\u2015\u2212\u00ac]\\s*")
_LETTERS = re.compile(r"\w+")
_SILENT = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
)
_PUNCTUATION = re.compile(rf"[^\w\s'\"{_SILENT}\u00ad\u0300-\u036f\u2010-\u2015\u2212\u00ac-]|_")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return re.sub(r"['\"]", "", text.translate(_QUOTES))


def _joined(text: str) -> str:
    return _HYPHENS.sub("", text)


def _lettered(text: str) -> str:
    text = re.sub(r"(?<=[^\W\d_])[⁰¹²³⁴-⁹]+", "", text)
    return unicodedata.normalize("NFKC", re.sub(f"[{_SILENT}](?!\\s)", "", text))


def _lowered(text: str) -> str:
    return text.casefold()


def _unpunctuated(text: str) -> str:
    return _PUNCTUATION.sub("", text)


# In the order in which they are applied: letters first, or a ligature would hide from the others.
_STEPS: tuple[tuple[Message, Callable[[str], str]], ...] = (
    (message("ligatures and invisible signs"), _lettered),
    (message("hyphens and dashes"), _joined),
    (message("quotation marks"), _quoted),
    (message("punctuation"), _unpunctuated),
    (message("capital letters"), _lowered),
    (message("line breaks and spaces"), _spaced),
)


def needed(typed: str, source: str) -> tuple[str, ...]:
    """The repairs without any of which `typed`, whose words are right, would differ.

    Empty if it is the source sign for sign, but for punctuation at the ends.
    """
    typed, source = _trimmed(typed), _trimmed(source)
    if typed == source:
        return ()
    found = [
        name
        for name, _ in _STEPS
        if _applied(typed, without=name) != _applied(source, without=name)
    ]
    return tuple(found) or (message("punctuation"),)


def _applied(text: str, *, without: str) -> str:
    for name, step in _STEPS:
        if name != without:
            text = step(text)
    return text if without == "line breaks and spaces" else "".join(text.split())


def _trimmed(text: str) -> str:
    """From the first word to the last."""
    words = [match for match in _LETTERS.finditer(text) if normal(match.group())]
    return text[words[0].start() : words[-1].end()] if words else text.strip()
