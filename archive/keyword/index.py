"""All segments of a generation as one index: terms, statistics and lengths over live rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.keyword import postings as stored
from archive.keyword.postings import Postings
from archive.keyword.schema import TITLE_WORDS, WORDS
from archive.nodes import Field

# BM25's term saturation and length normalisation. 1.2 is Robertson's and Lucene's value; 0.6 lies
# between the best of 0.4 and 0.75 on the development collections.
BM25_K1 = 1.2
BM25_B = 0.6


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a term stands: `rows` (n,) int64 ascending and live, `counts` (n,) float64."""

    rows: NDArray[np.int64]
    counts: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordIndex:
    """The postings of every segment; row numbers run through the segments in their order.

    `live` (rows,) bool; `live_rows` how many of them; `norms` for each field (rows,) float64,
    BM25's k1 × (1 − b + b × length / mean length). `title_lengths` (rows,) int64, in words.
    """

    segments: tuple[Postings, ...]
    bases: tuple[int, ...]
    live: NDArray[np.bool_]
    live_rows: int
    norms: dict[Field, NDArray[np.float64]]
    title_lengths: NDArray[np.int64]
    languages: tuple[str, ...]

    @classmethod
    def open(
        cls, folders: Sequence[Path], sizes: Sequence[int], live: NDArray[np.bool_]
    ) -> "KeywordIndex":
        """Open the segments in `folders`, which hold `sizes` rows each."""
        segments = tuple(Postings.open(folder) for folder in folders)
        bases = tuple(int(base) for base in np.cumsum([0, *sizes])[:-1])
        lengths = {}
        for field, name in ((Field.ANY, WORDS), (Field.TITLE, TITLE_WORDS)):
            parts = [one.lengths(name, size) for one, size in zip(segments, sizes, strict=True)]
            lengths[field] = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
        return cls(
            segments=segments,
            bases=bases,
            live=live,
            live_rows=int(np.count_nonzero(live)),
            norms={field: _norms(found, live) for field, found in lengths.items()},
            title_lengths=lengths[Field.TITLE],
            languages=_languages(segments),
        )

    def occurrences(self, keys: Sequence[bytes]) -> Occurrences:
        """The live rows that hold any of the terms `keys`, with the sum of their counts.

        The terms count as one: different stems, or different forms, of the same word.
        """
        parts = [part for key in keys for part in self._parts(key)]
        if not parts:
            return Occurrences(np.zeros(0, dtype=np.int64), np.zeros(0))
        rows = np.concatenate([rows for rows, _ in parts])
        counts = np.concatenate([counts for _, counts in parts])
        if len(parts) > 1 and (np.diff(rows) <= 0).any():
            rows, places = np.unique(rows, return_inverse=True)
            counts = np.bincount(places, weights=counts)
        kept = self.live[rows]
        if not kept.all():
            rows, counts = rows[kept], counts[kept]
        return Occurrences(rows, counts)

    def _parts(self, key: bytes) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        parts = []
        for segment, base in zip(self.segments, self.bases, strict=True):
            number = segment.find(key)
            if number is not None:
                rows = segment.rows(number).astype(np.int64)
                parts.append((rows + base, segment.counts(number).astype(np.float64)))
        return parts

    def has(self, keys: Sequence[bytes]) -> bool:
        """Whether any of the terms `keys` stands in a live row."""
        for segment, base in zip(self.segments, self.bases, strict=True):
            for number in map(segment.find, keys):
                if number is None:
                    continue
                # Mostly the first row is live, and the others need no look.
                if any(self.live[base:][segment.rows(number, most)].any() for most in (1, None)):
                    return True
        return False

    def frequency(self, one: bytes) -> int:
        """In how many live rows the term `one` stands; where all are live, none is read."""
        is_whole = self.live_rows == len(self.live)
        total = 0
        for segment, base in zip(self.segments, self.bases, strict=True):
            number = segment.find(one)
            if number is not None and is_whole:
                total += segment.size(number)
            elif number is not None:
                total += int(np.count_nonzero(self.live[base:][segment.rows(number)]))
        return total

    def positions(self, keys: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Each occurrence of any of the terms `keys` in a live row, as rows and positions.

        Both (n,) int64, ordered by row, then position.
        """
        rows, positions = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for key in keys:
            for segment, base in zip(self.segments, self.bases, strict=True):
                number = segment.find(key)
                if number is None:
                    continue
                counts = segment.counts(number)
                rows.append(np.repeat(segment.rows(number).astype(np.int64) + base, counts))
                positions.append(segment.positions(number).astype(np.int64))
        all_rows, all_positions = np.concatenate(rows), np.concatenate(positions)
        kept = self.live[all_rows]
        order = np.lexsort((all_positions[kept], all_rows[kept]))
        return all_rows[kept][order], all_positions[kept][order]

    def terms_starting(self, field: str, prefix: str, limit: int) -> list[str]:
        """The first `limit` terms of `field`, in order, that begin with `prefix`."""
        begin = stored.key(field, b"")
        wanted = begin + prefix.encode()
        found = {key for one in self.segments for key in one.starting(wanted, limit)}
        return [key[len(begin) :].decode() for key in sorted(found)[:limit]]

    def idf(self, frequency: int) -> float:
        """Lucene's idf, ln(1 + (N − n + 0.5) / (n + 0.5)), of a term in `frequency` live rows."""
        return math.log(1 + (self.live_rows - frequency + 0.5) / (frequency + 0.5))


def _norms(lengths: NDArray[np.int64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    mean = float(lengths[live].mean()) if live.any() else 0.0
    relative = lengths / mean if mean else np.ones(len(lengths))
    norms: NDArray[np.float64] = BM25_K1 * (1 - BM25_B + BM25_B * relative)
    return norms


def _languages(segments: Sequence[Postings]) -> tuple[str, ...]:
    """The languages of which any segment has stems, from the names of its fields."""
    fields = {field for segment in segments for field in segment.fields()}
    prefix = f"{WORDS}_"
    return tuple(sorted(f.removeprefix(prefix) for f in fields if f.startswith(prefix)))
