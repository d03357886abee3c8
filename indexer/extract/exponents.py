"""Give raised figures back to the text where they are exponents and call no note."""

import dataclasses
import re
from collections.abc import Sequence

from indexer.extract import notes
from indexer.extract.blocks import Block, BlockKind, BlockLink

# A unit of length, which is raised to an area or a volume: "120 km²".
_UNIT = re.compile(r"(?<!\w)[dckm]?m$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_exponents(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with exponents as raised letters in their text, not as calls of notes.

    After a unit of length a 2 or 3 is one; after a figure, as in "10⁶", a number that no note has.
    """
    numbers = {block.number for block in blocks if block.kind is BlockKind.NOTE}
    return [_with_exponents(block, numbers) for block in blocks]


def _with_exponents(block: Block, numbers: set[str]) -> Block:
    for link in reversed(block.links):
        if notes.is_call(link) and _is_exponent(block.text[: link.start], link, numbers):
            block = _raised(block, link)
    return block


def _is_exponent(before: str, link: BlockLink, numbers: set[str]) -> bool:
    number = link.target.removeprefix(notes.call(""))
    if _UNIT.search(before):
        return number in ("2", "3")
    return before[-1:].isdigit() and number not in numbers


def _raised(block: Block, call: BlockLink) -> Block:
    figures = call.target.removeprefix(notes.call("")).translate(_RAISED)
    at, size = call.start, len(figures)
    links = [
        dataclasses.replace(
            link,
            start=link.start + size * (link.start >= at),
            end=link.end + size * (link.end > at or link.start >= at),
        )
        for link in block.links
        if link is not call
    ]
    text = f"{block.text[:at]}{figures}{block.text[at:]}"
    return dataclasses.replace(block, text=text, links=tuple(links))
