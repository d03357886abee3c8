"""Plain text becomes paragraphs and items, whatever its lines are like."""

from indexer.extract import text as reader
from indexer.extract.blocks import BlockKind

LONG = "Victims and their families have a right to know the truth about what was done to them. "


def texts(content: str) -> list[str]:
    return [block.text for block in reader.read(content).blocks]


def test_wrapped_lines_are_one_paragraph_and_blank_lines_part_them() -> None:
    """A text wrapped by hand reads as it was written."""
    assert texts("One line\nand another.\n\nA new\nparagraph.") == [
        "One line and another.",
        "A new paragraph.",
    ]


def test_long_lines_are_paragraphs_of_their_own() -> None:
    """A text that is not wrapped has a paragraph a line."""
    assert texts(f"{LONG * 2}\n{LONG * 3}") == [(LONG * 2).strip(), (LONG * 3).strip()]


def test_typed_items_give_up_their_marks_and_keep_their_numbers() -> None:
    """Numbers and bullets are read, also where a PDF's emphasis was half lost."""
    found = reader.read("States must:\n\n1. Act.\n2) Pay.\n- **3.** Pray.\n- 4.** Stay.\n• Go.")
    items = [(block.number, block.text) for block in found.blocks[1:]]
    assert items == [("1", "Act."), ("2", "Pay."), ("3", "Pray."), ("4", "Stay."), ("", "Go.")]


def test_a_page_header_that_comes_again_is_left_out() -> None:
    """Lines that repeat together a page later are furniture; one that repeats alone is not."""
    header = "An Alliance of Groups\n\nStatement to the Assembly\n\n"
    content = f"{header}{LONG * 6}\n\nThank you, all.\n\n{header}{LONG * 5}\n\nThank you, all."
    found = texts(content)
    assert found == [(LONG * 6).strip(), "Thank you, all.", (LONG * 5).strip(), "Thank you, all."]


def test_the_rows_of_a_table_are_no_furniture() -> None:
    """Short lines that repeat close to each other are content."""
    rows = "Position taken\n\nNot supported yet\n\n" * 6
    assert len(texts(rows)) == 12


def test_form_feeds_count_pages() -> None:
    """What a page separator parts has its page."""
    found = reader.read(f"{LONG}\f{LONG}")
    assert [block.page for block in found.blocks] == [1, 2]
    assert found.pages == 2


def test_links_typed_as_in_markdown_keep_their_anchor() -> None:
    """A link whose target was lost stands where it stood, without a target."""
    (block,) = reader.read("We join the [many voices](#) and [others](https://a.example/x).").blocks
    assert block.text == "We join the many voices and others."
    found = [(block.text[link.start : link.end], link.target) for link in block.links]
    assert found == [("many voices", ""), ("others", "https://a.example/x")]


def test_a_short_line_above_long_text_is_a_heading() -> None:
    """The first is the title; the line of a credit is a caption."""
    found = reader.read(f"© A Photographer\n\nNo more silence!\n\n{LONG}\n\nNext steps\n\n{LONG}")
    assert [block.kind for block in found.blocks] == [
        BlockKind.CAPTION,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]
    assert found.title == "No more silence!"
