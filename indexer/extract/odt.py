"""Read an ODT file: headings, paragraphs, lists, tables, notes and links in document order."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version

import odfdo
from lxml import etree  # type: ignore[import-untyped]

from indexer.extract import dates, headings, marks, notes, odt_lists, packages
from indexer.extract.blocks import Block, BlockKind, Extraction
from indexer.extract.inline import Run, join, row, target

# Text that was deleted, comments, lists of contents that a program writes, and what is drawn.
_SKIPPED = frozenset(
    (
        "text:tracked-changes text:sequence-decls text:variable-decls text:user-field-decls"
        " office:annotation office:annotation-end office:forms text:table-of-content"
        " text:alphabetical-index text:illustration-index text:table-index text:ruby-text"
        " svg:title svg:desc draw:image draw:object"
    ).split()
)
# What the library raises for a package that is damaged.
_BROKEN = (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError)
_TITLE, _QUOTE = re.compile(r"^title$", re.IGNORECASE), re.compile(r"quot", re.IGNORECASE)
_CAPTION = re.compile(r"caption|illustration|légende|leyenda", re.IGNORECASE)
# Deeper than any real chain of styles; a broken one goes in circles.
_STYLES_DEEP = 10
# So many spaces at once are set at most; one of them is kept.
_BLANK = frozenset(("text:s", "text:tab", "text:line-break"))


def read(content: bytes) -> Extraction:
    """Read an ODT file; raises IntakeError if it is broken or unpacks to too much."""
    packages.refuse_bomb(content, "ODT")
    try:
        document = odfdo.Document(io.BytesIO(content))
        body = document.body
    except _BROKEN as error:
        raise packages.broken("ODT") from error
    reader = _Reader(document)
    found = [*reader.blocks(body), *reader.notes]
    blocks = [marks.marked(block) for block in found if _has_text(block)]
    blocks = headings.with_headings(blocks)
    return Extraction(
        blocks=tuple(blocks),
        title=headings.title_of(blocks),
        issued=dates.printed(blocks),
        extractor=f"odfdo {version('odfdo')}",
    )


def _has_text(block: Block) -> bool:
    return any(letter.isalnum() for letter in block.text)


class _Reader:
    """Walks the body; counts lists and gathers notes as they come."""

    def __init__(self, document: odfdo.Document) -> None:
        self.notes: list[Block] = []
        self.numbers: dict[str, str] = {}
        self.raised = _raised(document)
        self.lists = odt_lists.of(document)
        self.parents = _parents(document)

    def blocks(self, parent: odfdo.Element) -> Iterator[Block]:
        """Every block below `parent`, in order."""
        for child in parent.children:
            if child.tag in _SKIPPED:
                continue
            if child.tag in ("text:p", "text:h"):
                yield self._paragraph(child)
            elif child.tag == "text:list":
                yield from self._items(child, level=0, style="")
            elif child.tag == "table:table-row":
                yield row(self._runs(cell, None) for cell in child.children)
            else:
                yield from self.blocks(child)

    def _items(self, element: odfdo.Element, *, level: int, style: str) -> Iterator[Block]:
        """The items of a list, each first paragraph with its number."""
        style = element.get_attribute_string("text:style-name") or style
        self.lists.begin(element, style=style, level=level)
        for item in element.children:
            printed = self.lists.next(item, style=style, level=level)
            for child in item.children:
                if child.tag == "text:list":
                    yield from self._items(child, level=level + 1, style=style)
                elif child.tag in ("text:p", "text:h"):
                    yield self._item(child, printed, level=level)
                    printed = odt_lists.NONE

    def _item(self, paragraph: odfdo.Element, printed: odt_lists.Printed, *, level: int) -> Block:
        block = self._paragraph(paragraph)
        if block.kind is BlockKind.HEADING:
            text = f"{printed.mark} " if printed.number else ""
            joined, links = join([(text, None), *self._runs(paragraph, None)])
            return Block(text=joined, kind=block.kind, level=block.level, links=links)
        return Block(
            text=block.text,
            kind=BlockKind.ITEM,
            level=level + 1,
            number=printed.number,
            mark=printed.mark,
            links=block.links,
        )

    def _paragraph(self, element: odfdo.Element) -> Block:
        text, links = join(list(self._runs(element, None)))
        kind, level = self._kind(element)
        return Block(text=text, kind=kind, level=level, links=links)

    def _runs(self, parent: odfdo.Element, address: str | None) -> Iterator[Run]:
        yield parent.text or "", address
        is_raised = parent.get_attribute_string("text:style-name") in self.raised
        for child in parent.children:
            if child.tag in _BLANK:
                yield " ", address
            elif child.tag == "text:note":
                yield self._call_note(child)
            elif child.tag == "text:note-ref" and is_raised:
                yield self._call_again(child)
            elif child.tag not in _SKIPPED:
                href = child.get_attribute_string("xlink:href")
                is_link = child.tag == "text:a" and href
                space = " " if child.tag in ("text:p", "text:h") else ""
                yield space, address
                yield from self._runs(child, target(href or "") if is_link else address)
                yield space, address
            yield child.tail or "", address

    def _call_note(self, note: odfdo.Element) -> Run:
        number, runs = "", list[Run]()
        for child in note.children:
            if child.tag == "text:note-citation":
                number = child.text_recursive.strip()
            elif child.tag == "text:note-body":
                runs = list(self._runs(child, None))
        text, links = join(runs)
        mark = "" if number.isalnum() else number
        block = Block(text=text, kind=BlockKind.NOTE, number=number, mark=mark, links=links)
        if not _has_text(block):
            return "", None
        self.notes.append(block)
        self.numbers[note.get_attribute_string("text:id") or ""] = number
        return "", notes.call(number)

    def _call_again(self, reference: odfdo.Element) -> Run:
        """The call of a note by a raised reference; its figure where that note is not there."""
        name = reference.get_attribute_string("text:ref-name") or ""
        if name in self.numbers:
            return "", notes.again(self.numbers[name])
        return reference.text_recursive, None

    def _kind(self, element: odfdo.Element) -> tuple[BlockKind, int]:
        if element.tag == "text:h":
            return BlockKind.HEADING, int(element.get_attribute("text:outline-level") or 1) + 1
        name = element.get_attribute_string("text:style-name") or ""
        for _ in range(_STYLES_DEEP):
            if _TITLE.search(name):
                return BlockKind.HEADING, 1
            if _QUOTE.search(name):
                return BlockKind.QUOTATION, 0
            if _CAPTION.search(name):
                return BlockKind.CAPTION, 0
            name = self.parents.get(name, "")
        return BlockKind.PARAGRAPH, 0


def _raised(document: odfdo.Document) -> frozenset[str]:
    """The styles of letters that are set raised, as the calls of notes are."""
    names = {"Footnote_20_anchor", "Endnote_20_anchor"}
    for style in odt_lists.styles(document, "style:style"):
        for letters in style.get_elements("style:text-properties"):
            position = letters.get_attribute_string("style:text-position") or ""
            if position.startswith("super") or re.match(r"[1-9]", position):
                names.add(style.get_attribute_string("style:name") or "")
    return frozenset(names)


def _parents(document: odfdo.Document) -> dict[str, str]:
    """The style that each style stands on."""
    return {
        style.get_attribute_string("style:name") or "": (
            style.get_attribute_string("style:parent-style-name") or ""
        )
        for style in odt_lists.styles(document, "style:style")
    }
