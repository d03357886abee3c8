"""The number printed on a page is recorded where it is sure, and cited in place of the PDF's."""

from dataclasses import replace
from datetime import date

import pytest
from pages import Set, column, pdf

from archive import citation, records
from archive.citation.formats import FORMATS
from archive.citation.of_row import of_passage
from archive.citation.wording import pinpoint
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.page_labels import page_label
from archive.rows import Row
from indexer.extract import pdf as reader
from indexer.extract import pdf_folios
from indexer.extract.pdf_lines import Line, PageLines

TOLD = [
    "The commission heard forty families of the disappeared in the old court",
    "house of the town, and it wrote down what each had to say about page {0}.",
]


def numbered(*feet: str) -> bytes:
    """A PDF of as many pages, each with its words and that foot."""
    return pdf(
        *(
            [*column([line.format(at) for line in TOLD], y=500), Set(x=290, y=40, text=foot)]
            for at, foot in enumerate(feet)
        )
    )


def folios(content: bytes) -> list[tuple[int | None, str]]:
    return [(block.page, block.folio) for block in reader.read(content).blocks]


@pytest.mark.parametrize(
    ("feet", "expected"),
    [
        (("11", "12", "13", "14"), ["11", "12", "13", "14"]),
        (("- 11 -", "- 12 -", "- 13 -"), ["11", "12", "13"]),
        (("11/30", "12/30", "13/30"), ["11", "12", "13"]),
        # A page between two has its number too; before the first and after the last none is sure.
        (("", "12", "", "14", "15", ""), ["", "12", "13", "14", "15", ""]),
        # Front matter in Roman figures, and the text in others.
        (("iv", "v", "vi", "1", "2", "3"), ["iv", "v", "vi", "1", "2", "3"]),
        # Two pages, the same number on each, and numbers of anything else are not sure.
        (("11", "12"), ["", ""]),
        (("2024", "2024", "2024"), ["", "", ""]),
        (("7", "31", "12", "5"), ["", "", "", ""]),
        # Three that count up by chance among as many that do not.
        (("11", "12", "13", "40", "80", "20"), [""] * 6),
    ],
)
def test_numbers_that_count_up_with_the_pages_are_theirs(
    feet: tuple[str, ...], expected: list[str]
) -> None:
    """In any of the usual forms; the foot itself is no text."""
    found = folios(numbered(*feet))
    assert found == list(enumerate(expected, 1))


def page_of(number: int, *texts: str) -> PageLines:
    """A page with these lines."""
    lines = tuple(
        Line(
            runs=((text, None),), left=0, right=9, bottom=0, top=9, size=9, bold=False, page=number
        )
        for text in texts
    )
    return PageLines(number=number, width=9, height=9, lines=lines)


def test_a_number_may_stand_beside_a_running_head() -> None:
    """At the line's beginning or end; a year or a document's number there is no page."""
    heads = ("Report of 2024 | 7", "8 | Report of 2024", "A/RES/73/7 Report of 2024 9")
    found = [page_of(number, head, "Text.") for number, head in enumerate(heads, 1)]
    kept = [page_of(number, "Text.") for number in (1, 2, 3)]
    assert pdf_folios.printed(found, kept, ["", "", ""]) == {1: "7", 2: "8", 3: "9"}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["v", "vi", "vii"], {1: "v", 2: "vi", 3: "vii"}),
        (["A-1", "Cover", "3"], {1: "A-1", 3: "3"}),
        (["1", "2", "3"], {}),
        (["", "", ""], {}),
    ],
)
def test_what_the_pdf_calls_its_pages_is_taken_over(
    labels: list[str], expected: dict[int, str]
) -> None:
    """If it says more than their places, and is a number."""
    pages = [page_of(number, "Text.") for number in (1, 2, 3)]
    assert pdf_folios.printed(pages, pages, labels) == expected


def test_a_label_that_is_not_printed_is_not_sure() -> None:
    """Where the page says 8 and the file says 2, only the PDF's page is told."""
    found = [page_of(number, str(number + 6), "Text.") for number in (1, 2, 3)]
    kept = [page_of(number, "Text.") for number in (1, 2, 3)]
    assert pdf_folios.printed(found, kept, ["7", "2", "9"]) == {1: "7", 3: "9"}


PASSAGE = Passage(
    passage_id="p",
    doc_id="d",
    version_id="v",
    text="Text.",
    start=0,
    end=5,
    kind=PassageKind.PARAGRAPH,
    language="en",
    page=14,
    folio="12",
)
ROW = Row(
    document=Document(doc_id="d", title="A report", kind="report", issued="2024"),
    passage=PASSAGE,
    origin=TextOrigin.CAPTURED,
)


def cited(passage: Passage) -> "citation.cited.Citation":
    return of_passage(
        replace(ROW, passage=passage), address="https://a.example", accessed=date(2026, 1, 2)
    )


def test_the_printed_number_is_cited() -> None:
    """In every format that has a page, and beside the PDF's own where they differ."""
    assert pinpoint(cited(PASSAGE)) == "p. 12, page 14 of the PDF"
    assert pinpoint(cited(replace(PASSAGE, folio="14"))) == "p. 14"
    assert pinpoint(cited(replace(PASSAGE, folio=""))) == "p. 14"
    assert "SP  - 12" in FORMATS["ris"].write(cited(PASSAGE))
    assert '"page": "12"' in FORMATS["csl"].write(cited(PASSAGE))
    assert "pages = {12}" in FORMATS["bibtex"].write(cited(PASSAGE))
    assert "<start>12</start>" in FORMATS["mods"].write(cited(PASSAGE))


@pytest.mark.parametrize(
    ("page", "folio", "expected"),
    [
        (14, "12", "p. 12, page 14 of the PDF"),
        (14, "14", "p. 14"),
        (14, "", "p. 14"),
        (None, "", ""),
    ],
)
def test_the_page_says_both_where_they_differ(page: int | None, folio: str, expected: str) -> None:
    """And the PDF's alone where the printed one is not sure."""
    assert page_label(replace(PASSAGE, page=page, folio=folio)) == expected


def test_a_record_without_printed_numbers_stays_as_it_is() -> None:
    """The field is left out where it is empty, and read back where it is not."""
    with_it, without = (records._passage_line(replace(PASSAGE, folio=one)) for one in ("12", ""))
    assert b'"folio":"12"' in with_it
    assert b"folio" not in without
