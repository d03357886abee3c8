"""Words of the index that are a few letters away from a word that it does not have."""

import numpy as np
from numpy.typing import NDArray

from archive.keyword.edits import within_distance
from archive.keyword.index import KeywordIndex
from archive.keyword.postings import key
from archive.keyword.schema import ACCENT_MARK, EXACT, EXACT_TITLE

# Words compared letter by letter at most, some 10 microseconds each.
_MOST_COMPARED = 500


def nearby(word: str, index: KeywordIndex, distance: int) -> list[str]:
    """The folded words at most `distance` edits from `word`, nearest first, then alphabetical.

    They begin with the same letter and may stand in rows that are live or not.
    """
    found: set[str] = set()
    for field in (EXACT, EXACT_TITLE):
        prefix = key(field, b"")
        for segment in index.segments:
            keys, ends = segment.block(prefix + word[0].encode())
            begins = np.concatenate([[0], ends])[: len(ends)] + len(prefix)
            for number in _alike(word.encode(), keys, (begins, ends), distance=distance):
                found.add(keys[begins[number] : ends[number]].decode())
    return within_distance(word, sorted(w for w in found if ACCENT_MARK not in w), distance)


def _alike(
    wanted: bytes, keys: bytes, bounds: tuple[NDArray[np.int64], ...], *, distance: int
) -> NDArray[np.int64]:
    """The numbers of the words within `bounds` of `keys` that may be so near to `wanted`.

    From their lengths and sets of letters alone; the most alike first.
    """
    begins, ends = bounds
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    # One edit takes away one sign and adds one, in UTF-8 of this many bytes.
    signs = distance * (1 if wanted.isascii() else 2)
    near = np.flatnonzero(np.abs(ends - begins - len(wanted)) <= signs)
    between = np.column_stack([begins, ends]).ravel()
    letters = np.bitwise_or.reduceat(_bits(keys + b"\0"), between)[::2]
    others = np.bitwise_count(letters[near] ^ np.bitwise_or.reduce(_bits(wanted)))
    kept = others <= 2 * signs
    order = np.lexsort((near[kept], others[kept]))
    chosen: NDArray[np.int64] = near[kept][order[:_MOST_COMPARED]]
    return chosen


def _bits(text: bytes) -> NDArray[np.uint64]:
    """Each byte as one of 64 bits."""
    codes = np.frombuffer(text, dtype=np.uint8).astype(np.uint64)
    bits: NDArray[np.uint64] = np.left_shift(np.uint64(1), codes & np.uint64(63))
    return bits
