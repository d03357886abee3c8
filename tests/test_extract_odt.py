"""An ODT file gives its text in order, with headings, numbers of lists, notes and links."""

import io
import zipfile
from pathlib import Path

import pytest

from archive.errors import IntakeError
from indexer import offered
from indexer.extract import child, confined, media, notes
from indexer.extract.blocks import Block, BlockKind

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
    for name, rest in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
STYLES = """<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="T9" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
 style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>"""


def odt(body: str, *, mimetype: str = media.ODT) -> bytes:
    """The bytes of an ODT file with that text."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><office:document-%s {SPACES} xmlns:xlink='
    head += '"http://www.w3.org/1999/xlink" office:version="1.3">'
    content = (
        f"{head % 'content'}<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        "</manifest:manifest>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype)
        package.writestr("content.xml", content)
        package.writestr("styles.xml", f"{head % 'styles'}</office:document-styles>")
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def blocks(body: str) -> tuple[Block, ...]:
    return child.read(odt(body), media.ODT).blocks


def listed(items: str, attributes: str = "") -> str:
    return f'<text:list text:style-name="L1"{attributes}>{items}</text:list>'


def item(text: str, more: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{more}</text:list-item>"


def test_every_kind_of_block_is_told() -> None:
    """Titles and quotations by the style that theirs stands on, headings by their level."""
    found = blocks(
        '<text:p text:style-name="P1">The title</text:p><text:h text:outline-level="1">One</text:h>'
        "<text:section><text:p>In a<text:s/>section<text:tab/>here.</text:p></text:section>"
        '<text:p text:style-name="P2">Quoted words.</text:p><table:table><table:table-row>'
        "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b"
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert [(block.kind, block.level, block.text) for block in found] == [
        (BlockKind.HEADING, 1, "The title"),
        (BlockKind.HEADING, 2, "One"),
        (BlockKind.PARAGRAPH, 0, "In a section here."),
        (BlockKind.QUOTATION, 0, "Quoted words."),
        (BlockKind.ROW, 0, "a | b"),
    ]


def test_lists_are_counted_as_they_are_set() -> None:
    """Levels, a list that goes on after a paragraph, one that begins anew, and bullets."""
    inner = f"<text:list>{item('inner')}{item('second')}</text:list>"
    found = blocks(
        listed(item("first", inner) + item("next"))
        + "<text:p>Between.</text:p>"
        + listed(item("third"), ' text:continue-numbering="true"')
        + listed(item("anew"))
        + f'<text:list text:style-name="L2">{item("bullet")}</text:list>'
    )
    assert [(block.printed, block.text) for block in found] == [
        ("1. ", "first"),
        ("(a) ", "inner"),
        ("(b) ", "second"),
        ("2. ", "next"),
        ("", "Between."),
        ("3. ", "third"),
        ("1. ", "anew"),
        ("", "bullet"),
    ]
    assert [block.kind for block in found].count(BlockKind.ITEM) == 7


def note(number: str, text: str) -> str:
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


def test_a_note_is_called_again_by_a_raised_reference() -> None:
    """A reference that is not raised is a figure of the text, and so is one to nowhere."""
    again = (
        '<text:span text:style-name="%s"><text:note-ref text:note-class="footnote" '
        'text:reference-format="text" text:ref-name="%s">1</text:note-ref></text:span>'
    )
    first = note("1", "Ibid.").replace("<text:note ", '<text:note text:id="ftn1" ', 1)
    empty = note("2", "").replace("<text:note ", '<text:note text:id="ftn2" ', 1)
    found = blocks(
        f"<text:p>They saw{first} it{again % ('T9', 'ftn1')}.{empty} And see note "
        f"{again % ('T0', 'ftn1')}, on p.{again % ('Footnote_20_anchor', 'ftn7')}.</text:p>"
    )
    assert [block.text for block in found] == ["They saw it. And see note 1, on p.1.", "Ibid."]
    assert notes.tied(found) == {1: ((0, 8), (0, 11))}


def test_notes_are_tied_and_links_kept() -> None:
    """Also of footnotes and endnotes with one number; links of notes have their address."""
    link = '<text:a xlink:href="https://a.example/n">the annex</text:a>'
    found = blocks(
        f"<text:p>They saw{note('1', f'See {link}.')} it{note('i', 'At the end.')}.</text:p>"
        f'<text:p>The <text:a xlink:href="https://a.example/r">report</text:a>{note("1", "Ibid.")} '
        "says so.</text:p>"
    )
    assert [block.text for block in found] == [
        "They saw it.",
        "The report says so.",
        "See the annex.",
        "At the end.",
        "Ibid.",
    ]
    assert notes.tied(found) == {2: ((0, 8),), 3: ((0, 11),), 4: ((1, 10),)}
    assert [one.target for one in found[2].links] == ["https://a.example/n"]
    (link_of_text,) = [one for one in found[1].links if one.end > one.start]
    assert link_of_text.target == "https://a.example/r"


def test_what_is_no_text_is_left_out() -> None:
    """Deleted words, comments and a contents list; text in a frame stays."""
    found = blocks(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:table-of-content>"
        "<text:index-body><text:p>One 3</text:p></text:index-body></text:table-of-content>"
        "<text:p>Kept <office:annotation><text:p>A comment</text:p></office:annotation>words"
        "<draw:frame><draw:text-box><text:p>framed</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert [block.text for block in found] == ["Kept words framed"]


@pytest.mark.parametrize(
    "content",
    [
        odt("<text:p>broken"),
        odt("").replace(b"content.xml", b"kontent.xml"),
        odt("x" * 1_000)[:-300],
    ],
)
def test_a_broken_file_is_refused(content: bytes) -> None:
    """With what to do; its reader is confined."""
    with pytest.raises(IntakeError, match=r"(?i)save|convert"):
        confined.extract(content, media.of(content, ".odt"))


def test_hostile_files_end_with_their_reader() -> None:
    """Much too much text, entities that multiply, and elements nested ten thousand deep."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    multiplied = odt("<text:p>&e11;</text:p>")
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(multiplied)) as package, zipfile.ZipFile(file, "w") as other:
        for name in package.namelist():
            text = package.read(name).decode()
            doctype = f'?><!DOCTYPE x [<!ENTITY e0 "x">{entities}]>'
            other.writestr(name, text.replace("?>", doctype) if name == "content.xml" else text)
    deep = odt("<text:section>" * 10_000 + "</text:section>" * 10_000)
    huge = odt("<text:p>" + "x" * 210_000_000 + "</text:p>")
    for content in (file.getvalue(), deep, huge):
        try:
            found = confined.extract(content, media.ODT)
        except IntakeError:
            continue
        assert sum(len(block.text) for block in found.blocks) < 100_000


def test_an_odt_is_told_by_what_it_says_of_itself(tmp_path: Path) -> None:
    """A sheet is no text, and an old Word file is told what to do next."""
    assert media.of(odt("<text:p>Text</text:p>"), ".odt") == media.ODT
    sheet = odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(IntakeError, match="neither"):
        media.of(sheet, ".ods")
    old = {"a.doc": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "b.rtf": b"{\\rtf1 Words"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(IntakeError, match="save it as DOCX or ODT"):
            media.of(content, name[1:])
    assert [path.name for path in offered.files(tmp_path)] == [*old]
