"""Read Markdown: headings, paragraphs, lists, quotations, tables, notes and links."""

import dataclasses
import re
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.extract import dates, frontmatter, furniture, headings, html_tree, marks
from indexer.extract.blocks import Block, BlockKind, Extraction
from indexer.extract.inline import Run, join, target

# Attributes and templates of site generators, and references to notes, are no text.
_SITE_MARKS = re.compile(r"\{:[^}\n]*\}|\{%[^\n]*?%\}|(?<=\S)\[\^[\w-]{1,20}\](?!:)")
_NOTE = re.compile(r"\[\^(?P<number>[\w-]{1,20})\]:\s+")
_NOTE_LINE = re.compile(r"^(\[\^[\w-]{1,20}\]:)", re.MULTILINE)
# Headings typed without the space; one sign alone may be a hashtag.
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)
# Emphasis that lost its other half when a text was made from a PDF.
_STRAY = re.compile(r"\*{2,}|_{2,}")


def read(text: str) -> Extraction:
    """Read a Markdown file; raises IntakeError if its front matter is broken."""
    fields, body = frontmatter.split(text)
    blocks = finished(parse(body))
    found = Extraction(
        blocks=tuple(blocks),
        title=headings.title_of(blocks),
        issued=dates.printed(blocks),
        extractor=f"markdown-it-py {version('markdown-it-py')}",
    )
    if "issued" in fields:
        fields["issued"] = dates.normal(str(fields["issued"]))
    return dataclasses.replace(found, **fields)  # type: ignore[arg-type]


def finished(blocks: list[Block]) -> list[Block]:
    """Take typed marks and page furniture off `blocks`, and find headings that are not marked."""
    marked = [marks.marked(block) for block in furniture.without_furniture(blocks)]
    return headings.with_headings([block for block in marked if _has_text(block)])


def _has_text(block: Block) -> bool:
    return any(letter.isalnum() for letter in block.text)


def _parser() -> MarkdownIt:
    # Indented text is a paragraph here, not code: that is what PDFs turned into text look like.
    return MarkdownIt("commonmark").enable("table").disable("code")


def parse(text: str) -> list[Block]:
    """Return the blocks of a Markdown text, marks at their heads as typed."""
    text = _NOTE_LINE.sub(r"\n\1", _SITE_MARKS.sub("", text))
    text = _TIGHT_HEADING.sub(r"\1 ", text)
    walk = _Walk()
    for token in _parser().parse(text):
        walk.take(token)
    return walk.blocks


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
            address = target(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            address = None
        elif token.type in ("softbreak", "hardbreak"):
            runs.append((" ", address))
        elif token.type in ("text", "code_inline"):
            runs.append((_STRAY.sub("", token.content), address))
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            runs.append((" ", address))
    return runs


class _Walk:
    """Reads a token stream; keeps what the next paragraph is in: list, item, quotation, row."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lists = 0
        self.quotes = 0
        self.heading = 0
        self.item: str | None = None
        self.row: list[Run] | None = None

    def take(self, token: Token) -> None:
        """Note where `token` leads, or keep its text."""
        if token.type == "inline":
            self._text(runs_of(token.children or []))
        elif token.type == "html_block":
            self.blocks.extend(html_tree.fragment(token.content))
        elif token.type == "fence":
            self._text([(token.content, None)])
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "heading_close":
            self.heading = 0
        else:
            self._nest(token)

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
        note = _NOTE.match(text)
        if note:
            block = Block(text=text[note.end() :], kind=BlockKind.NOTE, number=note["number"])
        elif self.item:
            block = dataclasses.replace(block, number=self.item)
        self.item = None
        self.blocks.append(block)

    def _kind(self) -> BlockKind:
        if self.heading:
            return BlockKind.HEADING
        if self.quotes:
            return BlockKind.QUOTATION
        return BlockKind.PARAGRAPH if self.item is None else BlockKind.ITEM
