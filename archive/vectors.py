"""The semantic lane's arrays: the windows of a segment, and the best window of every row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import durable, halves, signs
from archive.errors import GenerationError
from archive.signs import Signs

# Words in a window and words between two starts: measured on long documents, where the best of
# such windows found +.05 to +.17 nDCG@10 more than one vector for the whole text.
WINDOW_WORDS = 160
WINDOW_STRIDE = 120

# From so many windows on, a segment's nearest are looked for by their signs first: looking at
# all of so many takes some 4 ms.
SIGNS_FROM = 32_768
# So many of a segment's windows have their cosine then, or this share of them where that is more:
# of 100,000 and of 1,000,000 blends of few vectors .994 of the best 10 are among them.
EXACT_WINDOWS = 8_192
EXACT_SHARE = 1 / 40
# Windows by which the signs are read as cosines, evenly spread over the segment.
SAMPLE = 2_048

_WORD = re.compile(r"\S+")
_OWNERS = "owners.npy"
_MATRIX = "matrix.npy"


def windows(text: str) -> list[str]:
    """Overlapping pieces of `text` of WINDOW_WORDS words, in order; the whole text if no longer.

    The last piece ends with the text and is as long as the others, so its start may lie less
    than WINDOW_STRIDE after the one before. A text without a word has no piece.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    if not words:
        return []
    if len(words) <= WINDOW_WORDS:
        return [text]
    last = len(words) - WINDOW_WORDS
    starts = [*range(0, last, WINDOW_STRIDE), last]
    return [text[words[start][0] : words[start + WINDOW_WORDS - 1][1]] for start in starts]


def write(folder: Path, *, owners: NDArray[np.int32], matrix: NDArray[np.float32]) -> None:
    """Write a segment's vectors into `folder`, flushed to the disk.

    `owners` is (windows,) int32, ascending: window i belongs to the segment's row `owners[i]`.
    `matrix` is (windows, dimension) float32 with unit rows; it is kept as float16, which moves a
    cosine by some 1e-5. Raises GenerationError where the two do not fit.
    """
    kept = matrix.astype(np.float16)
    _check(folder, owners, kept)
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in ((_OWNERS, owners), (_MATRIX, kept)):
        np.save(folder / name, np.ascontiguousarray(array), allow_pickle=False)
        durable.sync(folder / name)
    if len(matrix) >= SIGNS_FROM:
        signs.write(folder, matrix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """One segment's vectors, memory-mapped: shapes and order as in `write`, numbers float16.

    `signs` are there where the windows are many.
    """

    owners: NDArray[np.int32]
    matrix: NDArray[np.float16]
    signs: Signs | None = None

    @classmethod
    def open(cls, folder: Path) -> "Vectors":
        """Map what `write` left in `folder`; raises GenerationError if that is damaged."""
        try:
            owners = np.load(folder / _OWNERS, mmap_mode="r", allow_pickle=False)
            matrix = np.load(folder / _MATRIX, mmap_mode="r", allow_pickle=False)
            found = Signs.open(folder)
        except (OSError, ValueError, EOFError) as error:
            raise GenerationError(
                f"The vectors in '{folder}' cannot be read ({error}); run 'archive build'."
            ) from error
        _check(folder, owners, matrix)
        return cls(owners=np.asarray(owners), matrix=np.asarray(matrix), signs=found)


class VectorIndex:
    """The vectors of several segments, whose rows are numbered on from `bases`."""

    def __init__(self, segments: Sequence[Vectors], bases: Sequence[int], rows: int) -> None:
        """Row r of `segments[i]` is row `bases[i] + r` of `rows` in all."""
        self._rows = rows
        self._parts = [
            _Part.of(segment, base)
            for segment, base in zip(segments, bases, strict=True)
            if len(segment.owners)
        ]

    @property
    def having(self) -> NDArray[np.bool_]:
        """Which rows have a vector: (rows,) bool."""
        having = np.zeros(self._rows, dtype=bool)
        for part in self._parts:
            having[part.rows] = True
        return having

    def scores(
        self, query: NDArray[np.float32], *, less: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """(rows,) float32: cosine of `query`, a unit vector, with each row's nearest window.

        Of each window's cosine its product with `less`, (dimension,) float32, is taken away. A row
        without a vector has minus infinity. Exact where a segment has no signs; otherwise the
        nearest windows, all with as few differing signs as the last of EXACT_WINDOWS or of
        EXACT_SHARE, have their cosine, and the others an estimate.
        """
        moved = query if less is None else query - less
        best = np.full(self._rows, -np.inf, dtype=np.float32)
        for part in self._parts:
            cosines = part.cosines(query, moved)
            best[part.rows] = cosines[part.first]
            np.maximum.at(best, part.more_rows, cosines[part.more])
        return best

    def windows_of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """(windows, dimension) float32 of `rows` (ascending), and (windows,) int64 whose each is.

        A row without a vector has none.
        """
        found = [part.windows_of(rows) for part in self._parts]
        if not found:
            return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.int64)
        matrices, owners = zip(*found, strict=True)
        return np.concatenate(matrices), np.concatenate(owners)

    def cosines_of(
        self, rows: NDArray[np.int64], query: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """(windows,) float32: the exact cosine of each of `windows_of`, and whose each is."""
        found = [part.cosines_of(rows, query) for part in self._parts]
        if not found:
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)
        cosines, owners = zip(*found, strict=True)
        return np.concatenate(cosines), np.concatenate(owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A segment's matrix, the first window of each row, and the further windows of long ones.

    `owners` (windows,) int64 ascending has the row of each window, counted through all segments.
    """

    owners: NDArray[np.int64]
    matrix: NDArray[np.float16]
    signs: Signs | None
    first: NDArray[np.intp] | slice
    rows: NDArray[np.intp] | slice
    more: NDArray[np.intp]
    more_rows: NDArray[np.intp]

    @classmethod
    def of(cls, segment: Vectors, base: int) -> "_Part":
        rows = segment.owners.astype(np.intp) + base
        is_first = np.diff(segment.owners, prepend=-1) > 0
        first, more = np.flatnonzero(is_first), np.flatnonzero(~is_first)
        return cls(
            owners=rows.astype(np.int64),
            matrix=segment.matrix,
            signs=segment.signs,
            first=run(first),
            rows=run(rows[first]),
            more=more,
            more_rows=rows[more],
        )

    def windows_of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        places = self._places(rows)
        return halves.widened(self.matrix[places]), self.owners[places]

    def cosines_of(
        self, rows: NDArray[np.int64], query: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        places = self._places(rows)
        return halves.dots(self.matrix, query, places), self.owners[places]

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.intp]:
        """The places of each row's windows, one row after the other."""
        begins = np.searchsorted(self.owners, rows, side="left")
        counts = np.searchsorted(self.owners, rows, side="right") - begins
        skipped = np.repeat(begins - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        places: NDArray[np.intp] = skipped + np.arange(int(counts.sum()))
        return places

    def cosines(
        self, query: NDArray[np.float32], moved: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """(windows,) float32: products with `moved`, exact or, but for the nearest, estimated.

        The nearest are told by the signs of `query`, which are about the vectors' mean.
        """
        # A matrix product sums by place, and would score equal windows unequally.
        if self.signs is None:
            return halves.dots(self.matrix, moved)
        # As numpy's own whole numbers, which it otherwise makes of them twice.
        differing = self.signs.differing(query).astype(np.intp)
        having = np.bincount(differing)
        found = _cosines_by_signs(having, self.matrix, moved).take(differing)
        wanted = max(EXACT_WINDOWS, int(EXACT_SHARE * len(differing)))
        most = np.searchsorted(np.cumsum(having), wanted)
        nearest = np.flatnonzero(differing <= most)
        found[nearest] = halves.dots(self.matrix, moved, nearest)
        return found


def run(numbers: NDArray[np.intp]) -> NDArray[np.intp] | slice:
    """The same places as a slice, which costs no look-ups, where they follow each other."""
    if not len(numbers):
        return numbers
    first, after = int(numbers[0]), int(numbers[-1]) + 1
    return slice(first, after) if after - first == len(numbers) else numbers


def _cosines_by_signs(
    having: NDArray[np.intp], matrix: NDArray[np.float16], query: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What so many differing signs say of the cosine: that of the same rank in a sample.

    `having` (signs + 1,) has how many windows have so many differing signs.
    """
    sample = halves.dots(matrix[:: max(1, len(matrix) // SAMPLE)], query)
    ranks = (np.cumsum(having) - having / 2) / having.sum()
    cosines: NDArray[np.float32] = np.quantile(sample, 1 - ranks).astype(np.float32)
    return cosines


def _check(folder: Path, owners: NDArray[np.int32], matrix: NDArray[np.float16]) -> None:
    if (
        owners.dtype != np.int32
        or matrix.dtype != np.float16
        or matrix.ndim != 2
        or owners.shape != matrix.shape[:1]
        or bool((np.diff(owners, prepend=0) < 0).any())
    ):
        raise GenerationError(
            f"The vectors for '{folder}' do not fit: {matrix.dtype} {matrix.shape} with owners "
            f"{owners.dtype} {owners.shape}; run 'archive build'."
        )
