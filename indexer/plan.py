"""Which segments of the last generation are kept, and which rows need a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.rows import Row

# Every segment costs each search a lookup per word; eight keep that below the cost of scoring.
MAX_SEGMENTS = 8
# A segment with fewer live rows than this share is written anew: its dead rows take room, and
# their words still stand in its files.
MIN_LIVE_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A segment that exists: `keys` is (rows, 32) uint8, the key of each row."""

    segment_id: str
    keys: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A segment that stays: `live` is (rows,) bool."""

    segment_id: str
    live: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the next generation is made of: old segments, and the rows, by key, of one new one."""

    kept: tuple[Kept, ...]
    fresh: Mapping[bytes, Row]


def plan(wanted: Mapping[bytes, Row], held: Sequence[Held]) -> Plan:
    """Cover `wanted` (rows by key, in corpus order), each row once, by `held` and new rows.

    Sparse segments are dropped first; then, while there would be more than MAX_SEGMENTS, the
    one with the fewest live rows (ties by id). Their live rows are among the fresh ones.
    """
    kept = [one for one in _claim(wanted, held) if _is_dense(one)]
    covered = sum(int(one.live.sum()) for one in kept)
    if len(kept) + (covered < len(wanted)) > MAX_SEGMENTS:
        by_size = sorted(kept, key=lambda one: (int(one.live.sum()), one.segment_id))
        largest = {one.segment_id for one in by_size[len(kept) + 1 - MAX_SEGMENTS :]}
        kept = [one for one in kept if one.segment_id in largest]
    live = {one.segment_id: one.live for one in kept}
    stored = {
        key.tobytes()
        for one in held
        if one.segment_id in live
        for key in one.keys[live[one.segment_id]]
    }
    fresh = {key: row for key, row in wanted.items() if key not in stored}
    return Plan(kept=tuple(kept), fresh=fresh)


def _claim(wanted: Mapping[bytes, Row], held: Sequence[Held]) -> list[Kept]:
    """Each segment's wanted rows; a key in two segments is live in the first only."""
    claimed: set[bytes] = set()
    kept = []
    for one in held:
        keys = [key.tobytes() for key in one.keys]
        live = np.array([key in wanted and key not in claimed for key in keys], dtype=np.bool_)
        claimed.update(key for key, is_live in zip(keys, live, strict=True) if is_live)
        kept.append(Kept(segment_id=one.segment_id, live=live))
    return kept


def _is_dense(kept: Kept) -> bool:
    return bool(kept.live.any()) and float(kept.live.mean()) >= MIN_LIVE_SHARE
