"""Part two columns of a PDF's page whose lines are drawn row by row, one of each in turn."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from indexer.extract.right_to_left import Placed

# So many rows of a line beside a line are columns of text if this part of the lines on either
# side is this full: cells of a table are shorter, and of uneven length.
_ROWS = 6
_PART, _FULL = 0.7, 0.8
# The narrower of two columns is at least this wide by the wider one.
_LIKE = 0.7
# Columns are at least this many times the size of type apart; spaces between words are less.
_GUTTER = 1.2
# Beside each other are lines whose feet are this near, in points.
_SAME_FOOT = 2.0


_Letter = TypeVar("_Letter", bound=Placed)


def by_columns(lines: Sequence[list[_Letter]]) -> list[list[_Letter]]:
    """The lines of a page, the left column before the right one where they alternate."""
    parted = [part for line in lines for part in _parted(line)]
    sides = [_sides(line) for line in parted]
    rows = [at for at, (one, other) in enumerate(pairwise(sides)) if _is_beside(one, other)]
    if len(rows) < _ROWS:
        return list(lines)
    left, right = [sides[at] for at in rows], [sides[at + 1] for at in rows]
    gutter = max(end for _, end, _ in left)
    if gutter >= min(start for start, _, _ in right) or not _are_columns(left, right):
        return list(lines)
    first, last = _grown(sides, rows[0], -1, gutter), _grown(sides, rows[-1] + 1, 1, gutter)
    inside = range(first, last + 1)
    order = [at for at in inside if sides[at][1] <= gutter]
    order += [at for at in inside if sides[at][1] > gutter]
    return [*parted[:first], *(parted[at] for at in order), *parted[last + 1 :]]


def _parted(line: list[_Letter]) -> list[list[_Letter]]:
    """The line in two at its widest gap, if that may be one between columns."""
    inked = [at for at, letter in enumerate(line) if letter.text.strip()]
    gaps = [(line[after].left - line[at].right, after) for at, after in pairwise(inked)]
    widest, after = max(gaps, default=(0.0, 0))
    if widest <= _GUTTER * line[inked[0]].size:
        return [line]
    return [line[:after], line[after:]]


# Left, right and foot of a line; points.
_Sides = tuple[float, float, float]


def _sides(line: Sequence[Placed]) -> _Sides:
    inked = [letter for letter in line if letter.text.strip()]
    return (
        min(letter.left for letter in inked),
        max(letter.right for letter in inked),
        min(letter.bottom for letter in inked),
    )


def _is_beside(line: _Sides, following: _Sides) -> bool:
    return abs(line[2] - following[2]) <= _SAME_FOOT and following[0] > line[1]


def _are_columns(left: Sequence[_Sides], right: Sequence[_Sides]) -> bool:
    """Whether both are full and about as wide: numbers beside their paragraphs are no column."""
    widest = sorted(max(end - start for start, end, _ in side) for side in (left, right))
    return widest[0] >= _LIKE * widest[1] and _is_full(left) and _is_full(right)


def _is_full(column: Sequence[_Sides]) -> bool:
    widths = [right - left for left, right, _ in column]
    return sum(width >= _FULL * max(widths) for width in widths) >= _PART * len(widths)


def _grown(sides: Sequence[_Sides], at: int, step: int, gutter: float) -> int:
    """The last line from `at` that stands in a column, as the end of one that is longer does."""
    while 0 <= at + step < len(sides) and not _spans(sides[at + step], gutter):
        at += step
    return at


def _spans(line: _Sides, gutter: float) -> bool:
    return line[0] <= gutter < line[1]
