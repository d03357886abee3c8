"""DOCX files give their paragraphs with the numbers, notes and links that Word shows."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.errors import IntakeError
from indexer.extract import docx as reader
from indexer.extract import packages
from indexer.extract.blocks import BlockKind

DOCUMENTS = Path(__file__).parents[2] / "shared" / "data" / "documents"


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_styles_say_what_a_paragraph_is() -> None:
    """Title, headings with level, counted items, quotations and rows."""
    document = docx.Document()
    document.add_paragraph("A joint statement", style="Title")
    document.add_heading("What we ask", 1)
    document.add_paragraph("We call on all States to:")
    document.add_paragraph("Ratify it.", style="List Number")
    document.add_paragraph("Apply it.", style="List Number")
    document.add_paragraph("Or else.", style="List Bullet")
    document.add_paragraph("They took my son.", style="Quote")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "one", "two"
    found = reader.read(saved(document))
    assert [(block.kind, block.level, block.number, block.text) for block in found.blocks] == [
        (BlockKind.HEADING, 1, "", "A joint statement"),
        (BlockKind.HEADING, 2, "", "What we ask"),
        (BlockKind.PARAGRAPH, 0, "", "We call on all States to:"),
        (BlockKind.ITEM, 1, "1", "Ratify it."),
        (BlockKind.ITEM, 1, "2", "Apply it."),
        (BlockKind.ITEM, 1, "", "Or else."),
        (BlockKind.QUOTATION, 0, "", "They took my son."),
        (BlockKind.ROW, 0, "", "one | two"),
    ]
    assert found.title == "A joint statement"


def test_text_in_smart_tags_insertions_and_links_is_kept_and_deletions_are_not() -> None:
    """What Word shows is the text, wherever it stands in the XML."""
    document = docx.Document()
    paragraph = document.add_paragraph("The court in ")
    link = document.part.relate_to(
        "https://a.example/x", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    for xml in (
        "<w:smartTag {n} w:element='place'><w:r><w:t>The Hague</w:t></w:r></w:smartTag>",
        "<w:ins {n}><w:r><w:t xml:space='preserve'> ruled</w:t></w:r></w:ins>",
        "<w:del {n}><w:r><w:delText>slept</w:delText></w:r></w:del>",
        f"<w:hyperlink {{n}} r:id='{link}'><w:r><w:t>here</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(xml.format(n=nsdecls("w", "r"))))
    (block,) = reader.read(saved(document)).blocks
    assert block.text == "The court in The Hague ruledhere"
    (found,) = block.links
    assert (block.text[found.start : found.end], found.target) == ("here", "https://a.example/x")


def test_broken_files_are_refused() -> None:
    """A cut file and a ZIP that is no document say so."""
    for content in (saved(docx.Document())[:2000], _zip(10)):
        with pytest.raises(IntakeError, match="broken"):
            reader.read(content)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A small file can hold gigabytes of zeros."""
    monkeypatch.setattr(packages, "UNPACKED_MAX_BYTES", 1000)
    with pytest.raises(IntakeError, match="unpacks to 1001 bytes"):
        reader.read(_zip(1001))


def _zip(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(size))
    return file.getvalue()


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not here")
def test_a_judgment_reads_the_same_with_and_without_smart_tags() -> None:
    """The same judgment, saved twice, gives the same text; its paragraphs are counted."""
    folder = DOCUMENTS / "echr-docx"
    with_tags, without = (
        reader.read((folder / name).read_bytes())
        for name in ("001-83979.docx", "001-83979_without_smarttags.docx")
    )
    assert [block.text for block in with_tags.blocks] == [block.text for block in without.blocks]
    numbers = [block.number for block in with_tags.blocks if block.number.isdecimal()]
    assert numbers[:27] == [str(number) for number in range(1, 28)]
    assert with_tags.issued == "2007-12-13"
