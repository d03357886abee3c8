"""Put the letters of a line that is read from right to left into the order they are read in.

PDFs hold them as they were drawn, often from left to right; their places tell the order.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

# Pieces of a word touch, two words of a line are at most this many times the size of type apart;
# more is the gap between columns.
_TOUCHING, _WORDS_APART = 0.1, 1.5
# Classes of Unicode's bidirectional algorithm (UAX 9): letters that are read from right to left,
# and letters and figures that are not.
_RIGHT, _LEFT, _FIGURES = frozenset(("R", "AL")), frozenset(("L",)), frozenset(("EN", "AN"))
_OPENING, _CLOSING = "([{«‹<", ")]}»›>"
_MIRRORED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)


class Placed(Protocol):
    """A letter with its sides and its size of type in points."""

    @property
    def text(self) -> str:
        """One character."""

    @property
    def left(self) -> float:
        """The side towards the page's left edge."""

    @property
    def right(self) -> float:
        """The side towards the page's right edge."""

    @property
    def bottom(self) -> float:
        """The lower side."""

    @property
    def top(self) -> float:
        """The upper side."""

    @property
    def size(self) -> float:
        """The size of type."""

    def _replace(self, *, text: str) -> "Placed":
        """A letter in the same place."""


_T = TypeVar("_T", bound=Placed)


def is_right_to_left(letters: Iterable[Placed]) -> bool:
    """Whether most letters are of a script that is read from right to left."""
    kinds = Counter(unicodedata.bidirectional(letter.text) for letter in letters)
    return sum(kinds[one] for one in _RIGHT) > sum(kinds[one] for one in _LEFT)


def lines(pieces: Sequence[Sequence[_T]]) -> list[list[_T]]:
    """The lines of a page that is read from right to left, made of pieces of lines in any order.

    Figures and words of other scripts run from left to right within a line.
    """
    found = [[pieces[index] for index in sorted(line)] for line in _side_by_side(pieces)]
    ordered = [_ordered(line) for line in _from_the_top(found)]
    return unmirrored(ordered)


def _side_by_side(pieces: Sequence[Sequence[Placed]]) -> list[set[int]]:
    """The pieces that stand on one line, in the order of each line's first."""
    boxes = [_box(piece) for piece in pieces]
    line_of = [{index} for index in range(len(pieces))]
    falling = sorted(range(len(pieces)), key=lambda index: (-boxes[index].top, index))
    for place, one in enumerate(falling):
        for other in falling[place + 1 :]:
            if boxes[other].top <= boxes[one].bottom:
                break
            if line_of[one] is not line_of[other] and _is_beside(boxes[one], boxes[other]):
                line_of[one] |= line_of[other]
                for index in line_of[other]:
                    line_of[index] = line_of[one]
    return [line for index, line in enumerate(line_of) if index == min(line)]


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    size: float


def _box(letters: Sequence[Placed]) -> _Box:
    inked = [letter for letter in letters if letter.text.strip()]
    return _Box(
        min(letter.left for letter in inked),
        min(letter.bottom for letter in inked),
        max(letter.right for letter in inked),
        max(letter.top for letter in inked),
        max(letter.size for letter in inked),
    )


def _is_beside(one: _Box, other: _Box) -> bool:
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    lower = min(one.top - one.bottom, other.top - other.bottom)
    apart = max(one.left, other.left) - min(one.right, other.right)
    return overlap > 0.5 * lower and apart <= _WORDS_APART * max(one.size, other.size)


def _from_the_top(found: list[list[Sequence[_T]]]) -> list[list[Sequence[_T]]]:
    """Lines that were begun too early, moved below those that stand right above them."""
    boxes = [_box([letter for piece in line for letter in piece]) for line in found]
    order = list(range(len(found)))
    for place in range(1, len(order)):
        at = place
        while at and _is_right_above(boxes[order[at]], boxes[order[at - 1]]):
            order[at - 1], order[at] = order[at], order[at - 1]
            at -= 1
    return [found[index] for index in order]


def _is_right_above(one: _Box, other: _Box) -> bool:
    """Whether `one` stands above `other` in its column, at most three lines up."""
    is_over = min(one.right, other.right) > max(one.left, other.left)
    return is_over and 0 < one.bottom - other.bottom < 3 * (other.top - other.bottom)


def _ordered(pieces: Sequence[Sequence[_T]]) -> list[_T]:
    read: list[_T] = []
    for word in _joined([word for piece in pieces for word in _words(piece)]):
        if read:
            read.append(_blank(read[-1]))
        bases = [letter for letter in word if not unicodedata.combining(letter.text)]
        read += sorted(word, key=lambda letter: _place(letter, bases))
    return _with_runs_turned(read)


def _words(piece: Sequence[_T]) -> list[list[_T]]:
    """The letters between spaces, which stand right in whatever order the letters are."""
    words: list[list[_T]] = [[]]
    for letter in piece:
        if letter.text.strip():
            words[-1].append(letter)
        else:
            words.append([])
    return [word for word in words if word]


def _joined(words: list[list[_T]]) -> list[list[_T]]:
    """Words from right to left, those that touch made one."""
    joined: list[list[_T]] = []
    for word in sorted(words, key=lambda word: -max(letter.right for letter in word)):
        edge = max(letter.right for letter in word)
        if joined:
            gap = min(letter.left for letter in joined[-1]) - edge
            if gap < _TOUCHING * word[0].size:
                joined[-1] += word
                continue
        joined.append(word)
    return joined


def _place(letter: Placed, bases: Sequence[Placed]) -> tuple[float, int]:
    """Sorts from right to left; a mark comes after the letter that it stands on."""
    middle = (letter.left + letter.right) / 2
    if unicodedata.combining(letter.text):
        under = [base for base in bases if base.left <= middle <= base.right]
        if under:
            base = min(under, key=lambda one: abs(one.left + one.right - 2 * middle))
            return -(base.left + base.right) / 2, 1
    return -middle, 0


def _blank(letter: _T) -> _T:
    return letter._replace(text=" ")  # type: ignore[return-value]  # a letter's own kind


def _with_runs_turned(letters: list[_T]) -> list[_T]:
    """Turn each run of figures and foreign words, with what stands between, around."""
    turned: list[_T] = []
    run: list[_T] = []
    held: list[_T] = []
    for letter in letters:
        kind = unicodedata.bidirectional(letter.text)
        if kind in _LEFT or kind in _FIGURES:
            run += [*held, letter] if run else [letter]
            if not run[:-1]:
                turned += held
            held = []
        elif kind in _RIGHT:
            turned += [*reversed(run), *held, letter]
            run, held = [], []
        else:
            held.append(letter)
    return [*turned, *reversed(run), *held]


def unmirrored(lines: Sequence[list[_T]]) -> list[list[_T]]:
    """The right-to-left lines of a page, their brackets the right way about.

    A bracket is drawn mirrored there, and some programs write down the mirrored one: then closing
    ones come first in most lines that have any.
    """
    votes = 0
    for line in lines:
        first = next((one.text for one in line if one.text in _OPENING + _CLOSING), "")
        votes += (first in _CLOSING) - (first in _OPENING) if first else 0
    if votes <= 0:
        return list(lines)
    return [[_turned_about(letter) for letter in line] for line in lines]


def _turned_about(letter: _T) -> _T:
    if letter.text not in _OPENING + _CLOSING:
        return letter
    return letter._replace(text=letter.text.translate(_MIRRORED))  # type: ignore[return-value]
