"""A typed query cut into pieces by the terminals of the grammar."""

import re

from lark import Token

from archive.messages import message
from archive.nodes import Fuzzy, Node, Phrase, Prefix
from archive.query.grammar import grammar
from archive.query.limits import MAX_DISTANCE, MAX_SLOP, MIN_STEM_LETTERS
from archive.query.pieces import Piece, Pieces
from archive.query.words import is_address, words_of

_PHRASE = re.compile(r'(=?)"([^"]*)"(?:(~)(\d*))?')
_STRAY = message(
    "A quotation mark without a partner was left out: those words were searched as plain words."
)


def scan(text: str) -> tuple[Pieces, tuple[str, ...]]:
    """Cut `text` into pieces without punctuation, with notes on what could not be read."""
    pieces: list[Piece] = []
    notes: list[str] = []
    for token in grammar().lex(text):
        piece, note = _piece(token)
        if piece:
            pieces.append(piece)
        if note:
            notes.append(note)
    return tuple(pieces), tuple(notes)


def _piece(token: Token) -> tuple[Piece | None, str]:
    """Read one token; None for punctuation."""
    text = str(token)
    if text == '"':
        return None, _STRAY
    if token.type == "PHRASE":
        return _phrase(text)
    if token.type == "WILD":
        return _wild(text)
    if token.type == "FUZZY":
        return _fuzzy(text)
    if token.type == "WORD":
        return _plain(text)
    return Piece(kind=token.type, text=text), ""


def _plain(text: str) -> tuple[Piece | None, str]:
    """Read a chunk without a mark of its own; a `*` inside a word ends its stem."""
    words = words_of(text)
    if not words:
        return None, ""
    if is_address(text):
        note = message("The address '%(typed)s' was searched as its words.", typed=text)
        return Piece(kind="WORD", text=" ".join(words), words=tuple(words)), note
    stem, star, rest = text.partition("*")
    if star and rest and len(words_of(stem)) == 1:
        piece, other = _wild(f"{stem}*")
        return piece, other or message(
            "'%(typed)s' was read as '%(stem)s*': * stands at the end of a word.",
            typed=text,
            stem=stem,
        )
    if not star:
        return Piece(kind="WORD", text=text, words=tuple(words)), ""
    note = message("The * of '%(typed)s' was left out: it stands at the end of a word.", typed=text)
    return Piece(kind="WORD", text=text, words=tuple(words)), note


def _ending(text: str, mark: str) -> tuple[Piece | None, str, str]:
    """Split "stem" from its `mark`; a stem that is too short, or not one word, stays plain."""
    stem, _, count = text.rpartition(mark)
    words = re.findall(r"[^\s\-/.'’]+", " ".join(words_of(stem)))
    if not words:
        return None, "", ""
    plain = Piece(kind="WORD", text=stem, words=tuple(words_of(stem)))
    if len(words) > 1:
        note = message(
            "'%(typed)s' was searched as plain words: %(mark)s stands after one word.",
            typed=text,
            mark=mark,
        )
        return plain, note, ""
    if sum(map(str.isalnum, words[0])) < MIN_STEM_LETTERS:
        note = message(
            "'%(typed)s' was searched as a plain word: %(mark)s needs %(number)s letters.",
            typed=text,
            mark=mark,
            number=MIN_STEM_LETTERS,
        )
        return plain, note, ""
    return plain, "", count


def _wild(text: str) -> tuple[Piece | None, str]:
    """Read `word*`."""
    plain, note, _ = _ending(text, "*")
    if plain is None or note:
        return plain, note
    return Piece(kind="WILD", text=plain.text, node=Prefix(text=plain.words[0])), ""


def _fuzzy(text: str) -> tuple[Piece | None, str]:
    """Read `word~` or `word~2`."""
    plain, note, count = _ending(text, "~")
    if plain is None or note:
        return plain, note
    distance = int(count[:3] or 1)
    if distance > MAX_DISTANCE:
        note = message(
            "'%(typed)s' was read as '%(word)s~%(number)s', the most changed letters.",
            typed=text,
            word=plain.words[0],
            number=MAX_DISTANCE,
        )
        distance = MAX_DISTANCE
    node: Node = Fuzzy(text=plain.words[0], distance=distance)
    if distance == 0:
        node = Phrase(text=plain.words[0])
    return Piece(kind="FUZZY", text=plain.text, node=node), note


def _phrase(text: str) -> tuple[Piece | None, str]:
    """Read `"a phrase"`, `="Accents Kept"` or `"a b"~5`."""
    match = _PHRASE.fullmatch(text)
    if match is None or not words_of(match[2]):
        return None, ""
    inner = match[2].strip(" .,;:!?…،؛؟")
    slop = int(match[4][:3]) if match[4] else 0
    note = ""
    if slop > MAX_SLOP:
        note = message(
            "~%(typed)s was read as the most, ~%(number)s.", typed=match[4], number=MAX_SLOP
        )
        slop = MAX_SLOP
    if "*" in inner:
        note = message(
            "The * in %(typed)s was left out: quoted words are exact.", typed=f'"{inner}"'
        )
        inner = " ".join(inner.replace("*", " ").split())
    node = Phrase(text=inner, slop=slop, accents=bool(match[1]))
    return Piece(kind="PHRASE", text=inner, node=node), note
