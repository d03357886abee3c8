"""Read plain text: paragraphs, typed lists, and pages where form feeds part them."""

import dataclasses
import re

from indexer.extract import dates, headings, markdown
from indexer.extract.blocks import Block, Extraction
from indexer.extract.inline import Run, join

# Lines of a text that was wrapped by hand or by a program are at most this long, in characters;
# a longer line is a paragraph of its own.
_WRAPPED = 120
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_NEW_LINE = re.compile(
    r"\n(?=[ \t]*(?:[-*+•◦▪‣●○■–]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{2,5})[.)](?:\*\*)?\s))"
)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n[ \t]*(?=[a-zà-ÿ])")
_INLINE = re.compile(r"\]\(|\*\*")


def read(text: str) -> Extraction:
    """Read a text file; links and emphasis typed as in Markdown are read as such."""
    pages = text.split("\f")
    several = len(pages) > 1
    blocks = [
        dataclasses.replace(block, page=number if several else None)
        for number, page in enumerate(pages, 1)
        for block in _blocks(page)
    ]
    blocks = markdown.finished(blocks)
    return Extraction(
        blocks=tuple(blocks),
        title=headings.title_of(blocks),
        issued=dates.printed(blocks),
        pages=len(pages) if several else 0,
        extractor="text",
    )


def _blocks(page: str) -> list[Block]:
    blocks = []
    for paragraph in _BLANK.split(page.replace("\r\n", "\n").replace("\r", "\n")):
        for piece in _pieces(paragraph):
            runs: list[Run] = markdown.inline(piece) if _INLINE.search(piece) else [(piece, None)]
            text, links = join(runs)
            if text:
                blocks.append(Block(text=text, links=links))
    return blocks


def _pieces(paragraph: str) -> list[str]:
    """The paragraph's list items and long lines apart; wrapped lines stay together."""
    if any(len(line) > _WRAPPED for line in paragraph.split("\n")):
        return paragraph.split("\n")
    return [_BROKEN_WORD.sub("", piece) for piece in _NEW_LINE.split(paragraph)]
