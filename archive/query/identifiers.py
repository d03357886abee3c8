"""Identifiers of several parts, kept whole: "EO 14203", "resolution 1593 (2005)"."""

import re

from archive.nodes import Field
from archive.query.pieces import Piece, Pieces

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NUMBER = re.compile(r"\d{1,6}(?:/\d{2,4})?[.,;:?]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What carries a number of its own, in the archive's languages.
_NUMBERED = frozenset(
    "resolution decision article rule principle regulation law act order decree directive "
    "résolution décision règle principe règlement loi décret directive "
    "resolución decisión artículo regla principio reglamento ley decreto "
    "قرار القرار المادة مادة قانون القانون".split()
)


def join_identifiers(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Join a name and its number, and the year in brackets behind it, into one word."""
    kept: list[Piece] = []
    place = 0
    while place < len(pieces):
        end = _end(pieces, place)
        if end > place + 1:
            text = " ".join(piece.text for piece in pieces[place:end])
            text = text.replace("( ", "(").replace(" )", ")")
            kept.append(Piece(kind="WORD", text=text, words=(text.rstrip(".,;:?"),)))
        else:
            kept.append(pieces[place])
        place = max(end, place + 1)
    return tuple(kept), ()


def _is_number(piece: Piece) -> bool:
    """Say whether a piece is a number, as in "14203" or "2271/96"."""
    return piece.kind == "WORD" and _NUMBER.fullmatch(piece.text) is not None


def _end(pieces: Pieces, start: int) -> int:
    """Give the place after the identifier that begins at `start`, or `start`."""
    piece = pieces[start]
    if piece.kind != "WORD" or piece.field is not Field.ANY or len(piece.words) != 1:
        return start
    number = start
    if not _is_number(piece):
        if start + 1 == len(pieces) or not _is_number(pieces[start + 1]):
            return start
        number = start + 1
        acronym = _ACRONYM.fullmatch(piece.text) and not _YEAR.fullmatch(pieces[number].words[0])
        if not acronym and piece.text.casefold() not in _NUMBERED:
            return start
    if _has_year(pieces[number + 1 : number + 4]):
        return number + 4
    return number + 1


def _has_year(pieces: Pieces) -> bool:
    """Say whether the pieces are a year in brackets."""
    kinds = tuple(piece.kind for piece in pieces)
    return kinds == ("_LPAR", "WORD", "_RPAR") and _YEAR.fullmatch(pieces[1].text) is not None
