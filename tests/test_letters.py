"""Runs of letters are found in texts of several pieces, with the pieces beside them."""

from pathlib import Path

import pytest

from archive import letters
from archive.letters import Letters

ROAD = ["The army closed", "— ***", "the road. The road", "was long."]


@pytest.fixture
def written(tmp_path: Path) -> Letters:
    """Three texts, one of them without a piece."""
    letters.write(tmp_path / "letters", [["Other words", "of the road"], [], ROAD])
    return Letters.open(tmp_path / "letters")


def test_texts_are_found_that_have_each_run(written: Letters) -> None:
    """Over the ends of pieces too, but never over that of a text."""
    assert written.having([b"theroad"]) == {0, 2}
    assert written.having([b"long", b"closedtheroad"]) == {2}
    assert written.having([b"roadthearmy"]) == set()
    assert written.having([b"theroad", b"zebra"]) == set()


@pytest.mark.parametrize(
    ("run", "before", "behind", "pieces"),
    [
        (b"army", 0, 0, [(0, 1)]),
        (b"army", 5, 1, [(0, 3)]),
        (b"army", 0, 6, [(0, 4)]),
        (b"closedthe", 0, 0, [(0, 3)]),
        (b"theroad", 0, 0, [(2, 3), (2, 3)]),
        (b"theroad", 1, 1, [(0, 4), (0, 4)]),
        (b"long", 0, 9, [(3, 4)]),
        (b"long", 4, 0, [(2, 4)]),
        (b"long", 5, 0, [(0, 4)]),
        (b"zebra", 1, 1, []),
    ],
)
def test_the_pieces_around_a_run_hold_the_words_beside_it(
    written: Letters, run: bytes, before: int, behind: int, pieces: list[tuple[int, int]]
) -> None:
    """As many as are asked for and the text has, whatever has no word between them."""
    assert [*written.around(run, 2, before=before, behind=behind)] == pieces


def test_runs_are_found_one_in_the_other(tmp_path: Path) -> None:
    """No place is passed over because another one ends behind its beginning."""
    letters.write(tmp_path / "letters", [["ha ha", "ha"]])
    found = Letters.open(tmp_path / "letters").around(b"haha", 0, before=0, behind=0)
    assert [*found] == [(0, 1), (0, 2)]


def test_a_folder_that_was_never_written_holds_no_texts(tmp_path: Path) -> None:
    """Nor does one of texts without any letter have one to find."""
    assert Letters.open(tmp_path / "letters").having([b"the"]) == set()
    letters.write(tmp_path / "letters", [["—"], []])
    assert Letters.open(tmp_path / "letters").having([b"the"]) == set()
