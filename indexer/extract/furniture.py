"""Find page headers and footers that stand between the paragraphs of a text without pages."""

from indexer.extract.blocks import Block

# A page header has at most this many words a line; two lines or more that come again together,
# at least this many words later, are furniture. One page of a statement has some 400 words, and
# the parts of a table repeat closer than that.
_LINE_WORDS = 12
_LEAST_WORDS = 2
_APART_WORDS = 100


def without_furniture(blocks: list[Block]) -> list[Block]:
    """Return `blocks` without the sequences of short lines that repeat like a page's header."""
    keys = [_key(block) for block in blocks]
    starts = _word_starts(blocks)
    dropped: set[int] = set()
    seen: dict[tuple[str, str], int] = {}
    for index in range(len(keys) - 1):
        pair = (keys[index], keys[index + 1])
        if not all(pair):
            continue
        first = seen.setdefault(pair, index)
        if starts[index] - starts[first] >= _APART_WORDS:
            dropped.update((first, first + 1, index, index + 1))
    return [block for index, block in enumerate(blocks) if index not in dropped]


def _key(block: Block) -> str:
    """The letters of a short line, or "" where it is too long or short to be furniture."""
    words = block.text.split()
    if not _LEAST_WORDS <= len(words) <= _LINE_WORDS:
        return ""
    return " ".join(words).casefold()


def _word_starts(blocks: list[Block]) -> list[int]:
    starts, count = [], 0
    for block in blocks:
        starts.append(count)
        count += len(block.text.split())
    return starts
