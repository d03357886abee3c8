"""Read the marks that people type or print at the head of a block: numbers, bullets, credits."""

import dataclasses
import re

from indexer.extract.blocks import Block, BlockKind
from indexer.extract.inline import cut

_BULLET = re.compile(r"[-*+•◦▪‣●○■□–—·\uf0b7\uf0a7]\s+")
# "1." "12)" "(iv)" "a)" and, after a PDF was turned into text, "1.**"; a year is no number.
_NUMBER = re.compile(
    r"\(?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{2,5}|[\u0660-\u0669]{1,3})"
    r"(?:\.\)|[.)])(?:\*\*)?\s+(?=\S)"
)
_CAPTION = re.compile(
    r"(?:©|\(c\)\s\d{4}|(?:photo(?:graph)?s?|image|picture|crédits?|crédit photo|légende|foto"
    r"|fotograf[ií]a|imagen|credit)\s?(?:credits?|by|de)?\s?:"
    r"|(?:figure|fig\.|figura|gráfico|graphique|table|tabla|tableau|cuadro)\s\d+\s?[.:–—-]"
    r"|(?:صورة|الصورة)\s?:)",
    re.IGNORECASE,
)
_CAPTION_WORDS = 60
_NOTE = re.compile(r"\[(?P<number>\d{1,3})\]\s+(?=\S)")


def with_number(block: Block) -> Block:
    """Take a typed number or bullet off the head of `block`; a bullet makes it an item."""
    text = block.text
    start = 0
    kind = block.kind
    bullet = _BULLET.match(text)
    if bullet:
        start, kind = bullet.end(), BlockKind.ITEM
    number = _NUMBER.match(text, start)
    if number:
        start = number.end()
        kind = BlockKind.ITEM if kind is BlockKind.PARAGRAPH else kind
    if start == 0 or start >= len(text):
        return block
    return dataclasses.replace(
        block,
        text=text[start:],
        kind=kind,
        number=number["number"] if number else block.number,
        mark=number[0].strip().rstrip("*") if number else block.mark,
        level=block.level or 1,
        links=cut(block.links, start=start, end=len(text)),
    )


def is_caption(text: str) -> bool:
    """Whether `text` opens as a caption or a photo credit and is as short as one."""
    return bool(_CAPTION.match(text)) and len(text.split()) <= _CAPTION_WORDS


def marked(block: Block) -> Block:
    """Read every mark at the head of a paragraph or item; other kinds come back as they are."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return block
    if is_caption(block.text):
        return dataclasses.replace(block, kind=BlockKind.CAPTION)
    note = _NOTE.match(block.text)
    if note:
        return dataclasses.replace(
            block,
            text=block.text[note.end() :],
            kind=BlockKind.NOTE,
            number=note["number"],
            links=cut(block.links, start=note.end(), end=len(block.text)),
        )
    return with_number(block)


def cut_out(block: Block, *, start: int, end: int) -> Block:
    """`block` without `text[start:end]`; words stay parted by one space, its links where they were.

    Places without words at either end of what is cut out stay.
    """
    left, right = block.text[:start], block.text[end:]
    if not left.strip():
        left, right = "", right.lstrip()
    elif not right or right[0] in " .,;:!?)»”،؛؟":
        left = left.rstrip()
    elif right[0].isalnum() and not left[-1].isspace():
        left += " "
    shift = len(block.text) - len(right) - len(left)
    before = cut(block.links, start=0, end=start)
    after = [
        dataclasses.replace(link, start=max(link.start, end) - shift, end=link.end - shift)
        for link in block.links
        if link.end > end or link.start == link.end == end > start
    ]
    within = [
        dataclasses.replace(link, start=min(link.start, len(left)), end=min(link.end, len(left)))
        for link in before
    ]
    kept = [one for one in [*within, *after] if one.end > one.start or one.target.startswith("#")]
    return dataclasses.replace(block, text=left + right, links=tuple(kept))
