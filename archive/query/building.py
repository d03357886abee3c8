"""The tree of a query, built by the grammar from mended pieces."""

from dataclasses import dataclass, replace

from lark import Token, Transformer

from archive.nodes import (
    DateRange,
    Field,
    Fuzzy,
    Group,
    Match,
    Node,
    Phrase,
    Prefix,
    SameSentence,
    Word,
    is_condition,
)
from archive.query.fields import match, titled
from archive.query.grammar import grammar
from archive.query.pieces import Piece, Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of the tree with the text that is embedded for it.

    Side by side, a `required` part is a must, a `negative` one a must-not, any other a should.
    """

    node: Node
    meaning: str = ""
    required: bool = False
    negative: bool = False


def build(pieces: Pieces) -> tuple[Node | None, str]:
    """Return the tree of mended `pieces` with the text to embed; None for no pieces."""
    if not pieces:
        return None, ""
    if all(piece.kind == "WORD" and piece.field is Field.ANY for piece in pieces):
        part = _side_by_side([_leaf(piece) for piece in pieces])
    else:
        reading = grammar().parse_interactive()
        for piece in pieces:
            reading.feed_token(Token(piece.kind, piece))
        part = _Tree().transform(reading.feed_eof())  # type: ignore[no-untyped-call]
    node = Group(must_not=(part.node,)) if part.negative else part.node
    if isinstance(node, Word) and " " in node.text:
        node = Group(should=(node,))  # an identifier alone: its parts count too
    return node, part.meaning


def group(
    *,
    must: tuple[Node, ...] = (),
    should: tuple[Node, ...] = (),
    must_not: tuple[Node, ...] = (),
) -> Node:
    """Make a group, or the only positive clause itself where a group would add nothing."""
    if len(must) + len(should) == 1 and not must_not:
        return (must or should)[0]
    return Group(must=must, should=should, must_not=must_not)


def _leaf(piece: Piece) -> Part:
    """Make a part of one atom; phrases, conditions and titles are required beside words."""
    in_title = piece.field is Field.TITLE
    if piece.node is None:
        words = tuple(Word(text=word, field=piece.field) for word in piece.words)
        return Part(node=group(should=words), meaning=piece.text, required=in_title)
    required = in_title or isinstance(piece.node, Phrase | Match | DateRange)
    meaning = "" if piece.kind == "CONDITION" else piece.text
    return Part(node=piece.node, meaning=meaning, required=required)


def _meaning(parts: list[Part]) -> str:
    """Join the texts of the parts that are asked for."""
    return " ".join(part.meaning for part in parts if part.meaning and not part.negative)


def _side_by_side(parts: list[Part]) -> Part:
    """Join parts without an operator between them; groups of the same kind melt into one."""
    if len(parts) == 1:
        return parts[0]
    must: list[Node] = []
    should: list[Node] = []
    must_not: list[Node] = []
    for part in parts:
        node = part.node
        if part.negative:
            must_not.append(node)
        elif isinstance(node, Group) and not (part.required and not node.must):
            must.extend(node.must)
            should.extend(node.should)
            must_not.extend(node.must_not)
        else:
            (must if part.required else should).append(node)
    node = group(must=tuple(must), should=tuple(should), must_not=tuple(must_not))
    return Part(node=node, meaning=_meaning(parts), required=bool(must))


def _all_of(parts: list[Part]) -> Part:
    """Join parts by AND; a group whose wishes have to hold stays a group."""
    must: list[Node] = []
    should: list[Node] = []
    must_not: list[Node] = []
    for part in parts:
        node = part.node
        if part.negative:
            must_not.append(node)
        elif isinstance(node, Group) and not (node.should and all(map(is_condition, node.must))):
            must.extend(node.must)
            should.extend(node.should)
            must_not.extend(node.must_not)
        else:
            must.append(node)
    node = group(must=tuple(must), should=tuple(should), must_not=tuple(must_not))
    return Part(node=node, meaning=_meaning(parts), required=True)


def _any_of(parts: list[Part]) -> Part:
    """Join parts by OR."""
    should: list[Node] = []
    for part in parts:
        node = Group(must_not=(part.node,)) if part.negative else part.node
        if isinstance(node, Group) and not _strict(node):
            should.extend(node.should)
        else:
            should.append(node)
    return Part(node=group(should=tuple(should)), meaning=_meaning(parts), required=True)


def _strict(node: Group) -> bool:
    """Say whether a group asks for more than one of its parts."""
    return bool(node.must or node.must_not)


def _one_value(part: Part) -> str:
    """Give plain words in brackets as one value: publisher:(Human Rights Watch)."""
    if not isinstance(part.node, Group) or part.required or _strict(part.node):
        return ""
    words = [node.text for node in part.node.should if isinstance(node, Word)]
    return " ".join(words) if len(words) == len(part.node.should) else ""


def _scope(node: Node, column: str) -> Node:
    """Look for everything below `node` in one field."""
    if isinstance(node, Group):
        must, should, must_not = (
            tuple(_scope(part, column) for part in parts)
            for parts in (node.must, node.should, node.must_not)
        )
        return Group(must=must, should=should, must_not=must_not)
    if isinstance(node, SameSentence):
        parts = tuple(_scope(part, column) for part in node.parts)
        return SameSentence(parts=parts) if column == "title" else Group(must=parts)
    if isinstance(node, Word | Phrase | Prefix | Fuzzy):
        return titled(node) if column == "title" else match(column, node.text)
    return node


class _Tree(Transformer[Token, Part]):
    """The rules of `query.lark`, each as what it makes of its parts."""

    def start(self, children: list[Part]) -> Part:
        """Give the whole query."""
        return children[0]

    def sequence(self, children: list[Part]) -> Part:
        """Join clauses side by side."""
        return _side_by_side(children)

    def any_of(self, children: list[Part]) -> Part:
        """Join clauses by OR."""
        return _any_of(children)

    def all_of(self, children: list[Part]) -> Part:
        """Join clauses by AND."""
        return _all_of(children)

    def without(self, children: list[Part]) -> Part:
        """Leave out what holds the clause."""
        node = children[0].node
        return Part(node=Group(must_not=(node,)) if children[0].negative else node, negative=True)

    def required(self, children: list[Part]) -> Part:
        """Ask for the clause even beside other words."""
        node = children[0].node
        whole = Group(must=(node,)) if isinstance(node, Group) else node
        return replace(children[0], node=whole, required=True)

    def same_sentence(self, children: list[Part]) -> Part:
        """Ask for all parts in one sentence."""
        parts: list[Node] = []
        for child in children:
            parts.extend(child.node.should if isinstance(child.node, Group) else (child.node,))
        node = SameSentence(parts=tuple(parts))
        return Part(node=node, meaning=_meaning(children), required=True)

    def bracketed(self, children: list[Part]) -> Part:
        """Give what stands in brackets."""
        return children[0]

    def scoped(self, children: list[Token | Part]) -> Part:
        """Look for what stands in brackets in the field before them."""
        scope, part = children
        assert isinstance(part, Part)
        assert isinstance(scope, Token)
        column = scope.value.column
        value = _one_value(part) if column != "title" else ""
        node = match(column, value) if value else _scope(part.node, column)
        meaning = part.meaning if column == "title" else ""
        return replace(part, node=node, meaning=meaning, required=True)

    def leaf(self, children: list[Token]) -> Part:
        """Make a part of one atom."""
        return _leaf(children[0].value)
