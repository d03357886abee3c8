"""Read a PDF: paragraphs, headings, notes and links, with the page each begins on."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from archive.errors import IntakeError
from archive.messages import message
from indexer.extract import (
    dates,
    exponents,
    headings,
    hyphens,
    marks,
    media,
    pdf_folios,
    pdf_furniture,
    pdf_lines,
)
from indexer.extract.blocks import Block, BlockKind, Extraction
from indexer.extract.inline import Run, cut, join
from indexer.extract.pdf_lines import Line

# A report of more pages is taken in in parts; pages.
_PAGES_MAX = 3000
# Type this many times the usual size heads a section; type this much smaller is a note.
_HEADING_SIZE = 1.12
_NOTE_SIZE = 0.93
_HEADING_WORDS = 25
# A gap between lines this many times the usual one parts paragraphs.
_GAP = 1.35
# A line begins a paragraph if it is set in by this many times its size of type.
_INDENT = 0.8
# A line that ends before this part of its column's width ends its paragraph, if a sentence ends.
_SHORT = 0.85
_SENTENCE_END = re.compile(r"[.!?:;؟][\"”»’)\d]*$")
_MARK = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[•◦▪‣●○■–—-])\s")
_REFERENCE = re.compile(r"\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s(?:and|or|et|ou|y|o|e|u)\s")
# What may stand before the first word of a line.
_OPENING = "«»„“”‘’\"'([¿¡—–"
_NOTE = re.compile(r"(?P<number>\d{1,3}|\*)\s+(?=\S)")
_RULE = re.compile(r"[_\s.*-]+")


def read(content: bytes) -> Extraction:
    """Read a PDF; raises IntakeError if it is broken, encrypted or has too many pages."""
    found, labels = _pages(content)
    pages = pdf_furniture.without_furniture(found)
    folios = pdf_folios.printed(found, pages, labels)
    lines = [line for page in pages for line in page.lines if not _RULE.fullmatch(line.text)]
    words = hyphens.words_of([line.text for line in lines])
    usual = _usual_size(lines)
    groups = _continued(_paragraphs(lines, usual=usual), lines)
    blocks = [_block(group, usual=usual, words=words) for group in groups]
    blocks = exponents.with_exponents(blocks)
    blocks = [dataclasses.replace(one, folio=folios.get(one.page or 0, "")) for one in blocks]
    blocks = headings.with_headings([marks.marked(block) for block in blocks if _has_text(block)])
    return Extraction(
        blocks=tuple(blocks),
        title=headings.title_of(blocks),
        issued=dates.printed(blocks),
        pages=len(pages),
        unread=tuple(page.number for page in found if page.is_picture),
        extractor=f"pypdfium2 {version('pypdfium2')}",
    )


def _pages(content: bytes) -> tuple[list[pdf_lines.PageLines], list[str]]:
    """The lines of each page, and what the PDF calls it."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise media.encrypted("PDF") from error
        raise IntakeError(
            message("the PDF is broken; open it in a viewer and save it again")
        ) from error
    if len(document) > _PAGES_MAX:
        raise IntakeError(
            message(
                "the PDF has %(number)s pages, above %(most)s; split it",
                number=len(document),
                most=_PAGES_MAX,
            )
        )
    places = range(len(document))
    labels = [" ".join(document.get_page_label(index).split()) for index in places]
    return [pdf_lines.of_page(document[index], index + 1) for index in places], labels


def _has_text(block: Block) -> bool:
    return any(letter.isalnum() for letter in block.text)


def _usual_size(lines: list[Line]) -> float:
    """The size of type that most characters are set in, in points."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += len(line.text)
    return max(counts, key=lambda size: (counts[size], size), default=0.0)


def _paragraphs(lines: list[Line], *, usual: float) -> list[list[Line]]:
    """The lines in groups, each a paragraph or the part of one on one page or column."""
    groups: list[list[Line]] = []
    for line in lines:
        note = line.size < _NOTE_SIZE * usual and groups and _is_next_note(line, groups[-1])
        if groups and not note and not _begins(line, groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_next_note(line: Line, group: list[Line]) -> bool:
    """Whether `line` opens with the number after that of the note in `group`."""
    last, following = _NOTE.match(group[0].text), _NOTE.match(line.text)
    if not last or not following or "*" in (last["number"], following["number"]):
        return False
    return int(following["number"]) == int(last["number"]) + 1


def _begins(line: Line, group: list[Line]) -> bool:
    """Whether `line` begins a paragraph after the lines of `group`."""
    last = group[-1]
    pitch = last.bottom - line.bottom
    if line.page != last.page or pitch <= 0 or line.bold != last.bold:
        return True
    if abs(line.size - last.size) > 0.6 or (_MARK.match(line.text) and not _refers(last, line)):
        return True
    usual = group[-2].bottom - last.bottom if len(group) > 1 else 1.25 * line.size
    if pitch > max(_GAP * usual, 1.5 * line.size):
        return True
    return _is_set_in(line, group) or _ended(last, line)


def _refers(last: Line, line: Line) -> bool:
    """Whether the mark that `line` opens with goes on with a list: "paragraph / (a) or (c)"."""
    return bool(_REFERENCE.match(line.text)) and last.text[-1:].isalnum()


def _is_set_in(line: Line, group: list[Line]) -> bool:
    """Whether `line` is set in against the lines above, as a new paragraph's first line is."""
    if len(group) < 2 or not _SENTENCE_END.search(group[-1].text):
        return False
    return _INDENT * line.size < line.left - group[-1].left < 6 * line.size


def _ended(last: Line, line: Line) -> bool:
    """Whether `last` ends its paragraph early: short, at a sentence's end."""
    width = line.right - line.left
    length = last.right - last.left
    return bool(_SENTENCE_END.search(last.text)) and length < _SHORT * width


def _continued(groups: list[list[Line]], lines: Sequence[Line]) -> list[list[Line]]:
    """Join a paragraph that goes on in the next column or page, over the notes between."""
    widths = _Widths(lines)
    joined: list[list[Line]] = []
    for group in groups:
        before = next(
            (one for one in reversed(joined) if abs(one[-1].size - group[0].size) < 0.6), None
        )
        if before is not None and _goes_on(before, group, widths):
            before.extend(group)
        else:
            joined.append(group)
    return joined


def _goes_on(before: list[Line], group: list[Line], widths: "_Widths") -> bool:
    first, last = group[0], before[-1]
    text = first.text if _MARK.match(first.text) else first.text.lstrip(_OPENING)
    apart = first.page - last.page if first.bottom < last.bottom else 1
    elsewhere = first.page == last.page + 1 or (
        first.page == last.page and first.bottom > last.bottom
    )
    if not elsewhere or apart > 1 or first.bold != last.bold or _SENTENCE_END.search(last.text):
        return False
    if text[:1].islower() or last.text.endswith(hyphens.HYPHENS):
        return True
    return text[:1].isalpha() and (_is_filled(before, group) or widths.is_full(last, text))


def _is_filled(before: list[Line], group: list[Line]) -> bool:
    """Whether the last line is as long as the others.

    So that a name with a capital, and a script without capitals, go on too.
    """
    last, widest = before[-1], max(line.right - line.left for line in [*before, *group])
    return len(before) + len(group) > 2 and last.right - last.left >= _SHORT * widest


class _Widths:
    """How wide the lines of each page are set."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.pages: dict[int, list[Line]] = {}
        for line in lines:
            self.pages.setdefault(line.page, []).append(line)

    def is_full(self, last: Line, following: str) -> bool:
        """Whether the first word of the `following` line did not fit on the `last` one.

        The column is as wide as nine in ten of its lines on the page are at most, so that a head
        across two columns is none of it.
        """
        beside = sorted(
            line.right - line.left
            for line in self.pages[last.page]
            if abs(line.size - last.size) < 0.6
            and min(line.right, last.right) - max(line.left, last.left) > 0
        )
        width = last.right - last.left
        letter = width / max(1, len(last.text))
        word = following.split(maxsplit=1)[0] if following.split() else ""
        return width + letter * (1 + len(word)) > beside[len(beside) * 9 // 10]


def _block(group: list[Line], *, usual: float, words: hyphens.Words) -> Block:
    text, links = join(_runs(group, words))
    block = Block(text=text, page=group[0].page, links=links)
    size = group[0].size
    short = len(text.split()) <= _HEADING_WORDS
    if short and size > _HEADING_SIZE * usual:
        return dataclasses.replace(block, kind=BlockKind.HEADING, level=_level(size, usual))
    if short and all(line.bold for line in group) and not text.endswith((".", ";", ",")):
        return dataclasses.replace(block, kind=BlockKind.HEADING, level=6)
    note = _NOTE.match(text)
    if size < _NOTE_SIZE * usual and note:
        number = "" if note["number"] == "*" else note["number"]
        shift = note.end()
        return Block(
            text=text[shift:],
            kind=BlockKind.NOTE,
            number=number,
            page=block.page,
            links=cut(links, start=shift, end=len(text)),
        )
    return block


def _level(size: float, usual: float) -> int:
    """The level of a heading by its size: 1 for twice the usual and more, 5 for a little more."""
    return max(1, 5 - int((size / usual - 1) * 5))


def _runs(group: list[Line], words: hyphens.Words) -> list[Run]:
    """The runs of a paragraph's lines; a word broken at the end of a line is made whole."""
    runs: list[Run] = []
    for line, following in zip(group, [*group[1:], None], strict=True):
        pieces = list(line.runs)
        last, address = pieces[-1]
        if not last:
            runs.extend([*pieces, (" ", None)])
            continue
        whole = hyphens.joined(last.rstrip(), following.text, words) if following else None
        if whole is not None:
            runs.extend([*pieces[:-1], (whole, address)])
        elif last.rstrip().endswith(hyphens.HYPHENS) and following is not None:
            runs.extend([*pieces[:-1], (last.rstrip(), address)])
        else:
            runs.extend([*pieces, (" ", address)])
    return runs
