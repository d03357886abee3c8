"""Exclusions in plain language: "truth commissions other than The Gambia"."""

from archive.messages import message
from archive.nodes import Phrase
from archive.query.limits import MAX_SENTENCE_WORDS
from archive.query.pieces import Piece, Pieces

# Read only where the word is in lower case and a name with a capital letter follows.
_OPENERS = tuple(
    tuple(words.split())
    for words in (
        "other than",
        "except for",
        "except",
        "excluding",
        "apart from",
        "autres que",
        "autre que",
        "à l'exception de",
        "à l’exception de",
        "excepté",
        "hormis",
        "hors",
        "sauf",
        "excepto",
        "salvo",
        "aparte de",
        "distintos de",
        "distintas de",
    )
)
# "The Gambia" is also just Gambia, but El Salvador is no Salvador.
_ARTICLES = frozenset({"the", "The", "la", "le", "les", "el", "los", "las"})
_INNER = frozenset({"of", "de", "du", "des", "del", "la"})
_LINKS = frozenset({"and", "or", "et", "ou", "y", "o", "nor", "ni"})


def read_plain_exclusions(pieces: Pieces) -> tuple[Pieces, tuple[str, ...]]:
    """Turn names behind "other than" and its like into excluded phrases, with a note."""
    if not 2 < len(pieces) <= MAX_SENTENCE_WORDS:
        return pieces, ()
    for start in range(len(pieces)):
        end = _after_opener(pieces, start)
        names: list[str] = []
        while end:
            name, after = _name(pieces, end)
            if not name:
                break
            names.append(name)
            stop = after
            linked = after < len(pieces) and pieces[after].text in _LINKS
            end = after + 1 if linked else 0
        if names:
            excluded = [part for name in names for part in _without(name)]
            listed = ", ".join(f'"{name}"' for name in names)
            note = message(
                "'%(typed)s' was read as: not %(words)s.",
                typed=_typed(pieces[start:stop]),
                words=listed,
            )
            return (*pieces[:start], *excluded, *pieces[stop:]), (note,)
    return pieces, ()


def _typed(pieces: Pieces) -> str:
    """Give what was typed for some pieces."""
    return " ".join(piece.text for piece in pieces)


def _without(name: str) -> tuple[Piece, Piece]:
    """Give the pieces that exclude a name."""
    phrase = Piece(kind="PHRASE", text=name, node=Phrase(text=name))
    return Piece(kind="_NOT", text="NOT"), phrase


def _after_opener(pieces: Pieces, start: int) -> int:
    """Give the place after an opener that begins at `start`, or 0."""
    for opener in _OPENERS:
        stop = start + len(opener)
        if tuple(piece.text for piece in pieces[start:stop]) == opener:
            return stop
    return 0


def _name(pieces: Pieces, start: int) -> tuple[str, int]:
    """Read the words of a name from `start`, without its article; the name and where it ends."""
    place = start
    if place < len(pieces) and pieces[place].text in _ARTICLES:
        place += 1
    words: list[str] = []
    end = start
    while place < len(pieces) and pieces[place].kind == "WORD":
        piece = pieces[place]
        place += 1
        if piece.text[0].isupper():
            words.extend(piece.words)
            end = place
            if not piece.text[-1].isalnum():
                break
        elif words and piece.text in _INNER:
            words.append(piece.text)
        else:
            break
    while words and words[-1] in _INNER:
        words.pop()
    return " ".join(words), end
