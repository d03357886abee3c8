"""The postings of one segment on disk: rows, counts and positions of each term."""

import mmap
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.file_pieces import FileArray

# Counts are stored as uint16; a passage with more occurrences of one term counts as this many.
MOST_OCCURRENCES = 65_535
# Every so many keys one is kept in memory, so that a word is found among these first and with few
# looks at the file: 40 bytes a guide, 50 kB for the 330,000 terms of 100,000 passages.
GUIDE = 256

_SEPARATOR = b"\x00"
_TERMS = "terms.bin"
_TERM_ENDS = "term_ends.npy"
_POSTING_ENDS = "posting_ends.npy"
_POSITION_ENDS = "position_ends.npy"
_ROWS = "posting_rows.npy"
_COUNTS = "posting_counts.npy"
_POSITIONS = "positions.npy"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPostings:
    """All postings of one field: those of term t end at `ends[t]`, where the next term's begin.

    `terms` ascend; `ends` is (terms,) int64, `rows` (postings,) int32 ascending within a term,
    `counts` (postings,) uint16, `positions` (sum of counts,) int32 in the same order, or empty
    where not `has_positions`.
    """

    name: str
    has_positions: bool
    terms: Sequence[bytes]
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    positions: NDArray[np.int32]

    @property
    def position_ends(self) -> NDArray[np.int64]:
        """Where each term's positions end: (terms,) int64."""
        if not self.has_positions:
            return np.zeros(len(self.ends), dtype=np.int64)
        totals = np.cumsum(np.append(0, self.counts), dtype=np.int64)
        return totals[self.ends]


def key(field: str, term: bytes) -> bytes:
    """The dictionary key of `term` in `field`."""
    return field.encode() + _SEPARATOR + term


def write(folder: Path, fields: Sequence[FieldPostings]) -> None:
    """Write the postings of `fields`, which come in the order of their names, into `folder`."""
    keys = [key(field.name, term) for field in fields for term in field.terms]
    (folder / _TERMS).write_bytes(b"".join(keys))
    sizes = np.array([len(one) for one in keys], dtype=np.int64)
    np.save(folder / _TERM_ENDS, np.cumsum(sizes))
    np.save(folder / _POSTING_ENDS, _ends([field.ends for field in fields]))
    np.save(folder / _POSITION_ENDS, _ends([field.position_ends for field in fields]))
    np.save(folder / _ROWS, _joined([field.rows for field in fields], np.int32))
    np.save(folder / _COUNTS, _joined([field.counts for field in fields], np.uint16))
    np.save(folder / _POSITIONS, _joined([field.positions for field in fields], np.int32))


def _ends(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The ends of all fields, numbered on from field to field."""
    moved, base = [], 0
    for part in parts:
        moved.append(part + base)
        base += int(part[-1]) if len(part) else 0
    return _joined(moved, np.int64)


def _joined(parts: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=dtype), *parts])


def _mapped(path: Path) -> NDArray[np.int64]:
    """A plain array over the mapping: each slice of a `memmap` costs thrice as much."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


@dataclass(frozen=True, slots=True)
class Postings:
    """One segment's postings: where each term's are is mapped, they themselves are read."""

    _terms: bytes | mmap.mmap
    _guides: tuple[bytes, ...]
    _term_ends: NDArray[np.int64]
    _posting_ends: NDArray[np.int64]
    _position_ends: NDArray[np.int64]
    _rows: FileArray
    _counts: FileArray
    _positions: FileArray

    @classmethod
    def open(cls, folder: Path) -> "Postings":
        """Open the arrays that `write` made in `folder`."""
        terms: bytes | mmap.mmap = b""
        with (folder / _TERMS).open("rb") as file:
            # An empty file cannot be mapped.
            if (folder / _TERMS).stat().st_size:
                terms = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        ends = _mapped(folder / _TERM_ENDS)
        begins = np.concatenate([np.zeros(min(len(ends), 1), dtype=np.int64), ends[:-1]])
        pairs = zip(begins[::GUIDE].tolist(), ends[::GUIDE].tolist(), strict=True)
        return cls(
            terms,
            tuple(terms[begin:end] for begin, end in pairs),
            ends,
            _mapped(folder / _POSTING_ENDS),
            _mapped(folder / _POSITION_ENDS),
            FileArray(folder / _ROWS),
            FileArray(folder / _COUNTS),
            FileArray(folder / _POSITIONS),
        )

    def __len__(self) -> int:
        return len(self._term_ends)

    def __getitem__(self, number: int) -> bytes:
        """The key of term `number`, keys in ascending order."""
        begin = int(self._term_ends[number - 1]) if number else 0
        return self._terms[begin : int(self._term_ends[number])]

    def find(self, wanted: bytes) -> int | None:
        """The number of the term with the key `wanted`."""
        number = self._first(wanted)
        return number if number < len(self) and self[number] == wanted else None

    def _first(self, wanted: bytes) -> int:
        """The number of the first key that is not below `wanted`."""
        after = bisect_left(self._guides, wanted) * GUIDE
        return bisect_left(self, wanted, max(0, after - GUIDE), min(after, len(self)))

    def starting(self, prefix: bytes, limit: int) -> list[bytes]:
        """The first `limit` keys that begin with `prefix`, ascending."""
        number = self._first(prefix)
        found: list[bytes] = []
        while len(found) < limit and number < len(self) and self[number].startswith(prefix):
            found.append(self[number])
            number += 1
        return found

    def block(self, prefix: bytes) -> tuple[bytes, NDArray[np.int64]]:
        """All keys that begin with `prefix`, joined, and where each of them ends: (n,) int64."""
        first = bisect_left(self, prefix)
        last = bisect_left(self, prefix + b"\xff")  # No key holds this byte: it is not UTF-8.
        begin = self._begin(self._term_ends, first)
        ends = self._term_ends[first:last] - begin
        return self._terms[begin : begin + int(ends[-1])] if len(ends) else b"", ends

    def fields(self) -> list[str]:
        """The names of the fields that have terms, in order."""
        number = 0
        found: list[str] = []
        while number < len(self):
            name = self[number].split(_SEPARATOR, 1)[0]
            found.append(name.decode())
            number = bisect_left(self, name + b"\x01")
        return found

    def size(self, number: int) -> int:
        """How many rows term `number` has, without reading them."""
        return int(self._posting_ends[number]) - self._begin(self._posting_ends, number)

    def rows(self, number: int, limit: int | None = None) -> NDArray[np.int32]:
        """The rows of term `number`, at most the first `limit`: (n,) int32 ascending."""
        begin, end = self._begin(self._posting_ends, number), int(self._posting_ends[number])
        return self._rows[begin : end if limit is None else min(end, begin + limit)]

    def counts(self, number: int) -> NDArray[np.uint16]:
        """How often term `number` stands in each of its rows: (n,) uint16."""
        return self._counts[self._begin(self._posting_ends, number) : self._posting_ends[number]]

    def positions(self, number: int) -> NDArray[np.int32]:
        """The positions of term `number` in its rows, one row after the other."""
        begin = self._begin(self._position_ends, number)
        return self._positions[begin : self._position_ends[number]]

    @staticmethod
    def _begin(ends: NDArray[np.int64], number: int) -> int:
        return int(ends[number - 1]) if number else 0

    def lengths(self, field: str, rows: int) -> NDArray[np.int64]:
        """How many words each of `rows` rows has in the fields named `field`_…: (rows,) int64."""
        first = bisect_left(self, f"{field}_".encode())
        last = bisect_left(self, f"{field}`".encode())
        begin = self._begin(self._posting_ends, first)
        end = self._begin(self._posting_ends, last)
        weights = self._counts[begin:end]
        return np.bincount(self._rows[begin:end], weights=weights, minlength=rows).astype(np.int64)
