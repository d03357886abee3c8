"""Which segments of the last generation are kept, and which rows need a new one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Every segment costs each search a lookup per word; eight keep that below the cost of scoring.
MAX_SEGMENTS = 8
# A segment with fewer live rows than this share is written anew: its dead rows take room, and
# their words still stand in its files.
MIN_LIVE_SHARE = 0.5
KEY_BYTES = 32


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
    """What the next generation is made of: old segments, and the keys of a new one's rows."""

    kept: tuple[Kept, ...]
    fresh: tuple[bytes, ...]


def plan(wanted: Collection[bytes], held: Sequence[Held]) -> Plan:
    """Cover `wanted` (keys in corpus order, quick to look up), each once, by `held` and new rows.

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
        key
        for one in held
        if one.segment_id in live
        for key in _listed(one.keys[live[one.segment_id]])
    }
    return Plan(kept=tuple(kept), fresh=tuple(key for key in wanted if key not in stored))


def _listed(keys: NDArray[np.uint8]) -> list[bytes]:
    joined = keys.tobytes()
    return [joined[start : start + KEY_BYTES] for start in range(0, len(joined), KEY_BYTES)]


def _claim(wanted: Collection[bytes], held: Sequence[Held]) -> list[Kept]:
    """Each segment's wanted rows; a key in two segments is live in the first only."""
    claimed: set[bytes] = set()
    kept = []
    for one in held:
        keys = _listed(one.keys)
        live = np.array([key in wanted and key not in claimed for key in keys], dtype=np.bool_)
        claimed.update(key for key, is_live in zip(keys, live, strict=True) if is_live)
        kept.append(Kept(segment_id=one.segment_id, live=live))
    return kept


def _is_dense(kept: Kept) -> bool:
    return bool(kept.live.any()) and float(kept.live.mean()) >= MIN_LIVE_SHARE
