"""The rows of a segment are read back one by one, as they were written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import row

from archive import texts
from archive.texts import Texts


def test_every_row_is_found_by_its_number(tmp_path: Path) -> None:
    """Lines of any length and script, line breaks among them, stand at their own offsets."""
    words = ["", "one\ntwo\r\n\u2028three", "العدالة", "国際", "x" * 5_000, '"quoted" \\ \x00']
    rows = [row(number, text) for number, text in enumerate(words)]
    texts.write(tmp_path, rows)
    opened = Texts.open(tmp_path)
    assert [opened.row(number) for number in range(len(opened))] == rows
    assert [bytes(key) for key in opened.keys] == [one.key for one in rows]
    assert not opened.keys.flags.writeable


@settings(max_examples=15)
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8))
def test_rows_are_read_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    """Reading one row depends on no other."""
    folder = tmp_path_factory.mktemp("texts")
    rows = [row(number, text) for number, text in enumerate(words)]
    texts.write(folder, rows)
    opened = Texts.open(folder)
    backwards = [opened.row(number) for number in reversed(range(len(rows)))]
    assert backwards[::-1] == rows


def test_a_segment_without_rows_opens(tmp_path: Path) -> None:
    """An empty file cannot be mapped, and is none the less a segment."""
    texts.write(tmp_path, [])
    assert len(Texts.open(tmp_path)) == 0
