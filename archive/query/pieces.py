"""The pieces a query is cut into before its tree is built."""

from collections.abc import Callable
from dataclasses import dataclass

from archive.nodes import Field, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One token: `kind` is its terminal in `query.lark`, `text` what was typed.

    `words` are the words of a plain chunk, `node` the clause of any other atom, `column` the
    field of a FIELD before brackets.
    """

    kind: str
    text: str
    words: tuple[str, ...] = ()
    node: Node | None = None
    column: str = ""
    field: Field = Field.ANY


Pieces = tuple[Piece, ...]
# A step takes the pieces and gives them back changed, with notes on what it could not read.
Step = Callable[[Pieces], tuple[Pieces, tuple[str, ...]]]

ATOMS = frozenset({"WORD", "PHRASE", "WILD", "FUZZY", "CONDITION"})
OPENING = ATOMS | {"_LPAR", "FIELD"}
CLOSING = ATOMS | {"_RPAR"}
BINARY = frozenset({"_AND", "_OR", "_SENTENCE"})
PREFIXES = frozenset({"_NOT", "_PLUS"})
