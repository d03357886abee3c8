"""PDFs become paragraphs in reading order, with pages, without what every page repeats."""

from pathlib import Path

import pytest
from pages import Set, column, pdf

from archive.errors import IntakeError
from indexer.extract import hyphens, notes
from indexer.extract import pdf as reader
from indexer.extract.blocks import BlockKind

DOCUMENTS = Path(__file__).parents[2] / "shared" / "data" / "documents"
BODY = [
    "The undersigned organisations have followed the proceedings",
    "before the special chamber since they were opened and wish to",
    "see them brought to an end in public.",
]


def texts(content: bytes) -> list[str]:
    return [block.text for block in reader.read(content).blocks]


def test_the_lines_of_a_paragraph_become_one_text() -> None:
    """Line breaks are typesetting; the words stand with single spaces."""
    assert texts(pdf(column(BODY))) == [" ".join(BODY)]


def test_a_gap_between_lines_parts_paragraphs() -> None:
    """White space of more than a line's pitch is where a paragraph ends."""
    page = [*column(BODY, y=700), *column(BODY, y=640)]
    assert texts(pdf(page)) == [" ".join(BODY), " ".join(BODY)]


def test_a_word_broken_at_the_end_of_a_line_is_made_whole() -> None:
    """A hyphen that only the line's end put there goes; one that the text uses stays."""
    page = column(
        [
            "The judges heard survivors of the massacre and their repre-",
            "sentatives. A survivor-led truth commission was asked for by survivor-",
            "led groups, and by non-",
            "governmental ones.",
        ]
    )
    assert texts(pdf(page)) == [
        "The judges heard survivors of the massacre and their representatives. A survivor-led "
        "truth commission was asked for by survivor-led groups, and by non-governmental ones."
    ]


def test_a_text_that_breaks_no_words_keeps_its_hyphens() -> None:
    """Few of many lines end with a hyphen; the compound stands there alone ("fact-finding")."""
    lines = [
        f"The commission heard witness {index} of the village and wrote it" for index in range(60)
    ]
    lines[20:22] = [
        "The council sent a second fact-",
        "finding mission to the province that year and",
    ]
    (text,) = texts(pdf(column(lines, y=800)))
    assert "a second fact-finding mission" in text
    lines[40:42] = [
        "The council then sent a third fact",
        "factfinding mission to the province that year",
    ]
    assert "a second factfinding mission" in texts(pdf(column(lines, y=800)))[0]


def test_a_reference_that_opens_a_line_begins_no_paragraph() -> None:
    """The mark of an item does, also after a line that no sentence ends."""
    lines = ["The Court has it in the case of article 13, paragraph", "(a) or (c), of the Statute."]
    assert texts(pdf(column(lines))) == [" ".join(lines)]
    lines = ["The Court has it in these cases", "(a) A State asks for it."]
    assert texts(pdf(column(lines))) == ["The Court has it in these cases", "A State asks for it."]


def test_a_page_number_near_the_text_is_left_out() -> None:
    """On a page of short paragraphs the number stands as near as they to each other."""
    pages = [
        [
            Set(x=72, y=800, text="Declaration"),
            *(
                Set(x=72, y=776 - 21 * line, text=f"Article {page * line} is this.")
                for line in range(34)
            ),
            Set(x=290, y=62, text=str(page)),
        ]
        for page in (1, 2, 3)
    ]
    assert not any(text.isdecimal() for text in texts(pdf(*pages)))


def test_running_headers_and_page_numbers_are_left_out() -> None:
    """What comes again at the head or foot of the pages is furniture, whatever its number."""
    pages = [
        [
            Set(x=72, y=800, text=f"Report 2024/{number}"),
            *column([f"{word} paragraph of the report stands here alone."]),
            Set(x=290, y=40, text=str(number)),
        ]
        for number, word in enumerate(("First", "Second", "Third"), 1)
    ]
    found = reader.read(pdf(*pages)).blocks
    assert [block.text.split()[0] for block in found] == ["First", "Second", "Third"]
    assert [block.page for block in found] == [1, 2, 3]


def test_a_page_without_a_word_is_passed_over() -> None:
    """The pages after it keep their numbers."""
    found = reader.read(pdf(column(BODY), [], column(BODY))).blocks
    assert [block.page for block in found] == [1, 3]


def test_words_that_come_again_at_a_page_s_end_are_kept() -> None:
    """What repeats inside the text, or at another height, is the text's own."""
    ending = "This statement may be quoted freely."
    pages = [
        [
            *column([*BODY, f"Chapter {word} begins here."], y=780),
            Set(x=72, y=95 + 30 * number, text=ending),
            Set(x=72, y=60, text=f"The {word} page ends with a line of its own."),
        ]
        for number, word in enumerate(("first", "second", "third"))
    ]
    assert " ".join(texts(pdf(*pages))).count(ending) == 3


def test_a_name_with_a_capital_goes_on_overleaf() -> None:
    """A full line without an end of sentence is not the end of its paragraph."""
    first = column(
        [
            "The report was put before the assembly of the",
            "undersigned Member States and Observers of the",
        ],
        y=120,
    )
    second = column(["United Nations, which took note of it and asked", "for a second one."], y=760)
    (block,) = reader.read(pdf(first, second)).blocks
    assert "Observers of the United Nations" in block.text


@pytest.mark.parametrize(
    ("last", "following"),
    [
        # A quotation or a bracket opens the page; the next word did not fit on a line alone.
        (
            "the population. Its application does not touch at all the",
            "«responsibility of every government",
        ),
        (
            "none of them were to be heard in public before the court",
            "(Presidency of the Council of Ministers).",
        ),
        (
            "the Members of the Assembly of the undersigned of the",
            "Representatives and Observers heard it.",
        ),
    ],
)
def test_a_full_line_goes_on_overleaf(last: str, following: str) -> None:
    """Whatever mark stands before the first word, and if there is but one line of it."""
    above = column([*BODY, "It was signed there."], y=300)
    pages = [*above, *column([last], y=120)], column([following], y=760)
    assert f"{last} {following}" in " ".join(texts(pdf(*pages)))
    assert any(f"{last} {following}" in text for text in texts(pdf(*pages)))


def test_a_line_with_room_for_the_next_word_ends_its_paragraph() -> None:
    """So a heading or a name at the end of a page stays apart from the text overleaf."""
    pages = (
        [*column(BODY, y=300), *column(["The commission of inquiry"], y=120)],
        column(BODY, y=760),
    )
    assert "The commission of inquiry" in texts(pdf(*pages))


def test_the_sign_for_a_hyphen_breaks_words_too() -> None:
    """Some programs set U+2010 at the end of a line."""
    assert hyphens.joined("repre\u2010", "sentatives", hyphens.words_of([])) == "repre"


def test_a_paragraph_that_goes_on_overleaf_is_one_and_has_the_page_it_begins_on() -> None:
    """A sentence is not cut by the end of a page."""
    first = column(["We call on the parties to the agreement to respect it and to"], y=120)
    second = column(["hand over the archives of the security services."], y=760)
    (block,) = reader.read(pdf(first, second)).blocks
    assert block.text.endswith("respect it and to hand over the archives of the security services.")
    assert block.page == 1


def test_two_columns_are_read_one_after_the_other() -> None:
    """The left column comes before the right one, and its lines are not mixed with it."""
    left = [f"left line {index} of the column" for index in range(12)]
    right = [f"right line {index} of the column" for index in range(12)]
    page = [*column(left, x=60), *column(right, x=320)]
    whole = " ".join(texts(pdf(page)))
    assert whole == " ".join([*left, *right])


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other() -> None:
    """A heading above, an end of either column and a line below stay where they are."""
    left = [f"left line {index} of the column" for index in range(12)]
    right = [f"right line {index} of the column" for index in range(14)]
    rows = zip(column(left, x=60), column(right, x=320), strict=False)
    page = [
        Set(
            x=60,
            y=740,
            text="What is written across both of the columns of the page",
        ),
        *(one for row in rows for one in row),
        *column(right, x=320)[12:],
        Set(
            x=60,
            y=500,
            text="What is written below, across both of the columns",
        ),
    ]
    whole = " ".join(texts(pdf(page)))
    assert whole == " ".join([page[0].text, *left, *right, page[-1].text])


def test_numbers_beside_their_paragraphs_are_no_column() -> None:
    """However many lines have one, each stays at the head of its own."""
    lines = [
        f"The State was asked to answer what line {index} of the list says." for index in range(12)
    ]
    numbers = [Set(x=72, y=700 - 24 * at, text=f"{at + 1}.") for at in range(12)]
    bodies = [Set(x=110, y=700 - 24 * at, text=line) for at, line in enumerate(lines)]
    found = reader.read(
        pdf([one for row in zip(numbers, bodies, strict=True) for one in row])
    ).blocks
    assert [(block.number, block.text) for block in found] == [
        (str(at), line) for at, line in enumerate(lines, 1)
    ]


def test_a_table_of_short_cells_is_read_row_by_row() -> None:
    """Names and figures beside each other are no columns of text."""
    names = ["Peru", "Guatemala", "Chad", "The Gambia", "Iraq", "Syria", "Bosnia and Herzegovina"]
    figures = ["69,280 dead", "200,000", "40,000 and more", "240", "12", "128,000 missing", "8,372"]
    rows = zip(column(names, x=60), column(figures, x=320), strict=True)
    whole = " ".join(texts(pdf([one for row in rows for one in row])))
    assert whole.index("69,280") < whole.index("Guatemala") < whole.index("200,000")


def test_larger_type_is_a_heading_and_gives_the_title() -> None:
    """The only heading of the largest size at the head is the title."""
    page = [
        Set(x=72, y=760, text="No peace without justice", size=20),
        Set(x=72, y=725, text="Background", size=13),
        *column(BODY),
    ]
    found = reader.read(pdf(page))
    assert found.title == "No peace without justice"
    assert [block.kind for block in found.blocks] == [
        BlockKind.HEADING,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


def test_a_small_numbered_line_is_a_note_and_its_call_is_no_word() -> None:
    """A raised figure calls a note; it is not a digit of the word before it."""
    page = [
        *column([*BODY, *BODY]),
        Set(x=72, y=600, text="As was decided in the agreement of the parties"),
        Set(x=290, y=604, text="7", size=6),
        Set(x=72, y=200, text="7 Resolution of the assembly, paragraph 4.", size=8),
    ]
    found = reader.read(pdf(page)).blocks
    note = found[-1]
    assert (note.kind, note.number) == (BlockKind.NOTE, "7")
    assert note.text == "Resolution of the assembly, paragraph 4."
    assert found[-2].text == "As was decided in the agreement of the parties"
    assert notes.tied(found) == {len(found) - 1: ((len(found) - 2, len(found[-2].text)),)}


@pytest.mark.parametrize(
    ("words", "figure", "noted", "read"),
    [
        ("The parcel that was taken is of 120 km", "2", "2", "120 km²"),
        ("The remains were counted to be one in 10", "6", "2", "one in 10⁶"),
        # A note may be called after a year, and after a word that ends as a unit does.
        ("The commission was set up in the year 1998", "2", "2", "year 1998"),
        ("The court heard them in the last term", "2", "2", "last term"),
    ],
)
def test_an_exponent_is_no_call_of_a_note(words: str, figure: str, noted: str, read: str) -> None:
    """Its figure stays in the text, raised as it is printed."""
    page = [
        *column([*BODY, *BODY]),
        Set(x=72, y=600, text=words),
        Set(x=290, y=604, text=figure, size=6),
        Set(x=72, y=200, text=f"{noted} Resolution of the assembly, paragraph 4.", size=8),
    ]
    found = reader.read(pdf(page)).blocks
    assert found[-2].text.endswith(read)
    is_call = read[-1] not in "²⁶"
    assert len(notes.tied(found)) == is_call


def test_a_note_of_a_page_may_be_called_again() -> None:
    """A second raised figure of the same number is a second call, and no word."""
    page = [
        *column([*BODY, *BODY]),
        Set(x=72, y=600, text="As was decided in the agreement of the parties"),
        Set(x=290, y=604, text="7", size=6),
        Set(x=72, y=540, text="And as was decided once more by the assembly"),
        Set(x=290, y=544, text="7", size=6),
        Set(x=72, y=200, text="7 Resolution of the assembly, paragraph 4.", size=8),
    ]
    found = reader.read(pdf(page)).blocks
    first, second = found[-3], found[-2]
    assert second.text == "And as was decided once more by the assembly"
    places = ((len(found) - 3, len(first.text)), (len(found) - 2, len(second.text)))
    assert notes.tied(found) == {len(found) - 1: places}


@pytest.mark.parametrize("content", [b"%PDF-1.4\nnothing", b"%PDF-1.7\n%%EOF\n"])
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    """A file that only begins like a PDF says so."""
    with pytest.raises(IntakeError, match="broken"):
        reader.read(content)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not here")
def test_a_real_resolution_keeps_its_numbers_and_pages() -> None:
    """Operative paragraphs of a resolution come in order, with number and page."""
    content = (DOCUMENTS / "unga-pdf" / "A_RES_73_7-EN.pdf").read_bytes()
    found = reader.read(content)
    numbers = [block.number for block in found.blocks if block.kind is BlockKind.ITEM]
    assert numbers[:20] == [str(number) for number in range(1, 21)]
    assert found.issued == "2018-10-31"
    assert {block.page for block in found.blocks} == {1, 2, 3, 4, 5}
    assert not any(block.text == "A/RES/73/7" for block in found.blocks if block.page != 1)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not here")
def test_arabic_comes_out_in_logical_order() -> None:
    """The first letter of a word is the one that is read first."""
    content = (DOCUMENTS / "pdf-edge" / "ArabicCIDTrueType.pdf").read_bytes()
    assert "الخطوط العربية" in reader.read(content).blocks[0].text
