"""Identifiers of two parts, kept whole: "EO 14203", "resolution 1593"."""

import re

from archive.query.pieces import Piece, Pieces

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NUMBER = re.compile(r"\d{1,6}(?:/\d{2,4})?[.,;:?]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What carries a number of its own, in the archive's languages.
_NUMBERED = frozenset(
    "resolution decision article rule principle regulation law act order decree directive "
    "résolution décision règle principe règlement loi décret "
    "resolución decisión artículo regla principio reglamento ley decreto "
    "قرار القرار المادة مادة قانون القانون".split()
)


def join_identifiers(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Join a name and the number behind it into one word.

    The year in "resolution 1593 (2005)" stays a word of its own: joined, it would put the texts
    that cite a resolution before the resolution itself.
    """
    kept: list[Piece] = []
    for piece in pieces:
        if kept and _belong_together(kept[-1], piece):
            text = f"{kept.pop().text} {piece.text}"
            kept.append(Piece(kind="WORD", text=text, words=(text.rstrip(".,;:?"),)))
        else:
            kept.append(piece)
    return tuple(kept), ()


def _belong_together(name: Piece, number: Piece) -> bool:
    """Say whether two pieces are the name and the number of one thing."""
    if not (name.kind == number.kind == "WORD" and _NUMBER.fullmatch(number.text)):
        return False
    if _ACRONYM.fullmatch(name.text):
        return _YEAR.fullmatch(number.words[0]) is None
    return name.text.casefold() in _NUMBERED
