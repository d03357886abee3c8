"""The accuracy of extraction is measured right, and what is typeset is read back true."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import accuracy
from benchmarks.extraction import HEAD, measured
from benchmarks.readings import archive
from benchmarks.typeset import Piece, Printed, Source, printed
from indexer.extract import media

HEADS = "Report of the commission"
NOTE = "Archive of the commission, testimony {0} of the families, heard in the {0}th session."
FILLED = (
    "The families told the commission what they had seen that night, and nobody contradicted them. "
)
ARABIC = "استمعت اللجنة إلى شهادات أسر الضحايا ودونت ما قاله كل واحد منهم عن تلك الليلة في القرية."
PLAIN = st.text(alphabet="abc ", max_size=12)


def plain_distance(one: str, other: str) -> int:
    """Levenshtein's distance by the textbook."""
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, second in enumerate(other, 1):
            swapped = above[column - 1] + (letter != second)
            line.append(min(above[column] + 1, line[-1] + 1, swapped))
        above = line
    return above[-1]


@given(PLAIN, PLAIN)
def test_the_quick_distance_is_the_plain_one(one: str, other: str) -> None:
    """All bits of a column at once give what cell after cell gives."""
    assert accuracy.distance(one, other) == plain_distance(one, other)


def test_characters_count_wrong_ones_by_the_true_ones() -> None:
    """One wrong letter in ten is 0.9; how lines are broken does not count."""
    assert accuracy.characters(["abcd", "efghi"], ["abcd\nefgh", "X"]) == 1 - 2 / 10
    assert accuracy.characters(["ab"], ["nothing of it"]) == 0


def test_boundaries_are_found_and_not_invented() -> None:
    """Of two boundaries one is found, and one is invented: F1 is a half."""
    true = ["one one one one", "two two two two", "three three three"]
    read = ["one one one one", "two two two two three", "three three"]
    assert accuracy.boundaries(true, true) == 1
    assert accuracy.boundaries(true, read) == 2 * 1 / (2 + 2)


def test_shingles_are_runs_of_four_words() -> None:
    """Two of the three true runs, and nothing else, are read."""
    assert accuracy.shingles("a b c d e f", "a b c d e") == (1, 2 / 3)


def fields(one: Printed) -> dict[str, str]:
    """What is measured of the archive's reader, by column."""
    reading = archive(one.content, media.PDF)
    return dict(zip(HEAD[2:], measured(one, reading), strict=True))


@pytest.mark.skipif(
    shutil.which("chromium") is None, reason="no chromium; apt-get install chromium"
)
def test_what_is_typeset_is_read_back() -> None:
    """Two columns, heads, notes, broken words, links and Arabic: the text comes back as it was."""
    latin = [
        (
            Piece(text=f"{number}. " + FILLED * 2, note=NOTE.format(number)),
            Piece(text="The monitors were there. "),
            Piece(text="Their report", target=f"https://example.org/{number}"),
            Piece(text=" says the same. " + FILLED * 2),
        )
        for number in range(11, 41)
    ]
    words = f"{ARABIC} {ARABIC} {ARABIC}".split()
    arabic = [(Piece(text=" ".join(words[at:] + words[:at])),) for at in range(30)]
    first, second = printed(
        [
            Source(
                name="columns",
                language="en",
                paragraphs=tuple(latin),
                furniture=HEADS,
                columns=2,
                is_hyphenated=True,
            ),
            Source(
                name="arabic", language="ar", paragraphs=tuple(arabic), furniture="لجنة الحقيقة"
            ),
        ]
    )
    assert fields(first) == {
        "characters": "1.0000",
        "paragraphs F1": "1.000",
        "furniture": f"0 of {first.pages}",
        "links": "30 of 30",
        "notes": "30 of 30",
    }
    assert first.pages > 2
    assert fields(second)["characters"] == "1.0000"
