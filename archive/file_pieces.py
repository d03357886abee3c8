"""Files of which pieces are read at their place.

A mapped file is easier to use, but what was touched of it counts as memory of each process until
the system takes it back: 350 of 840 MiB after 2,500 searches over 100,000 passages. What is read
does not stay.
"""

import math
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class FileBytes:
    """The bytes of a file; safe to share between threads and with forked processes."""

    def __init__(self, path: Path) -> None:
        """Open `path`, until nobody holds this any more; raises OSError."""
        self._path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)
        self._size = os.fstat(self._file).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, piece: slice) -> bytes:
        """The bytes of `piece`, whose step is 1. Raises OSError where the file was cut since."""
        begin, end, _ = piece.indices(self._size)
        found = os.pread(self._file, max(0, end - begin), begin)
        if len(found) < end - begin:
            raise OSError(f"{self._path} ends before byte {end}")
        return found


class FileArray:
    """An array in a file of numpy's, of whose first axis pieces are read."""

    def __init__(self, path: Path) -> None:
        """Open `path`; raises OSError or ValueError where it holds no such array, whole."""
        with path.open("rb") as file:
            version = np.lib.format.read_magic(file)
            read_header = {
                (1, 0): np.lib.format.read_array_header_1_0,
                (2, 0): np.lib.format.read_array_header_2_0,
            }[version]
            self.shape, is_fortran, self.dtype = read_header(file)
            self._offset = file.tell()
        self._bytes = FileBytes(path)
        self._row_bytes = math.prod(self.shape[1:]) * self.dtype.itemsize
        needed = self._offset + self.shape[0] * self._row_bytes
        if is_fortran or self.dtype.hasobject or len(self._bytes) != needed:
            raise ValueError(f"{path.name} is no whole array in rows")

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, piece: slice) -> NDArray[Any]:
        """The rows of `piece`, whose step is 1, read-only. Raises OSError as `FileBytes` does."""
        begin, end, _ = piece.indices(len(self))
        first, last = (self._offset + row * self._row_bytes for row in (begin, max(begin, end)))
        found = np.frombuffer(self._bytes[first:last], dtype=self.dtype)
        return found.reshape(-1, *self.shape[1:])

    def rows(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """The rows of `numbers`, of any shape: (*numbers.shape, *row); each is read once."""
        wanted, places = np.unique(numbers, return_inverse=True)
        rows = np.concatenate([self[:0], *(self[one : one + 1] for one in wanted.tolist())])
        found: NDArray[Any] = rows[places.reshape(numbers.shape)]
        return found
