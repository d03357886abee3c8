"""The title of a document: a heading that plainly is it, or none."""

import pytest

from indexer.extract.blocks import Block, BlockKind
from indexer.extract.headings import title_of

# How a report to a body of the United Nations begins, with the sizes of its lines.
MASTHEAD = (
    (4, "United Nations A/HRC/0/1"),
    (1, "General Assembly Distr.: General"),
    (0, "1 January 2000"),
    (5, "Human Rights Council"),
    (6, "Third session"),
    (0, "Agenda item 6"),
    (6, "Periodic review"),
)
OLD_MASTHEAD = ((5, "UNITED"), (5, "NATIONS A"), (3, "General Assembly Distr."), (5, "GENERAL"))
TEXT = (0, "The working group met in spring and heard the State, which answered at length.")


def blocks(*lines: tuple[int, str]) -> list[Block]:
    """Headings of the levels given, paragraphs where it is 0."""
    kinds = {True: BlockKind.HEADING, False: BlockKind.PARAGRAPH}
    return [Block(kind=kinds[level > 0], level=level, text=text) for level, text in lines]


@pytest.mark.parametrize("masthead", [MASTHEAD, OLD_MASTHEAD], ids=["new", "old"])
@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ((4, "Report of the Working Group*"), (4, "Ruritania*")),
            "Report of the Working Group: Ruritania",
        ),
        (
            ((4, "Report of the Working Group on its visit"), TEXT, (4, "I. Scope")),
            "Report of the Working Group on its visit",
        ),
        (((4, "Ruritania"), TEXT), ""),
        (((4, "I. Background and framework of the review"), TEXT), ""),
        (((4, "Introduction to what was said"), TEXT, (4, "Scope")), ""),
        ((TEXT,), ""),
    ],
)
def test_a_un_document_is_called_by_the_lines_below_its_masthead(
    masthead: tuple[tuple[int, str], ...], lines: tuple[tuple[int, str], ...], title: str
) -> None:
    """All of them, the State too; no body, symbol or session, and no section of the text."""
    sections = ((4, "IV. What is recommended"), TEXT, (4, "V. What is promised"))
    assert title_of(blocks(*masthead, *lines, TEXT, *sections)) == title


def test_elsewhere_the_first_of_many_headings_is_a_section() -> None:
    """It may say what its section is about, and not the document."""
    sections = ((2, "What was said in the spring"), TEXT, (2, "What was said in autumn"), TEXT)
    assert title_of(blocks((0, "A letter to all who were there"), *sections)) == ""
