"""Read the lines of a PDF's page, each with its place, its size of type and its links."""

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from indexer.extract import notes, pdf_columns, right_to_left
from indexer.extract.inline import Run, target

# What pdfium gives for a hyphen at the end of a line.
_HYPHENS = ("\u0002", "\ufffe", "\uffff")
# The weight from which a font is bold (CSS and OpenType count from 100 to 900).
_BOLD = 600
# Addresses in a PDF are short; a longer one is cut off by pdfium's buffer here, in bytes.
_ADDRESS_BYTES = 4096
# Two pieces on one line are at most this many times the size of type apart, a number or bullet
# and its text further; more is the gap between columns.
_GAP = 1.5
_MARK_GAP = 4.5
_MARK = re.compile(r"[(\[]?\w{1,4}[.)\]]?|[•◦▪‣●○■*–—-]")
# A figure this much smaller than the line's type and raised by this part of it calls a note.
_RAISED_SIZE = 0.8
_RAISED_BY = 0.25
# A page of print has some 2,000 letters; one with fewer than this says nothing. A page that is a
# picture has one among its first objects.
_LETTERS_A_PAGE = 20
_OBJECTS_LOOKED_AT = 200
_DRAWN = frozenset(
    (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING)
)


class Letter(NamedTuple):
    """One character: its box in points from the page's lower left, as a reader sees the page.

    A named tuple, for a page has thousands and they are made five times faster.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of type; sides in points, `top` counted from the page's lower edge."""

    runs: tuple[Run, ...]
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    page: int

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(text for text, _ in self.runs).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """A page's lines in reading order; sizes in points, `number` from 1.

    `is_picture`: something is drawn on it, but hardly a letter is set.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    is_picture: bool = False


def of_page(page: pdfium.PdfPage, number: int) -> PageLines:
    """Return the lines of `page`, the `number`-th."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        letters = _letters(text_page, page, _links(page))
    finally:
        text_page.close()
    groups = _groups(letters)
    if right_to_left.is_right_to_left(letter for group in groups for letter in group):
        groups = right_to_left.lines(groups)
    else:
        groups = pdf_columns.by_columns(groups)
    lines = [_line(group, number) for group in _merged(groups)]
    # Twice: a foot that comes first hides a head that comes last.
    lines = _top_first(_top_first(lines))
    return PageLines(
        number=number,
        width=width,
        height=height,
        lines=tuple(line for line in lines if line.text),
        is_picture=_is_picture(page, lines),
    )


def _is_picture(page: pdfium.PdfPage, lines: list[Line]) -> bool:
    letters = sum(letter.isalpha() for line in lines for letter in line.text)
    return letters < _LETTERS_A_PAGE and any(
        one.type in _DRAWN for one in islice(page.get_objects(max_depth=2), _OBJECTS_LOOKED_AT)
    )


def _top_first(lines: list[Line]) -> list[Line]:
    """`lines` with those that come late but stand above all before them moved to the front.

    Word processors write a page's masthead after its text.
    """
    highest = float("-inf")
    for start, line in enumerate(lines):
        if start and line.bottom > highest - 1.0:
            end = start
            while end < len(lines) and lines[end].bottom > highest - 1.0:
                end += 1
            return [*lines[start:end], *lines[:start], *lines[end:]]
        highest = max(highest, line.top)
    return lines


# Left, bottom, right and top; points.
_Box = tuple[float, float, float, float]
_Area = tuple[float, float, float, float, str]


def _links(page: pdfium.PdfPage) -> list[_Area]:
    """Left, bottom, right, top and address of every link that leads out of the document."""
    areas: list[_Area] = []
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    while pdfium_c.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        rect = pdfium_c.FS_RECTF()
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or not pdfium_c.FPDFLink_GetAnnotRect(link, ctypes.byref(rect)):
            continue
        buffer = ctypes.create_string_buffer(_ADDRESS_BYTES)
        size = pdfium_c.FPDFAction_GetURIPath(page.pdf, action, buffer, _ADDRESS_BYTES)
        if 1 < size <= _ADDRESS_BYTES:
            address = target(buffer.raw[: size - 1].decode("utf-8", "replace"))
            areas.append((rect.left, rect.bottom, rect.right, rect.top, address))
    return areas


def _letters(
    text_page: pdfium.PdfTextPage, page: pdfium.PdfPage, links: list[_Area]
) -> list[Letter | None]:
    """The page's characters in pdfium's order; None where it ends a line."""
    letters: list[Letter | None] = []
    turn, (width, height) = page.get_rotation(), page.get_size()
    types: dict[int, tuple[float, bool]] = {}
    # The box of the font, not of the ink: all letters of a line stand on one bottom.
    rect = pdfium_c.FS_RECTF()
    raw_page, pointer = text_page.raw, ctypes.byref(rect)
    for index in range(text_page.count_chars()):
        text = chr(pdfium_c.FPDFText_GetUnicode(raw_page, index))
        if text == "\n":
            letters.append(None)
        if text in ("\r", "\n"):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(raw_page, index, pointer)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        address = _address(links, box) if links else None
        if turn:
            box = _turned(box, turn=turn, width=width, height=height)
        size, bold = _type(raw_page, index, types)
        text = "-" if text in _HYPHENS else text
        letters.append(Letter(text, *box, size, bold, address))
    return letters


def _type(raw_page: object, index: int, known: dict[int, tuple[float, bool]]) -> tuple[float, bool]:
    """Size of type in points and boldness of a character; asked once for each piece of text."""
    piece = pdfium_c.FPDFText_GetTextObject(raw_page, index)
    address = ctypes.addressof(piece.contents) if piece else 0
    if address not in known or not address:
        matrix = pdfium_c.FS_MATRIX()
        size: float = pdfium_c.FPDFText_GetFontSize(raw_page, index)
        if pdfium_c.FPDFText_GetMatrix(raw_page, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        bold = pdfium_c.FPDFText_GetFontWeight(raw_page, index) >= _BOLD
        known[address] = (size, bold)
    return known[address]


def _address(links: list[_Area], box: _Box) -> str | None:
    """The address of the link whose area holds the middle of `box`."""
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((area[4] for area in links if _holds(area, across, up)), None)


def _holds(area: _Area, across: float, up: float) -> bool:
    left, bottom, right, top, _ = area
    return left <= across <= right and bottom <= up <= top


def _turned(box: _Box, *, turn: int, width: float, height: float) -> _Box:
    """`box` as it is seen on a page that is shown turned clockwise by `turn` degrees."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, height - right, top, height - left
    if turn == 180:
        return width - right, height - top, width - left, height - bottom
    if turn == 270:
        return width - top, left, width - bottom, right
    return box


def _groups(letters: list[Letter | None]) -> list[list[Letter]]:
    """The letters of each line; pdfium does not end a line after a hyphen, so we do."""
    groups: list[list[Letter]] = [[]]
    last: Letter | None = None
    for letter in letters:
        if letter is None or (last is not None and _is_below(letter, last)):
            groups.append([])
        if letter is not None:
            groups[-1].append(letter)
        if letter is None or letter.text.strip():
            last = letter
    return [group for group in groups if any(letter.text.strip() for letter in group)]


def _is_below(letter: Letter, last: Letter) -> bool:
    """Whether `letter` stands on a lower line than `last`, or at the top of another column."""
    if not letter.text.strip():
        return False
    center = (letter.bottom + letter.top) / 2
    lower = center < last.bottom - 0.3 * last.size and letter.left < last.right
    return lower or center > last.top + last.size


def _merged(groups: list[list[Letter]]) -> list[list[Letter]]:
    """Lines that pdfium parted although they stand side by side, as a number and its text."""
    merged: list[list[Letter]] = []
    for group in groups:
        if merged and _is_beside(_box(merged[-1]), _box(group), merged[-1]):
            space = merged[-1][-1]._replace(text=" ", target=None)
            merged[-1] = [*merged[-1], space, *group]
        else:
            merged.append(group)
    return merged


def _box(letters: list[Letter]) -> _Box:
    """Left, bottom, right and top of the ink in `letters`."""
    inked = [letter for letter in letters if letter.text.strip()]
    return (
        min(letter.left for letter in inked),
        min(letter.bottom for letter in inked),
        max(letter.right for letter in inked),
        max(letter.top for letter in inked),
    )


def _is_beside(box: _Box, following: _Box, letters: list[Letter]) -> bool:
    overlap = min(box[3], following[3]) - max(box[1], following[1])
    lower = min(box[3] - box[1], following[3] - following[1])
    size = letters[0].size
    mark = _MARK.fullmatch("".join(letter.text for letter in letters).strip())
    gap = following[0] - box[2]
    return overlap > 0.5 * lower and -0.2 * size <= gap <= (_MARK_GAP if mark else _GAP) * size


def _line(letters: list[Letter], page: int) -> Line:
    inked = [letter for letter in letters if letter.text.strip()]
    left, bottom, right, top = _box(letters)
    return Line(
        runs=_runs(letters, inked),
        left=left,
        right=right,
        bottom=bottom,
        top=top,
        size=_usual([letter.size for letter in inked]),
        bold=sum(letter.bold for letter in inked) * 2 > len(inked),
        page=page,
    )


def _runs(letters: list[Letter], inked: list[Letter]) -> tuple[Run, ...]:
    """The letters with their links; raised figures become calls of notes.

    Figures that a line opens with number a note, and are kept with a space after them.
    """
    size = _usual([letter.size for letter in inked])
    ground = _usual([letter.bottom for letter in inked if letter.size >= _RAISED_SIZE * size])
    runs: list[Run] = []
    opening = True
    for letter in letters:
        raised = (
            letter.text.isdigit()
            and letter.size < _RAISED_SIZE * size
            and letter.bottom > ground + _RAISED_BY * size
        )
        if raised and not opening:
            _add_to_call(runs, letter.text)
            continue
        if opening and not raised and runs and letter.text.strip():
            runs.append((" ", None))
        opening = opening and (raised or not letter.text.strip())
        if runs and runs[-1][1] == letter.target:
            runs[-1] = (runs[-1][0] + letter.text, letter.target)
        else:
            runs.append((letter.text, letter.target))
    return tuple(runs)


def _add_to_call(runs: list[Run], figure: str) -> None:
    """End `runs` with a call of the note of that figure, or with one more figure of its number."""
    before, target_before = runs[-1]
    if before or target_before is None:
        runs.append(("", notes.call(figure)))
    else:
        runs[-1] = ("", target_before + figure)


def _usual(values: list[float]) -> float:
    """The most frequent of `values` in tenths of a point; of several, the largest."""
    tenths: Counter[float] = Counter()
    for value, count in Counter(values).items():
        tenths[round(value, 1)] += count
    return max(tenths, key=lambda value: (tenths[value], value))
