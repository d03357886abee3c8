"""DOCX files give their paragraphs with the numbers, notes and links that Word shows."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.errors import IntakeError
from indexer.extract import docx as reader
from indexer.extract import notes, packages
from indexer.extract.blocks import Block, BlockKind

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
        "https://a.example/x", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
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


_NOTES = (
    "<w:footnotes {n}><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
    "<w:footnote w:id='2'><w:p><w:r><w:t>See </w:t></w:r><w:hyperlink r:id='rId1'><w:r><w:t>the log"
    "</w:t></w:r></w:hyperlink></w:p></w:footnote>"
    "<w:footnote w:id='3'><w:p><w:r><w:t>Ibid.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
_REFERENCE = "<w:r {n}><w:footnoteReference w:id='%s'/></w:r>"


def with_notes(document: docx.document.Document, *pieces: str) -> list[Block]:
    """The blocks of a paragraph of those pieces of XML, in a file with two footnotes."""
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        _NOTES.format(n=nsdecls("w", "r")).encode(),
        document.part.package,
    )
    part.relate_to("https://a.example/log", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph = document.add_paragraph("They saw")
    for piece in pieces:
        paragraph._p.append(parse_xml(piece.format(n=nsdecls("w"))))
    return list(reader.read(saved(document)).blocks)


def field(instruction: str, shown: str) -> tuple[str, ...]:
    """A field of several runs, as Word writes it."""
    return (
        "<w:r {n}><w:fldChar w:fldCharType='begin'/></w:r>",
        f"<w:r {{n}}><w:instrText xml:space='preserve'> {instruction} </w:instrText></w:r>",
        "<w:r {n}><w:fldChar w:fldCharType='separate'/></w:r>",
        shown,
        "<w:r {n}><w:fldChar w:fldCharType='end'/></w:r>",
    )


def text(words: str) -> str:
    return f"<w:r {{n}}><w:t xml:space='preserve'>{words}</w:t></w:r>"


def test_notes_keep_their_links() -> None:
    """The addresses of footnotes stand in a list of their own."""
    found = with_notes(docx.Document(), _REFERENCE % 2, text(" it."))
    assert [(block.number, block.text) for block in found] == [
        ("", "They saw it."),
        ("1", "See the log"),
    ]
    (link,) = found[1].links
    assert (found[1].text[link.start : link.end], link.target) == (
        "the log",
        "https://a.example/log",
    )


def test_a_note_is_called_again_by_a_field_or_a_second_reference() -> None:
    """A number that is set as a call is no word; one within the text stays one."""
    marked = (
        "<w:bookmarkStart {n} w:id='7' w:name='_Ref9'/>",
        _REFERENCE % 3,
        "<w:bookmarkEnd {n} w:id='7'/>",
    )
    raised = "<w:r {n}><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    simple = (
        "<w:fldSimple {n} w:instr=' NOTEREF _Ref9 \\f \\h '><w:r><w:t>2</w:t></w:r></w:fldSimple>"
    )
    found = with_notes(
        docx.Document(),
        *(_REFERENCE % 2, text(" it"), *marked, text(" all"), *field("NOTEREF _Ref9 \\h", raised)),
        *(text(" and"), *field("NOTEREF _Ref9 \\f \\h", text("2")), text(" more"), simple),
        *(
            text(", see note "),
            *field("NOTEREF _Ref9 \\h", text("2")),
            text(" above"),
            _REFERENCE % 2,
        ),
        *field("NOTEREF _Ref0 \\f", text("9")),
    )
    assert [block.text for block in found] == [
        "They saw it all and more, see note 2 above9",
        "See the log",
        "Ibid.",
    ]
    assert notes.tied(found) == {
        1: ((0, len("They saw")), (0, len("They saw it all and more, see note 2 above"))),
        2: tuple(
            (0, len(words))
            for words in (
                "They saw it",
                "They saw it all",
                "They saw it all and",
                "They saw it all and more",
            )
        ),
    }


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
    with pytest.raises(IntakeError, match="unpacks to 1,001 bytes"):
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
