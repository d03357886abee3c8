"""Operators told from words that only look like them."""

from dataclasses import replace

from archive.query.limits import MAX_SHORT_WORDS
from archive.query.pieces import ATOMS, BINARY, CLOSING, OPENING, PREFIXES, Piece, Pieces

# Single letters and Arabic words are words first: operators only between two operands.
_SHORT = frozenset({"Y", "O", "و", "أو", "ليس"})
# "tortura NO Siria" and "tortura Y NO Siria", but "say NO to impunity"
_AFTER_OPERATOR = frozenset({"NO"})
_ACRONYM_LETTERS = 5  # a word in capitals with more letters is no acronym


def settle(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Turn what is no operator where it stands into a plain word."""
    if _shouted(pieces):
        note = "All in capitals: AND, OR and NOT were read as words."
        return tuple(map(_plain, pieces)), (note,)
    words = sum(len(piece.words) or 1 for piece in pieces if piece.kind in ATOMS)
    kept: list[Piece] = []
    for place, piece in enumerate(pieces):
        before = kept[-1].kind if kept else ""
        after = pieces[place + 1].kind if place + 1 < len(pieces) else ""
        if piece.text in _SHORT:
            between = before in CLOSING and after in OPENING | PREFIXES | {"FIELD"}
            joined = before in BINARY and piece.kind == "_NOT"
            read = (between or joined) and words <= MAX_SHORT_WORDS
        else:
            is_alone = len(pieces) == 3 and before in ATOMS and after in ATOMS
            read = piece.text not in _AFTER_OPERATOR or before in BINARY or is_alone
        kept.append(piece if read else _plain(piece))
    return tuple(kept), ()


def _plain(piece: Piece) -> Piece:
    """Give an operator made of letters as a word, anything else as it is."""
    if piece.kind in BINARY | PREFIXES and piece.text.isalpha():
        return replace(piece, kind="WORD", words=(piece.text,))
    return piece


def _shouted(pieces: Pieces) -> bool:
    """Say whether operators stand in a text that is all in capitals and no list of acronyms."""
    if not any(piece.kind in BINARY | PREFIXES and piece.text.isupper() for piece in pieces):
        return False
    text = " ".join(piece.text for piece in pieces)
    plain = all(piece.kind in BINARY | PREFIXES | {"WORD"} for piece in pieces)
    return plain and text.isupper() and any(len(word) > _ACRONYM_LETTERS for word in text.split())
