"""Read a DOCX file: paragraphs, headings, lists, tables, notes and links in document order.

The XML is walked here, for python-docx leaves out text in smart tags, fields and controls.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from indexer.extract import dates, docx_lists, docx_notes, headings, marks, packages
from indexer.extract.blocks import Block, BlockKind, BlockLink, Extraction
from indexer.extract.inline import Run, join, row, target

_TITLE_STYLE = re.compile(r"title(?!.*centre)", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|_h_|titre|título|überschrift)", re.IGNORECASE)
_QUOTE_STYLE = re.compile(r"quot", re.IGNORECASE)
_CAPTION_STYLE = re.compile(r"caption|légende|leyenda", re.IGNORECASE)
_BOLD_HEADING_WORDS = 16
_SKIPPED = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(content: bytes) -> Extraction:
    """Read a DOCX file; raises IntakeError if it is broken or unpacks to too much."""
    packages.refuse_bomb(content, "DOCX")
    try:
        document = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise packages.broken("DOCX") from error
    reader = _Reader(document)
    blocks = [marks.marked(block) for block in reader.blocks() if _has_text(block)]
    blocks = headings.with_headings(blocks)
    return Extraction(
        blocks=tuple(blocks),
        title=_title(document, blocks),
        issued=dates.printed(blocks),
        extractor=f"python-docx {version('python-docx')}",
    )


def _has_text(block: Block) -> bool:
    return any(letter.isalnum() for letter in block.text)


def _title(document: Document, blocks: list[Block]) -> str:
    """The title in the file's properties if its text shows it too, else the first heading.

    Properties often hold the title of the file that this one was made from.
    """
    stated = " ".join((document.core_properties.title or "").split())
    shown = any(stated.casefold() in block.text.casefold() for block in blocks[:12])
    return stated if len(stated.split()) > 1 and shown else headings.title_of(blocks)


class _Reader:
    """Walks the body; counts lists and notes as they come."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.part: Part = document.part
        self.body: BaseOxmlElement = document.element.body
        self.lists = docx_lists.of(document)
        self.notes = docx_notes.of(self.body)
        self.styles = {
            style.style_id: (style.name or "", style.element) for style in document.styles
        }

    def blocks(self) -> Iterator[Block]:
        """Every block of the body, then the notes that it calls."""
        yield from self._children(self.body)
        texts = {name: self._note_texts(name) for name in ("footnotes", "endnotes")}
        for (part, note_id), number in list(self.notes.numbers.items()):
            text, links = texts[part].get(note_id, ("", ()))
            if text:
                yield Block(text=text, kind=BlockKind.NOTE, number=number, links=links)

    def _children(self, parent: BaseOxmlElement) -> Iterator[Block]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                for line in child.iter(qn("w:tr")):
                    yield row(self._runs(cell, None) for cell in line.iter(qn("w:tc")))
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
                yield from self._children(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> Block:
        runs = list(self._runs(paragraph, None))
        text, links = join(runs)
        kind, level = self._kind(paragraph, text)
        number = self._number(paragraph)
        if number is not None and kind is BlockKind.PARAGRAPH:
            kind, level = BlockKind.ITEM, 1
        if kind is BlockKind.HEADING and number:
            text, links = join([(f"{number}. ", None), *runs])
            number = ""
        return Block(text=text, kind=kind, level=level, number=number or "", links=links)

    def _runs(self, parent: BaseOxmlElement, address: str | None) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED or tag == _FALLBACK or not isinstance(tag, str):
                continue
            if tag == qn("w:t"):
                yield (child.text or "", address)
            elif tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                yield (" ", address)
            elif tag == qn("w:noBreakHyphen"):
                yield ("-", address)
            elif (call := self.notes.call(child)) is not None:
                yield call
            else:
                yield from self._runs(child, self._address(child, address))
                if tag == qn("w:p"):
                    yield (" ", address)

    def _address(self, element: BaseOxmlElement, around: str | None) -> str | None:
        """The address that `element` links to, else that of what is around it."""
        if element.tag != qn("w:hyperlink"):
            return around
        relation = self.part.rels.get(element.get(qn("r:id")) or "")
        return target(relation.target_ref) if relation is not None else ""

    def _note_texts(self, name: str) -> dict[str, tuple[str, tuple[BlockLink, ...]]]:
        """The words and links of each note by its id; addresses stand beside the notes' part."""
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith(f"/{name}"):
                self.part = relation.target_part
                root = parse_xml(self.part.blob)
                return {
                    note.get(qn("w:id")) or "": join(list(self._runs(note, None)))
                    for note in root
                    if note.get(qn("w:type")) is None
                }
        return {}

    def _kind(self, paragraph: BaseOxmlElement, text: str) -> tuple[BlockKind, int]:
        name = self._style_name(paragraph)
        level = self._outline_level(paragraph)
        if level is None and _TITLE_STYLE.search(name):
            return BlockKind.HEADING, 1
        if level is None and _HEADING_STYLE.search(name):
            digits = re.search(r"\d", name)
            level = int(digits[0]) - 1 if digits else 0
        if level is not None:
            return BlockKind.HEADING, level + 2
        if _QUOTE_STYLE.search(name):
            return BlockKind.QUOTATION, 0
        if _CAPTION_STYLE.search(name):
            return BlockKind.CAPTION, 0
        if _is_bold(paragraph) and _looks_like_heading(text):
            return BlockKind.HEADING, 9
        return BlockKind.PARAGRAPH, 0

    def _style_name(self, paragraph: BaseOxmlElement) -> str:
        return self.styles.get(self._style_id(paragraph), ("", None))[0]

    def _style_id(self, paragraph: BaseOxmlElement) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return "" if style is None else style.get(qn("w:val")) or ""

    def _properties(self, paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        """The paragraph's own properties, then those of its style and what that stands on."""
        style_id = self._style_id(paragraph)
        own = paragraph.find(qn("w:pPr"))
        if own is not None:
            yield own
        for _ in range(10):  # deeper than any real chain of styles; a broken one goes in circles
            style = self.styles.get(style_id, ("", None))[1]
            if style is None:
                return
            found = style.find(qn("w:pPr"))
            if found is not None:
                yield found
            based = style.find(qn("w:basedOn"))
            style_id = "" if based is None else based.get(qn("w:val")) or ""

    def _outline_level(self, paragraph: BaseOxmlElement) -> int | None:
        for properties in self._properties(paragraph):
            level = properties.find(qn("w:outlineLvl"))
            if level is not None:
                value = int(level.get(qn("w:val")) or "9")
                return value if value < 9 else None
        return None

    def _number(self, paragraph: BaseOxmlElement) -> str | None:
        for properties in self._properties(paragraph):
            numbering = properties.find(qn("w:numPr"))
            if numbering is None:
                continue
            list_id = numbering.find(qn("w:numId"))
            level = numbering.find(qn("w:ilvl"))
            depth = 0 if level is None else int(level.get(qn("w:val")) or "0")
            if list_id is not None:
                return self.lists.number(list_id.get(qn("w:val")) or "", depth)
        return None


def _is_bold(paragraph: BaseOxmlElement) -> bool:
    """Whether every run with text is set bold."""
    runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    marks_of = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(runs) and all(
        bold is not None and bold.get(qn("w:val")) not in ("0", "false") for bold in marks_of
    )


def _looks_like_heading(text: str) -> bool:
    return len(text.split()) <= _BOLD_HEADING_WORDS and not text.endswith((".", ";", ","))
