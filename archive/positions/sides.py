"""Two positions side by side, with the words that only one of them has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from archive.annotation.model import Annotation
from archive.errors import NotFoundError
from archive.followed import WORDS, follow
from archive.messages import message
from archive.model import TextOrigin
from archive.opened import Opened
from archive.positions.cards import Card, card

# Words compared on each side, the first of a longer passage; 600 are some two printed pages.
MOST_WORDS = 600
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row, with the spaces behind them; `is_own` where only this side has them."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One position with its words in runs; `note` where they are not those searched now."""

    card: Card
    runs: tuple[Run, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two positions; `share` is how much of their words both have in one order, from 0 to 1.

    `is_comparable` is false where they are in two languages: nothing is marked then. `left_out`
    is how many words behind the first MOST_WORDS of both were not compared and are not marked.
    """

    first: Side
    second: Side
    share: float
    is_comparable: bool
    left_out: int = 0


def side(opened: Opened, passage_id: str) -> Side:
    """A position by its passage's id, also by one that only an earlier version has.

    Raises NotFoundError where there is none.
    """
    followed = follow([passage_id], columns=opened.columns, earlier=opened.earlier)[passage_id]
    if not followed.verdict and followed.row is not None:
        return _side(card(opened, followed.row), "")
    versions = opened.earlier.of_passage(passage_id)
    found = versions[-1].passage(passage_id) if versions else None
    rows = opened.columns.rows_of_document(versions[-1].doc_id if versions else "")
    if found is None or not len(rows):
        raise NotFoundError(
            message(
                "There is no passage '%(passage)s'; a card or a search names it.",
                passage=passage_id[:60],
            )
        )
    shown = Card(
        document=opened.row(int(rows[0])).document,
        passage=found[0],
        annotation=Annotation() if followed.row is None else opened.annotations.of(followed.row),
        is_digest=versions[-1].origin is TextOrigin.DIGEST,
    )
    became = WORDS.get(followed.verdict, followed.verdict)
    note = message("Of an earlier version: %(verdict)s in the present one.", verdict=became)
    return _side(shown, note)


def _side(shown: Card, note: str) -> Side:
    return Side(card=shown, runs=(Run(text=shown.passage.text, is_own=False),), note=note)


def compare(opened: Opened, first_id: str, second_id: str) -> Pair:
    """The positions of both passages; raises NotFoundError naming one that is not there."""
    first, second = side(opened, first_id), side(opened, second_id)
    if first.card.passage.language != second.card.passage.language:
        return Pair(first=first, second=second, share=0.0, is_comparable=False)
    ours, theirs, share = marked(first.card.passage.text, second.card.passage.text)
    return Pair(
        first=Side(card=first.card, runs=ours, note=first.note),
        second=Side(card=second.card, runs=theirs, note=second.note),
        share=share,
        is_comparable=True,
        left_out=sum(map(_left_out, (first.card.passage.text, second.card.passage.text))),
    )


def marked(first: str, second: str) -> tuple[tuple[Run, ...], tuple[Run, ...], float]:
    """Both texts in runs that give them whole, and the share of their words that both have.

    What stands behind the first MOST_WORDS is never marked.
    """
    ours, theirs = _words(first), _words(second)
    matcher = SequenceMatcher(
        None, [word for word, _ in ours], [word for word, _ in theirs], autojunk=False
    )
    same = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in same)
    return (
        tuple(_runs(first, ours, [(block.a, block.size) for block in same])),
        tuple(_runs(second, theirs, [(block.b, block.size) for block in same])),
        2 * alike / max(1, len(ours) + len(theirs)),
    )


def _words(text: str) -> list[tuple[str, int]]:
    """The first words with where each begins; quotation marks count in any shape."""
    found = islice(_WORD.finditer(text), MOST_WORDS)
    return [(_straight(match.group()), match.start()) for match in found]


def _left_out(text: str) -> int:
    return max(0, sum(1 for _ in _WORD.finditer(text)) - MOST_WORDS)


def _straight(word: str) -> str:
    return word.translate(str.maketrans("‘’“”«»‑", '\'\'""""-'))


def _runs(
    text: str, words: Sequence[tuple[str, int]], same: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """`text` cut where words that both have begin and end."""
    behind = next(islice(_WORD.finditer(text), MOST_WORDS, None), None)
    end = behind.start() if behind else len(text)
    starts = [start for _, start in words] + [end]
    at = 0
    if words and starts[0]:
        yield Run(text=text[: starts[0]], is_own=False)
    for first, size in same:
        if first > at:
            yield Run(text=text[starts[at] : starts[first]], is_own=True)
        yield Run(text=text[starts[first] : starts[first + size]], is_own=False)
        at = first + size
    if at < len(words):
        yield Run(text=text[starts[at] : end], is_own=True)
    if behind:
        yield Run(text=text[end:], is_own=False)
