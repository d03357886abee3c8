"""Letters of a right-to-left line are read in order, however the file holds them."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract import right_to_left

ARABIC = "العدالة للضحايا"
PAGE_WIDTH, ADVANCE, SPACE = 500.0, 6.0, 3.0


class Letter(NamedTuple):
    """A letter with a box, as the reader of PDFs has it."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float = 10.0


def set_in_line(seen: str, *, right: float = PAGE_WIDTH, bottom: float = 700.0) -> list[Letter]:
    """Letters as they are seen, the first of `seen` at the right edge."""
    letters, edge = [], right
    for text in seen:
        width = ADVANCE if text.strip() else SPACE
        letters.append(Letter(text, edge - width, bottom, edge, bottom + 8))
        edge -= width
    return letters


def read(pieces: Sequence[Sequence[Letter]]) -> list[str]:
    return ["".join(letter.text for letter in line) for line in right_to_left.lines(pieces)]


def test_letters_held_in_the_order_they_are_seen_from_the_left_are_turned() -> None:
    """Their places tell the order, not the file."""
    assert read([set_in_line(ARABIC)[::-1]]) == [ARABIC]


def test_letters_held_in_the_order_they_are_read_stay() -> None:
    """A file that is right comes out the same."""
    assert read([set_in_line(ARABIC)]) == [ARABIC]


@given(st.integers(min_value=0, max_value=2**7 - 1))
def test_any_words_may_be_held_backwards(turned: int) -> None:
    """Some programs turn some words and others not; spaces tell the words apart."""
    words = "على المحكمة أن تسمع شهادة كل ناجية".split()
    letters = set_in_line(" ".join(words))
    held, at = [], 0
    for place, word in enumerate(words):
        piece = letters[at : at + len(word)]
        held += piece[::-1] if turned >> place & 1 else piece
        held += letters[at + len(word) : at + len(word) + 1]
        at += len(word) + 1
    assert read([held]) == [" ".join(words)]


def test_figures_and_foreign_words_run_from_left_to_right() -> None:
    """As a reader sees them: the year and the name are not turned around."""
    seen = "قرار 8491 من sredroB tuohtiW هنا 7/37/SER/A"  # foreign letters as they follow leftwards
    assert read([set_in_line(seen)]) == ["قرار 1948 من Without Borders هنا A/RES/73/7"]


def test_a_mark_stays_on_its_letter() -> None:
    """A shadda drawn over a letter comes after that letter, wherever the file holds it."""
    letters = set_in_line("كل")
    under = letters[0]
    mark = Letter("\u0651", under.left + 1, under.top, under.left + 3, under.top + 2)
    assert read([[mark, *letters]]) == ["ك\u0651ل"]


def test_brackets_that_were_written_down_mirrored_are_turned_about() -> None:
    """A closing bracket before the opening one is a mirrored one, on the whole page."""
    first = set_in_line("المحكمة )الدائمة( هنا")
    second = set_in_line("و)هناك( أيضا", bottom=680)
    assert read([first, second]) == ["المحكمة (الدائمة) هنا", "و(هناك) أيضا"]
    right = set_in_line("المحكمة (الدائمة) هنا")
    assert read([right]) == ["المحكمة (الدائمة) هنا"]


def test_pieces_of_a_line_in_any_order_become_one_line() -> None:
    """A line that the file holds in three pieces, the middle one last, is one line of words."""
    letters = set_in_line("لكل فرد الحق في الحياة")
    pieces = [letters[:3], letters[13:], letters[4:12]]
    below = set_in_line("والحرية", bottom=688)
    assert read([*pieces, below]) == ["لكل فرد الحق في الحياة", "والحرية"]


def test_columns_stay_apart() -> None:
    """The right column is read before the left one where the file holds it first."""
    right = [set_in_line("اليمين", bottom=700 - 12 * at) for at in range(2)]
    left = [set_in_line("اليسار", right=200, bottom=700 - 12 * at) for at in range(2)]
    assert read([*right, *left]) == ["اليمين"] * 2 + ["اليسار"] * 2


def test_which_way_a_page_is_read() -> None:
    """Most letters decide; figures and marks say nothing."""
    assert right_to_left.is_right_to_left(set_in_line("قرار 1948 ICC"))
    assert not right_to_left.is_right_to_left(set_in_line("resolution 1948 قرار"))
    assert not right_to_left.is_right_to_left(set_in_line("1948"))
