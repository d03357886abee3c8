"""Metadata as arrays: filters, counts, dates and the order of ids, over several segments."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import row

from archive import columns
from archive.columns import FACETS, Codes, Columns, day_range
from archive.errors import QueryError
from archive.nodes import DateRange
from archive.rows import Row

VALUES = st.lists(st.lists(st.sampled_from("abcdeA"), max_size=4), max_size=12)


def opened(folder: Path, *segments: Sequence[Row], dead: Sequence[int] = ()) -> Columns:
    """The columns of `segments`, of whose rows those numbered in `dead` are dead."""
    folders = []
    for number, rows in enumerate(segments):
        folders.append(folder / str(number))
        folders[-1].mkdir()
        columns.write(folders[-1], rows)
    live = np.ones(sum(map(len, segments)), dtype=bool)
    live[list(dead)] = False
    return Columns.open(folders, live)


def dated(folder: Path, *dates: str) -> Columns:
    """One row for each date, in their order."""
    return opened(folder, [row(number, "", issued=date) for number, date in enumerate(dates)])


def within(found: Columns, low: str, high: str) -> list[int]:
    rows: list[int] = np.flatnonzero(found.rows_dated(DateRange(low=low, high=high))).tolist()
    return rows


def test_a_length_is_of_the_passage_alone(tmp_path: Path) -> None:
    """A heading is short however long the title of its document is; segments follow each other."""
    texts = ["The right to the truth", "", "Article 5", "one two three"]
    rows = [row(at, text, title="A title of six words here") for at, text in enumerate(texts)]
    assert opened(tmp_path, rows[:3], rows[3:]).lengths.tolist() == [5, 0, 2, 3]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("2024-05", "2024-06", [1, 2, 3, 4]),
        ("2024", "2024", [1, 2, 3, 4, 5]),
        ("2024-05-31", "2024-05-31", [1, 2, 3]),
        ("2024-06-01", "", [1, 4, 5, 6]),
        ("", "2024-05-30", [0, 1, 2]),
        ("2023-12-31", "2024-01-01", [0, 1]),
        ("2025", "2024", []),
        ("", "", [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_dates_overlap_and_no_date_is_in_no_range(
    tmp_path: Path, low: str, high: str, expected: list[int]
) -> None:
    """A date known to the year or month may be any of its days; an unknown one is never meant."""
    dates = ["2023", "2024", "2024-05", "2024-05-31", "2024-06-30", "2024-12-31", "2025-02", ""]
    assert within(dated(tmp_path, *dates), low, high) == expected


def test_a_date_that_was_worked_out_counts_where_none_was_seen(tmp_path: Path) -> None:
    """The seen date wins over the inferred one, here as everywhere."""
    found = opened(
        tmp_path,
        [
            row(0, "", issued_inferred="2020-03"),
            row(1, "", issued="2021", issued_inferred="2020-03"),
        ],
    )
    assert within(found, "2020", "2020") == [0]
    assert found.facets(np.ones(2, dtype=bool))["year"] == [("2020", 1), ("2021", 1)]


@given(
    st.integers(1, 9999),
    st.none() | st.tuples(st.integers(1, 12), st.none() | st.integers(1, 31)),
)
def test_a_day_range_holds_its_days(year: int, rest: tuple[int, int | None] | None) -> None:
    """From the first day to the last of a year, a month or a day, in the order of calendars."""
    month, day = rest or (None, None)
    parts = [f"{year:04}", *(f"{one:02}" for one in (month, day) if one is not None)]
    first, last = day_range("-".join(parts))
    assert first == year * 10_000 + (month or 1) * 100 + (day or 1)
    assert last == year * 10_000 + (month or 12) * 100 + (day or 31)


@pytest.mark.parametrize("date", ["24", "2024-5", "May 2024", "2024/05", "2024-05-31T"])
def test_what_is_no_date_is_refused_by_name(date: str) -> None:
    """The message has the value and the ways to write one."""
    with pytest.raises(QueryError, match=f"'{date}' is no date; write 2024"):
        day_range(date)


@given(VALUES, st.lists(st.sampled_from("abcdeAF"), max_size=3))
def test_a_filter_is_any_of_its_values_in_any_case(
    lists: list[list[str]], wanted: list[str]
) -> None:
    """A document has the value or it has not; capitals are no difference."""
    expected = [
        any(value.casefold() == one.casefold() for value in values for one in wanted)
        for values in lists
    ]
    assert Codes.of(lists).having(wanted).tolist() == expected


@given(VALUES, st.randoms())
def test_counts_are_of_documents_most_frequent_first(
    lists: list[list[str]], chance: random.Random
) -> None:
    """A value named twice by one document counts once; equal counts follow the alphabet."""
    chosen = [chance.random() < 0.6 for _ in lists]
    expected = Counter(
        value
        for values, is_chosen in zip(lists, chosen, strict=True)
        if is_chosen
        for value in set(values)
    )
    found = Codes.of(lists).counts(np.array(chosen, dtype=bool))
    assert found == sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))


def test_a_document_in_two_segments_is_one(tmp_path: Path) -> None:
    """A document grows over builds; its rows keep to it and are counted once."""
    found = opened(
        tmp_path,
        [row(0, "", doc_id="b", kind="report"), row(1, "", doc_id="a", kind="letter")],
        [row(2, "", doc_id="b", kind="report")],
    )
    assert found.doc_ids == ("a", "b")
    assert found.document_of_row.tolist() == [1, 0, 1]
    assert found.rows_of_document("b").tolist() == [0, 2]
    assert found.facets(np.ones(2, dtype=bool))["kind"] == [("letter", 1), ("report", 1)]


def test_dead_rows_are_in_nothing(tmp_path: Path) -> None:
    """What was replaced is in no filter, no range, no document and no count."""
    found = opened(
        tmp_path,
        [row(0, "", doc_id="a", kind="old", issued="2020"), row(1, "", doc_id="b", kind="old")],
        [row(2, "", doc_id="a", kind="new", issued="2021")],
        dead=[0],
    )
    assert found.rows_having("kind", ["old"]).tolist() == [False, True, False]
    assert within(found, "2020", "2021") == [2]
    assert found.rows_of_document("a").tolist() == [2]
    assert found.facets(np.ones(2, dtype=bool))["kind"] == [("new", 1), ("old", 1)]


def test_a_wholly_dead_document_is_not_there(tmp_path: Path) -> None:
    """It is no document of the index any more, and the ones behind it keep their rows."""
    rows = [row(number, "", doc_id=name) for number, name in enumerate("abc")]
    found = opened(tmp_path, rows, dead=[1])
    assert found.doc_ids == ("a", "c")
    assert found.document_of_row.tolist() == [0, -1, 1]
    assert found.rows_of_document("b").size == 0
    assert found.rows_of_document("zzz").size == 0


def test_ids_are_ranked_through_all_segments(tmp_path: Path) -> None:
    """Ties are broken by the passage id, whichever segment a row stands in."""
    found = opened(tmp_path, [row(9, ""), row(2, "")], [row(5, "")], [])
    assert found.id_rank.tolist() == [2, 0, 1]


def test_a_passage_is_found_by_its_whole_id_while_it_lives(tmp_path: Path) -> None:
    """The live one of two; nothing for a dead one, or for what only looks like an id to numpy."""
    rows = [row(1, ""), row(2, "")]
    found = opened(tmp_path, rows, [row(1, "")], dead=[0])
    assert [found.row_of_passage(name) for name in ("p001", "p002")] == [2, 1]
    for name in ("p003", "p00", "", "p002\0", "p00é", "\udcff"):
        assert found.row_of_passage(name) is None, name
    assert opened(tmp_path / "none").row_of_passage("p001") is None


def test_an_unknown_column_is_refused_by_name(tmp_path: Path) -> None:
    """The message has the column and those there are."""
    with pytest.raises(QueryError, match="no column 'colour'; use one of theme, publisher, kind"):
        dated(tmp_path, "2020").rows_having("colour", ["red"])


@pytest.mark.parametrize(("column", "segments"), [*product(FACETS, ([], [[]]))])
def test_no_rows_are_no_trouble(tmp_path: Path, column: str, segments: list[list[Row]]) -> None:
    """An archive without a document still says what it has: nothing."""
    found = opened(tmp_path, *segments)
    assert found.rows_having(column, ["x"]).size == 0
    assert found.rows_dated(DateRange(low="2020")).size == 0
    assert found.rows_of_document("x").size == 0
    assert found.facets(np.zeros(0, dtype=bool))[column] == []


def test_signs_written_without_spaces_are_words(tmp_path: Path) -> None:
    """A paragraph in Chinese is as long as it is, and no heading of one word."""
    rows = [
        row(0, "反对有罪不罚，受害者有权获得赔偿。"),
        row(1, "第 12 条"),
        row(2, "truth and justice"),
    ]
    assert opened(tmp_path, rows).lengths.tolist() == [17, 3, 3]
