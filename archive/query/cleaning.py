"""Typed text made readable: one form of each character, no invisible ones, one kind of quote."""

import re
import unicodedata

# Double quotation marks of English, French, Spanish, German and Arabic writing.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″〝〞＂", '"'))
_SINGLE = re.compile(r"(?<!\w)[‘‚‛]([^‘’‚‛\n]{2,}?)[’‘](?!\w)")
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SEPARATORS = re.compile(r"\s+")


def _visible(character: str) -> str:
    """Give the character, a space for a control, nothing for a mark of direction or joining."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in _UNSEEN else character


def clean(text: str) -> str:
    """Return `text` in NFC on one line, without control, direction and zero-width characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return _SEPARATORS.sub(" ", text).strip()


def straighten(text: str) -> str:
    """Return `text` with every pair of quotation marks straight; apostrophes stay."""
    if text.isascii():
        return text
    return _SINGLE.sub(r'"\1"', text.translate(_HYPHENS).translate(_QUOTES))
