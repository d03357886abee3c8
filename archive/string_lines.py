"""Which lines of a file strings stand in, found by the hashes of the strings."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write(folder: Path, names: tuple[str, str], strings: Iterable[Collection[str]]) -> None:
    """Write the different strings of each line as two files of `folder`."""
    numbers: list[int] = []
    lines: list[int] = []
    for line, found in enumerate(strings):
        numbers += map(_number, found)
        lines += [line] * len(found)
    whole, of_lines = np.array(numbers, dtype=np.uint64), np.array(lines, dtype=np.int32)
    order = np.lexsort((of_lines, whole))
    np.save(folder / names[0], whole[order])
    np.save(folder / names[1], of_lines[order])


def _number(string: str) -> int:
    """The first 8 bytes of the string's SHA-256."""
    return int.from_bytes(hashlib.sha256(string.encode("utf-8", "replace")).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class StringLines:
    """The lines that strings stand in.

    `numbers` (n,) uint64 ascending are the hashes of strings, `lines` (n,) int32 the line of each,
    ascending for one string.
    """

    numbers: NDArray[np.uint64]
    lines: NDArray[np.int32]

    @classmethod
    def open(cls, folder: Path, names: tuple[str, str]) -> "StringLines":
        """Map what `write` made in `folder`."""
        numbers, lines = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in names
        )
        return cls(numbers, lines)

    @classmethod
    def none(cls) -> "StringLines":
        """Of a file without lines."""
        return cls(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))

    def of(self, string: str) -> NDArray[np.int32]:
        """The lines of a string, ascending, and seldom those of another with the same hash."""
        number = np.uint64(_number(string))
        first = int(np.searchsorted(self.numbers, number, side="left"))
        last = int(np.searchsorted(self.numbers, number, side="right"))
        return self.lines[first:last]
