"""Tie each note to the places in the text that call it."""

from collections.abc import Sequence

from indexer.extract.blocks import Block, BlockKind, BlockLink

# The address of a call: a link without words that leads to the note of that number.
_CALL = "#"
# The address of a further call, of the note that the last call of that number before it calls.
_AGAIN = "#+"

# The index of a block and an offset in its text.
Place = tuple[int, int]


def call(number: str) -> str:
    """The target of a call of the note with that printed number."""
    return _CALL + number


def again(number: str) -> str:
    """The target of a call of a note that was called before."""
    return _AGAIN + number


def is_call(link: BlockLink) -> bool:
    """Whether a link is the call of a note."""
    return link.target.startswith(_CALL)


def tied(blocks: Sequence[Block]) -> dict[int, tuple[Place, ...]]:
    """Where each note is called: index of the note to its places in the text, in order.

    Numbers may begin anew with each chapter or page: a note belongs to the first call of its
    number after those of the note before it with the same number. Where there are more calls than
    notes of a number, a note has those on its own page, and the last note what is left. A note
    that nothing calls is left out.
    """
    calls = _calls(blocks)
    left: dict[str, int] = {}
    for block in blocks:
        if block.kind is BlockKind.NOTE:
            left[block.number] = left.get(block.number, 0) + 1
    found = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE and calls.get(block.number):
            places = _taken(blocks, block, calls[block.number], left=left[block.number])
            left[block.number] -= 1
            found[index] = places
    return found


def _calls(blocks: Sequence[Block]) -> dict[str, list[tuple[Place, ...]]]:
    """The places that call a number, those together that are known to call one note."""
    calls: dict[str, list[tuple[Place, ...]]] = {}
    for index, block in enumerate(blocks):
        for link in block.links:
            place = (index, link.start)
            if link.target.startswith(_AGAIN):
                before = calls.get(link.target.removeprefix(_AGAIN))
                if before:
                    before[-1] = (*before[-1], place)
            elif is_call(link):
                calls.setdefault(link.target.removeprefix(_CALL), []).append((place,))
    return calls


def _taken(
    blocks: Sequence[Block], note: Block, calls: list[tuple[Place, ...]], *, left: int
) -> tuple[Place, ...]:
    """The places that call `note`, taken off `calls`; so many notes of its number are `left`."""
    places = calls.pop(0)
    while len(calls) >= left and calls:
        is_own = note.page is not None and blocks[calls[0][0][0]].page == note.page
        if left > 1 and not is_own:
            break
        places += calls.pop(0)
    return places
