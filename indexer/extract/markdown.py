"""Read Markdown: headings, paragraphs, lists, quotations, tables, notes and links."""

import dataclasses
import re
from importlib.metadata import version
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.extract import (
    dates,
    frontmatter,
    furniture,
    headings,
    html_tree,
    linked_notes,
    marks,
)
from indexer.extract.blocks import Block, BlockKind, Extraction
from indexer.extract.inline import Run, join, target, within

# Attributes and templates of site generators, and calls of notes that are not there, are no text.
_SITE_MARKS = re.compile(r"\{:[^}\n]*\}|\{%[^\n]*?%\}|(?<=\S)\[\^[\w-]{1,40}\](?!:)")
_NOTE_LINE = re.compile(r"^ {0,3}\[\^(?P<name>[\w-]{1,40})\]:[ \t]*", re.MULTILINE)
# The place that a tag of HTML names, and the address that it links to.
_NAME = re.compile(r"\s(?:id|name)\s*=\s*[\"']([^\"'\s]+)")
_HREF = re.compile(r"<a\s[^>]*?\bhref\s*=\s*[\"']([^\"'\s]+)", re.IGNORECASE)
# Headings typed without the space; one sign alone may be a hashtag.
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)
# Emphasis that lost its other half when a text was made from a PDF.
_STRAY = re.compile(r"\*{2,}|_{2,}")


_NOWHERE: linked_notes.Places = MappingProxyType({})


def read(text: str) -> Extraction:
    """Read a Markdown file; raises IntakeError if its front matter is broken."""
    fields, body = frontmatter.split(text)
    laid = parse(body)
    blocks = finished(laid.blocks, laid.places)
    found = Extraction(
        blocks=tuple(blocks),
        title=headings.title_of(blocks),
        issued=dates.printed(blocks),
        extractor=f"markdown-it-py {version('markdown-it-py')}",
    )
    if "issued" in fields:
        fields["issued"] = dates.normal(str(fields["issued"]))
    return dataclasses.replace(found, **fields)  # type: ignore[arg-type]


def finished(blocks: list[Block], places: linked_notes.Places = _NOWHERE) -> list[Block]:
    """Take typed marks and page furniture off `blocks`, and find headings that are not marked.

    Notes are tied to the links that call them; `places` says in which block a name stands.
    """
    blocks = linked_notes.with_notes(blocks, linked_notes.calls(blocks, places))
    marked = [marks.marked(block) for block in furniture.without_furniture(blocks)]
    return headings.with_headings([block for block in marked if _has_text(block)])


def _has_text(block: Block) -> bool:
    return any(letter.isalnum() for letter in block.text)


def _parser() -> MarkdownIt:
    # Indented text is a paragraph here, not code: that is what PDFs turned into text look like.
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    # Any address makes a link: `target` drops those that lead nowhere, as to somebody's own disk.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def parse(text: str) -> html_tree.Laid:
    """Return the blocks of a Markdown text, with typed marks, and where names stand."""
    text = _SITE_MARKS.sub("", _with_linked_notes(text))
    text = _TIGHT_HEADING.sub(r"\1 ", text)
    walk = _Walk()
    for token in _parser().parse(text):
        walk.take(token)
    return html_tree.Laid(walk.blocks, walk.places)


def _with_linked_notes(text: str) -> str:
    """Notes typed as `[^name]` as the links that a publishing system makes of them."""
    names = dict.fromkeys(match["name"] for match in _NOTE_LINE.finditer(text))
    numbers = {
        name: name if name.isdecimal() else str(number) for number, name in enumerate(names, 1)
    }
    text = _NOTE_LINE.sub(
        lambda match: f"\n[\\[{numbers[match['name']]}\\]](#fnref-{match['name']}) ", text
    )
    for name, number in numbers.items():
        text = text.replace(f"[^{name}]", f"[\\[{number}\\]](#fn-{name})")
    return text


def inline(text: str) -> list[Run]:
    """Return the runs of one line of Markdown: text with links, emphasis taken off."""
    tokens = _parser().parseInline(text)
    return runs_of(tokens[0].children or []) if tokens else []


def runs_of(tokens: list[Token]) -> list[Run]:
    """Return the text of inline `tokens`, each piece with the address it links to."""
    runs: list[Run] = []
    address: str | None = None
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            address = within(href) or target(href)
        elif token.type == "link_close":
            address = None
        elif token.type in ("softbreak", "hardbreak"):
            runs.append((" ", address))
        elif token.type in ("text", "code_inline"):
            runs.append((_STRAY.sub("", token.content), address))
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            runs.append((" ", address))
        elif token.type == "html_inline":
            address = _after_tag(token.content.lower(), token.content, address)
    return runs


def _after_tag(tag: str, content: str, address: str | None) -> str | None:
    """What is linked to after a tag of HTML within a line."""
    href = _HREF.match(content)
    if href:
        return within(href[1]) or target(href[1])
    if tag.startswith("<sup") and address is None:
        return linked_notes.RAISED
    is_end = tag.startswith("</a") or (tag.startswith("</sup") and address == linked_notes.RAISED)
    return None if is_end else address


class _Walk:
    """Reads a token stream; keeps what the next paragraph is in: list, item, quotation, row."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lists = 0
        self.quotes = 0
        self.heading = 0
        self.item: str | None = None
        self.row: list[Run] | None = None
        self.places: dict[str, tuple[int, int]] = {}

    def take(self, token: Token) -> None:
        """Note where `token` leads, or keep its text."""
        if token.type == "inline":
            self._note_places(token.children or [])
            self._text(runs_of(token.children or []))
        elif token.type == "html_block":
            self._html(html_tree.fragment(token.content))
        elif token.type == "fence":
            self._text([(token.content, None)])
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "heading_close":
            self.heading = 0
        else:
            self._nest(token)

    def _note_places(self, tokens: list[Token]) -> None:
        for token in tokens:
            for name in _NAME.findall(token.content if token.type == "html_inline" else ""):
                self.places.setdefault(name, (len(self.blocks), len(self.blocks) + 1))

    def _html(self, laid: html_tree.Laid) -> None:
        shift = len(self.blocks)
        self.blocks.extend(laid.blocks)
        for name, (start, end) in laid.places.items():
            self.places.setdefault(name, (start + shift, end + shift))

    def _nest(self, token: Token) -> None:
        name = token.type.rpartition("_")[0]
        if name in ("bullet_list", "ordered_list"):
            self.lists += token.nesting
        elif name == "blockquote":
            self.quotes += token.nesting
        elif token.type == "list_item_open":
            self.item = token.info
        elif token.type == "tr_open":
            self.row = []
        elif token.type == "tr_close":
            self._end_row()

    def _end_row(self) -> None:
        runs, self.row = self.row or [], None
        text, links = join(runs)
        self.blocks.append(Block(text=text, kind=BlockKind.ROW, links=links))

    def _text(self, runs: list[Run]) -> None:
        if self.row is not None:
            self.row.extend([(" | ", None)] if self.row else [])
            self.row.extend(runs)
            return
        text, links = join(runs)
        block = Block(text=text, kind=self._kind(), level=self.heading or self.lists, links=links)
        if self.item:
            block = dataclasses.replace(block, number=self.item)
        self.item = None
        self.blocks.append(block)

    def _kind(self) -> BlockKind:
        if self.heading:
            return BlockKind.HEADING
        if self.quotes:
            return BlockKind.QUOTATION
        return BlockKind.PARAGRAPH if self.item is None else BlockKind.ITEM
