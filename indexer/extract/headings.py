"""Tell headings in a text that does not mark them."""

import dataclasses
import re

from indexer.extract.blocks import Block, BlockKind

# A heading is shorter than a sentence and is followed by something longer than itself.
_WORDS = 16
_NO_ENDS = (".", ",", ";", ":", "،", "؛", "-")


def with_headings(blocks: list[Block]) -> list[Block]:
    """Return `blocks` with short lines above longer text made headings of level 2.

    One that nothing but captions stands above is of level 1. A text that marks any heading
    itself is left as it is.
    """
    if any(block.kind is BlockKind.HEADING for block in blocks):
        return blocks
    return [
        dataclasses.replace(block, kind=BlockKind.HEADING, level=_level(blocks[:index]))
        if _is_heading(block, blocks[index + 1 :])
        else block
        for index, block in enumerate(blocks)
    ]


def _level(above: list[Block]) -> int:
    return 1 if all(block.kind is BlockKind.CAPTION for block in above) else 2


def _is_heading(block: Block, rest: list[Block]) -> bool:
    words = block.text.split()
    return (
        block.kind is BlockKind.PARAGRAPH
        and len(words) <= _WORDS
        and not block.text.endswith(_NO_ENDS)
        and any(letter.isalpha() for letter in block.text)
        and bool(rest)
        and len(rest[0].text.split()) > max(len(words), _WORDS)
    )


def title_of(blocks: list[Block]) -> str:
    """Return the heading that is the document's title, or "" if none is plainly so.

    It stands among the first blocks and is either the first text, but for captions and a word
    or two ("JUDGMENT"), or the only heading of its level, which is the highest. The first of
    many like it is a section's heading, but in a UN document below the names of who issues it.
    """
    found = [block for block in blocks if _may_be_title(block)]
    head = [block for block in blocks[:_FIRST] if _may_be_title(block)]
    if not head:
        return ""
    opening = next((block for block in blocks if not _is_above_title(block)), blocks[0])
    top = min(found, key=lambda block: block.level)
    alone = [block.level for block in found].count(top.level) == 1
    if alone and top in head:
        return top.text
    return opening.text if _may_be_title(opening) else _below_masthead(blocks[:_FIRST])


def _below_masthead(head: list[Block]) -> str:
    """The title of a UN document: the largest lines below the names of who issues it, as one.

    They stand together and print the State of a report on a line of its own. A word or two are
    plainly none.
    """
    lines = [block for block in head if _may_be_title(block)]
    if not lines or not any(_OF_THE_UN.match(block.text) for block in head[:_WORDS_ABOVE]):
        return ""
    top = min(block.level for block in lines)
    is_line = [_may_be_title(block) and block.level == top for block in head]
    first = is_line.index(True)
    end = is_line.index(False, first) if False in is_line[first:] else len(head)
    parts = [block.text.rstrip("* ") for block in head[first:end]]
    title = ": ".join(parts)
    return title if len(title.split()) > _WORDS_ABOVE and not _SECTION.match(parts[0]) else ""


def _is_above_title(block: Block) -> bool:
    short = block.kind is BlockKind.PARAGRAPH and len(block.text.split()) <= _WORDS_ABOVE
    return short or block.kind is BlockKind.CAPTION


def _may_be_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and not _MASTHEAD.match(block.text)


# A title stands at the head of its document: among its first blocks; below the names of the
# body that issues it, which UN documents print largest.
_FIRST = 16
_WORDS_ABOVE = 3
_MASTHEAD = re.compile(
    r"(?:united nations|united$|nations(?: [a-z])?$|general$|original\s*:|[a-z]+/\S*\d"
    r"|general assembly|security council|human rights council|distr\."
    r"|nations unies|assemblée générale|conseil de sécurité|conseil des droits de l|naciones unidas"
    r"|asamblea general|consejo de seguridad|consejo de derechos|\W*[\W\d]+$)"
    r"(?!.{60})|.{0,30}\bsession$|human rights council working group\b",
    re.IGNORECASE,
)
_OF_THE_UN = re.compile(r"united(?: nations\b|$)|nations unies\b|naciones unidas\b", re.IGNORECASE)
# "I. Background", "Introduction", "Contents": what stands in a document and does not name it.
_SECTION = re.compile(
    r"(?:[IVX]+|[A-Z]|\d+)\. |(?:introduction|contents|summary|annex)\b", re.IGNORECASE
)
