"""Markdown becomes blocks without its markup, and its front matter the document's fields."""

import pytest

from archive.errors import IntakeError
from indexer.extract import markdown as reader
from indexer.extract.blocks import Block, BlockKind


def blocks(content: str) -> tuple[Block, ...]:
    return reader.read(content).blocks


def test_every_kind_of_block_is_told() -> None:
    """Headings with level, items with number, quotations, rows and notes."""
    found = blocks(
        "# Title\n\nText *with* **marks**.\n\n3. third\n4. fourth\n\n> quoted\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n[^1]: A note on it.\n"
    )
    assert [(block.kind, block.number, block.text) for block in found] == [
        (BlockKind.HEADING, "", "Title"),
        (BlockKind.PARAGRAPH, "", "Text with marks."),
        (BlockKind.ITEM, "3", "third"),
        (BlockKind.ITEM, "4", "fourth"),
        (BlockKind.QUOTATION, "", "quoted"),
        (BlockKind.ROW, "", "a | b"),
        (BlockKind.ROW, "", "c | d"),
        (BlockKind.NOTE, "1", "A note on it."),
    ]


def test_markup_of_site_generators_and_html_is_no_text() -> None:
    """Attributes, templates, frames and tags go; the text inside stays."""
    found = blocks(
        "A [link](https://a.example){: target='_blank'} here[^2].\n\n{% include x %}\n\n"
        "<iframe src='x'></iframe>\n\n<div><p>Inside</p><p>twice</p></div>\n"
    )
    assert [block.text for block in found] == ["A link here.", "Inside", "twice"]


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: >-\n  A long\n  title\ndate: 2017-12-11 12:00:00\npublisher: A\nno: 1\n---\n",
        "+++\ntitle = 'A long title'\ndate = 2017-12-11\npublishers = ['A']\n+++\n",
        "---\ntitle: 'A long title'\ndate: 2017-12-11T20:04:00.000Z\npublishers:\n  - A\n---\n",
    ],
)
def test_front_matter_gives_the_fields(head: str) -> None:
    """TOML and plain keys say the same; what is no field is left."""
    found = reader.read(f"{head}\nThe text.")
    assert (found.title, found.issued, found.publishers) == ("A long title", "2017-12-11", ("A",))
    assert [block.text for block in found.blocks] == ["The text."]


def test_broken_toml_front_matter_is_refused() -> None:
    """What cannot be read is said, not skipped."""
    with pytest.raises(IntakeError, match="TOML"):
        reader.read("+++\ntitle = \n+++\nThe text.")


def test_a_rule_between_paragraphs_is_no_front_matter() -> None:
    """A text that begins with a line of dashes keeps all its words."""
    found = blocks("---\n\nOne paragraph\n\n---\n\nAnother")
    assert [block.text for block in found] == ["One paragraph", "Another"]
