"""The rows of one segment on disk: one line of JSON each, found by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.file_pieces import FileBytes
from archive.rows import Row, dump, key_of, load

_ROWS = "rows.jsonl"
_OFFSETS = "row_offsets.npy"
_KEYS = "row_keys.npy"


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Write `rows` into `folder`: their lines, where each begins, and their keys."""
    lines = [dump(row) for row in rows]
    offsets = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([len(line) + 1 for line in lines], out=offsets[1:])
    keys = b"".join(map(key_of, lines))
    (folder / _ROWS).write_bytes(b"".join(line + b"\n" for line in lines))
    np.save(folder / _OFFSETS, offsets)
    np.save(folder / _KEYS, np.frombuffer(keys, dtype=np.uint8).reshape(len(lines), 32))


@dataclass(frozen=True, slots=True)
class Texts:
    """One segment's rows, each read when it is asked for.

    `keys` is (rows, 32) uint8, the SHA-256 of each row.
    """

    keys: NDArray[np.uint8]
    _offsets: NDArray[np.int64]
    _lines: FileBytes

    @classmethod
    def open(cls, folder: Path) -> "Texts":
        """Open the files that `write` made in `folder`."""
        return cls(
            np.load(folder / _KEYS, mmap_mode="r"),
            np.load(folder / _OFFSETS, mmap_mode="r"),
            FileBytes(folder / _ROWS),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def row(self, number: int) -> Row:
        """Return row `number`, counted from 0 within the segment."""
        return load(self._lines[int(self._offsets[number]) : int(self._offsets[number + 1]) - 1])
