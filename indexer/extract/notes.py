"""Tie each note to the place in the text that calls it."""

from collections.abc import Sequence

from indexer.extract.blocks import Block, BlockKind, BlockLink

# The address of a call: a link without words that leads to the note of that number.
_CALL = "#"


def call(number: str) -> str:
    """The target of a call of the note with that printed number."""
    return _CALL + number


def is_call(link: BlockLink) -> bool:
    """Whether a link is the call of a note."""
    return link.target.startswith(_CALL)


def tied(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """Where each note is called: index of the note to index of its block and offset in its text.

    Numbers may begin anew with each chapter or page: a note belongs to the first call of its
    number after that of the note before it with the same number. A note that nothing calls is
    left out.
    """
    calls: dict[str, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        for link in block.links:
            if is_call(link):
                calls.setdefault(link.target.removeprefix(_CALL), []).append((index, link.start))
    found = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE and calls.get(block.number):
            found[index] = calls[block.number].pop(0)
    return found
