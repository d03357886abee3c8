"""Read the lines of a PDF's page, each with its place, its size of type and its links."""

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from indexer.extract.inline import Run, target

# What pdfium gives for a hyphen at the end of a line.
_HYPHENS = ("\u0002", "\ufffe", "\uffff")
# Addresses in a PDF are short; a longer one is cut off by pdfium's buffer here, in bytes.
_ADDRESS_BYTES = 4096
# Two pieces on one line, as a number and its text, are at most this many times the size of
# type apart; more is the gap between columns.
_GAP = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One character: its box in points from the page's lower left, as a reader sees the page."""

    text: str
    left: float
    right: float
    bottom: float
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
    """A page's lines in reading order; sizes in points, `number` from 1."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


def of_page(page: pdfium.PdfPage, number: int) -> PageLines:
    """Return the lines of `page`, the `number`-th."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        letters = _letters(text_page, page, _links(page))
    finally:
        text_page.close()
    lines = [_line(group, number) for group in _groups(letters)]
    return PageLines(
        number=number,
        width=width,
        height=height,
        lines=tuple(line for line in _merged(lines) if line.text),
    )


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
    sides = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        text = chr(code) if code < 0x110000 else ""
        if text in ("\r", "\n"):
            if text == "\n":
                letters.append(None)
            continue
        pdfium_c.FPDFText_GetCharBox(text_page, index, *pointers)
        left, right, bottom, top = (side.value for side in sides)
        middle, center = (left + right) / 2, (bottom + top) / 2
        address = next(
            (a for l, b, r, t, a in links if l <= middle <= r and b <= center <= t), None
        )
        left, bottom, right, top = _turned(
            (left, bottom, right, top), turn=turn, width=width, height=height
        )
        letters.append(
            Letter(
                text="-" if text in _HYPHENS else text,
                left=left,
                right=right,
                bottom=bottom,
                top=top,
                size=pdfium_c.FPDFText_GetFontSize(text_page, index),
                bold=pdfium_c.FPDFText_GetFontWeight(text_page, index) >= 600,
                target=address,
            )
        )
    return letters


def _turned(
    box: tuple[float, float, float, float], *, turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
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
    groups: list[list[Letter]] = [[]]
    for letter in letters:
        if letter is None:
            groups.append([])
        else:
            groups[-1].append(letter)
    return [group for group in groups if any(letter.text.strip() for letter in group)]


def _line(letters: list[Letter], page: int) -> Line:
    inked = [letter for letter in letters if letter.text.strip()]
    size = _usual([letter.size for letter in inked])
    runs: list[Run] = []
    for letter in letters:
        # A raised figure smaller than the type calls a note; it is no part of the word before.
        if letter.text.isdigit() and letter.size < 0.75 * size:
            continue
        if runs and runs[-1][1] == letter.target:
            runs[-1] = (runs[-1][0] + letter.text, letter.target)
        else:
            runs.append((letter.text, letter.target))
    return Line(
        runs=tuple(runs),
        left=min(letter.left for letter in inked),
        right=max(letter.right for letter in inked),
        bottom=min(letter.bottom for letter in inked),
        top=max(letter.top for letter in inked),
        size=size,
        bold=sum(letter.bold for letter in inked) * 2 > len(inked),
        page=page,
    )


def _usual(sizes: list[float]) -> float:
    """The most frequent size in tenths of a point; of several, the largest."""
    tenths = [round(size, 1) for size in sizes]
    return max(set(tenths), key=lambda size: (tenths.count(size), size))


def _merged(lines: list[Line]) -> list[Line]:
    """Lines that pdfium parted although they stand side by side, as a number and its text."""
    merged: list[Line] = []
    for line in lines:
        if merged and _is_beside(merged[-1], line):
            merged[-1] = _pair(merged[-1], line)
        else:
            merged.append(line)
    return merged


def _is_beside(line: Line, following: Line) -> bool:
    overlap = min(line.top, following.top) - max(line.bottom, following.bottom)
    lower = min(line.top - line.bottom, following.top - following.bottom)
    gap = following.left - line.right
    return overlap > 0.6 * lower and 0 <= gap <= _GAP * max(line.size, following.size)


def _pair(line: Line, following: Line) -> Line:
    return Line(
        runs=(*line.runs, (" ", None), *following.runs),
        left=line.left,
        right=following.right,
        bottom=min(line.bottom, following.bottom),
        top=max(line.top, following.top),
        size=max(line.size, following.size),
        bold=line.bold and following.bold,
        page=line.page,
    )
