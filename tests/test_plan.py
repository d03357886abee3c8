"""Which segments are kept: every wanted row is covered once, by few and dense segments."""

import hashlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.plan import MAX_SEGMENTS, MIN_LIVE_SHARE, Held, plan


def key(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def held(name: str, numbers: list[int]) -> Held:
    keys = np.frombuffer(b"".join(map(key, numbers)), dtype=np.uint8).reshape(-1, 32)
    return Held(segment_id=name, keys=keys)


def wanted(numbers: list[int]) -> dict[bytes, None]:
    return dict.fromkeys(map(key, numbers))


NUMBERS = st.lists(st.integers(0, 60), unique=True)


@given(rows=NUMBERS, segments=st.lists(NUMBERS.filter(bool), max_size=MAX_SEGMENTS))
def test_every_wanted_row_is_covered_exactly_once(
    rows: list[int], segments: list[list[int]]
) -> None:
    """Old segments and the new one hold each wanted row once, and nothing else alive."""
    old = [held(f"s{place}", numbers) for place, numbers in enumerate(segments)]
    made = plan(wanted(rows), old)
    by_id = {one.segment_id: one.keys for one in old}
    live = [bytes(one_key) for kept in made.kept for one_key in by_id[kept.segment_id][kept.live]]
    assert sorted(live + list(made.fresh)) == sorted(map(key, rows))
    assert len(made.kept) + bool(made.fresh) <= MAX_SEGMENTS
    assert all(kept.live.mean() >= MIN_LIVE_SHARE for kept in made.kept)


def test_fresh_rows_keep_the_order_of_the_corpus() -> None:
    """Rows of a segment that is written anew come where the corpus has them, not at the end."""
    made = plan(wanted([1, 2, 3, 4]), [held("s", [2, 4, 90, 91, 92])])
    assert list(made.fresh) == [key(1), key(2), key(3), key(4)]


def test_a_segment_that_is_half_alive_is_kept_and_one_below_is_not() -> None:
    """The share that keeps a segment is one half, itself included."""
    made = plan(wanted([1, 2, 3]), [held("half", [1, 90]), held("third", [2, 91, 92])])
    assert [kept.segment_id for kept in made.kept] == ["half"]
    assert list(made.fresh) == [key(2), key(3)]


def test_the_smallest_segments_make_room() -> None:
    """Before a ninth segment the smallest is written into the new one; ties go by its id."""
    old = [held(f"s{place}", [10 * place, 10 * place + 1]) for place in range(MAX_SEGMENTS)]
    rows = [number for place in range(MAX_SEGMENTS) for number in (10 * place, 10 * place + 1)]
    made = plan(wanted([*rows, 99]), old)
    assert [kept.segment_id for kept in made.kept] == [f"s{place}" for place in range(1, 8)]
    assert list(made.fresh) == [key(0), key(1), key(99)]


def test_eight_segments_that_cover_all_are_left_alone() -> None:
    """Room is made only if a segment is to be added."""
    old = [held(f"s{place}", [place]) for place in range(MAX_SEGMENTS)]
    made = plan(wanted(list(range(MAX_SEGMENTS))), old)
    assert len(made.kept) == MAX_SEGMENTS
    assert made.fresh == ()


def test_a_row_that_came_back_is_revived_where_it_lies() -> None:
    """A dead row whose words are wanted again needs no new segment."""
    made = plan(wanted([1, 2, 3]), [held("s", [1, 2, 3])])
    assert made.fresh == ()
    assert made.kept[0].live.all()
