"""Pieces put in an order that the grammar can read, whatever was typed."""

from dataclasses import replace
from itertools import pairwise

from archive.messages import message
from archive.query.limits import MAX_DEPTH, MAX_FUZZY, MAX_OPERATORS, MAX_WILDCARDS
from archive.query.pieces import ATOMS, BINARY, CLOSING, OPENING, PREFIXES, Piece, Pieces, Step
from archive.query.words import words_of

_BRACKETS = frozenset({"_LPAR", "_RPAR"})
_LONE_BRACKET = message("A bracket without a partner was left out.")


def mend(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Return pieces that the grammar accepts, with a note on each thing that was changed."""
    pieces, notes = _few(pieces)
    steps: tuple[Step, ...] = (_matched, _scoped, _prefixed, _joined, _in_sentences)
    is_mended = False
    while not is_mended:
        for step in steps:
            pieces, more = step(pieces)
            notes += more
        is_mended = not _has_empty_brackets(pieces)  # "(/s)": what joined nothing was left out
    return pieces, notes


def _has_empty_brackets(pieces: Pieces) -> bool:
    return any((one.kind, after.kind) == ("_LPAR", "_RPAR") for one, after in pairwise(pieces))


def as_words(piece: Piece) -> Pieces:
    """Give a piece that means nothing where it stands as a plain word, if it has letters."""
    words = tuple(words_of(piece.text)) if piece.text[0] != "/" else ()
    return (Piece(kind="WORD", text=" ".join(words), words=words),) if words else ()


def _few(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Keep the number of operators, quotes, wildcards and fuzzy words within their limits."""
    notes: list[str] = []
    operators = BINARY | PREFIXES
    quoted = sum(piece.kind in ("PHRASE", "CONDITION") for piece in pieces)
    if max(sum(piece.kind in operators for piece in pieces), quoted) > MAX_OPERATORS:
        notes.append(
            message(
                "More than %(number)s operators or quotes: all was read as plain words.",
                number=MAX_OPERATORS,
            )
        )
        pieces = tuple(
            word
            for piece in pieces
            if piece.kind not in operators | _BRACKETS | {"FIELD"}
            for word in (as_words(piece) if piece.kind in ("PHRASE", "CONDITION") else (piece,))
        )
    for kind, most, sign in (("WILD", MAX_WILDCARDS, "*"), ("FUZZY", MAX_FUZZY, "~")):
        places = [place for place, piece in enumerate(pieces) if piece.kind == kind]
        if len(places) > most:
            notes.append(
                message(
                    "Only the first %(number)s words with %(sign)s were read so, the others as "
                    "plain words.",
                    number=most,
                    sign=sign,
                )
            )
            extra = set(places[most:])
            pieces = tuple(
                replace(piece, kind="WORD", node=None, words=tuple(words_of(piece.text)))
                if place in extra
                else piece
                for place, piece in enumerate(pieces)
            )
    return pieces, tuple(notes)


def _partners(pieces: Pieces) -> dict[int, int]:
    """Map the place of each opening bracket that is read to its closing one, and back."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.kind == "_LPAR":
            opened.append(place)
        elif piece.kind == "_RPAR" and opened:
            start = opened.pop()
            if len(opened) < MAX_DEPTH:
                partners[start], partners[place] = place, start
    return partners


def _matched(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Leave out brackets that have no partner, nothing inside, or stand too deep."""
    partners = _partners(pieces)
    brackets = sum(piece.kind in _BRACKETS for piece in pieces)
    notes: tuple[str, ...] = ()
    if brackets > len(partners):
        notes = (_too_deep_or_lone(pieces),)
    kept: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.kind in _BRACKETS and place not in partners:
            continue
        if piece.kind == "_RPAR" and kept[-1].kind == "_LPAR":
            kept.pop()
            if kept and kept[-1].kind == "FIELD":
                kept.pop()
            continue
        kept.append(piece)
    return tuple(kept), notes


def _scoped(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Read a field whose bracket was left out as a plain word."""
    kept: list[Piece] = []
    notes: list[str] = []
    for place, piece in enumerate(pieces):
        if piece.kind != "FIELD" or [p.kind for p in pieces[place + 1 : place + 2]] == ["_LPAR"]:
            kept.append(piece)
        else:
            kept.extend(as_words(piece))
            notes.append(
                message("'%(typed)s' could not be read: searched as plain words.", typed=piece.text)
            )
    return tuple(kept), tuple(notes)


def _too_deep_or_lone(pieces: Pieces) -> str:
    """Say why brackets were left out."""
    depth = deepest = 0
    for piece in pieces:
        depth += {"_LPAR": 1, "_RPAR": -1}.get(piece.kind, 0)
        deepest = max(deepest, depth)
    if depth == 0 and deepest > MAX_DEPTH:
        return message("Brackets deeper than %(number)s were left out.", number=MAX_DEPTH)
    return _LONE_BRACKET


def _prefixed(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Keep one sign before an operand: NOT if there is one; a sign before nothing is a word."""
    kept: list[Piece] = []
    notes: list[str] = []
    signs: list[Piece] = []
    for piece in (*pieces, Piece(kind="END", text="")):
        if piece.kind in PREFIXES:
            signs.append(piece)
            continue
        if signs and piece.kind in OPENING:
            kept.append(next((sign for sign in signs if sign.kind == "_NOT"), signs[0]))
        else:
            for sign in signs:
                kept.extend(as_words(sign))
                notes.append(
                    message(
                        "'%(typed)s' has nothing after it: searched as a plain word.",
                        typed=sign.text,
                    )
                )
        signs = []
        kept.append(piece)
    return tuple(kept[:-1]), tuple(notes)


def _joined(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Keep one operator between two operands; any other is a word."""
    kept: list[Piece] = []
    notes: list[str] = []
    following = OPENING | PREFIXES
    for place, piece in enumerate(pieces):
        if piece.kind not in BINARY:
            kept.append(piece)
            continue
        after = next((p.kind for p in pieces[place + 1 :] if p.kind not in BINARY), "END")
        if kept and kept[-1].kind in CLOSING and after in following:
            kept.append(piece)
        elif kept and kept[-1].kind in BINARY:
            notes.append(
                message(
                    "'%(typed)s' after '%(before)s' was left out.",
                    typed=piece.text,
                    before=kept[-1].text,
                )
            )
        elif words := as_words(piece):
            kept.extend(words)
            notes.append(
                message(
                    "'%(typed)s' has nothing to join: searched as a plain word.", typed=piece.text
                )
            )
        else:
            notes.append(
                message("'%(typed)s' has nothing to join: it was left out.", typed=piece.text)
            )
    return tuple(kept), tuple(notes)


def _in_sentences(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Read /s beside anything but words and phrases as AND."""
    kept: list[Piece] = []
    notes: list[str] = []
    able = ATOMS - {"CONDITION"}
    for place, piece in enumerate(pieces):
        if piece.kind != "_SENTENCE" or {pieces[place - 1].kind, pieces[place + 1].kind} <= able:
            kept.append(piece)
        else:
            kept.append(replace(piece, kind="_AND"))
            notes.append(message("/s joins words and phrases only: it was read as AND."))
    return tuple(kept), tuple(notes)
