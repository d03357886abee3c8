"""A hostile file cannot take the memory, time or files of the one who reads it."""

import io
import zipfile

import pytest
from pages import bomb, column, pdf

from archive.errors import IntakeError
from indexer.extract import blocks, child, confined, media


def test_the_child_finds_what_the_reader_finds() -> None:
    """Blocks come back whole over the wire, links and letters of any script included."""
    content = "# عنوان\n\n1. Une [«ancre»](https://a.example/x), été.\n".encode()
    found = confined.extract(content, media.MARKDOWN)
    assert found == child.read(content, media.MARKDOWN)
    assert found.blocks[1].links[0].target == "https://a.example/x"


def test_json_round_trip_keeps_every_field() -> None:
    """What is written is what is read."""
    found = child.read(pdf(column(["A line of text."])), media.PDF)
    assert blocks.from_json(blocks.to_json(found)) == found


def test_a_refusal_comes_back_as_the_reason() -> None:
    """The reader's own words reach the one who asked."""
    with pytest.raises(IntakeError, match="PDF is broken"):
        confined.extract(b"%PDF-1.4 nothing", media.PDF)


def test_a_pdf_that_unpacks_to_gigabytes_ends_its_reader_alone() -> None:
    """Five kilobytes deflated twice need more memory than a reader gets; we only hear of it."""
    content = bomb(2000)
    assert len(content) < 20_000
    with pytest.raises(IntakeError):
        confined.extract(content, media.PDF)


def test_an_html_page_that_takes_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall clock ends what the processor clock does not reach."""
    monkeypatch.setattr(confined, "WALL_MAX_SECONDS", 0.05)
    with pytest.raises(IntakeError, match="too long"):
        confined.extract(b"<html><body>" + b"<p>word</p>" * 200_000, media.HTML)


def test_an_answer_that_is_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent reads no more than it said it would."""
    monkeypatch.setattr(confined, "OUTPUT_MAX_BYTES", 100)
    with pytest.raises(IntakeError):
        confined.extract(b"word " * 1000, media.TEXT)


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        (b"plain words", ".txt", media.TEXT),
        (b"# Title", ".md", media.MARKDOWN),
        (b"<!DOCTYPE html><p>x", ".txt", media.HTML),
        (b"<p>a piece</p>", ".html", media.HTML),
        (b"\xef\xbb\xbfwords", ".md", media.MARKDOWN),
        ("words".encode("utf-16"), ".txt", media.TEXT),
        ("d\xe9j\xe0 vu".encode("cp1252"), ".txt", media.TEXT),
        (b"%PDF-1.4", ".txt", media.PDF),
        (b"words", "", media.TEXT),
    ],
)
def test_the_content_says_the_type(content: bytes, suffix: str, expected: str) -> None:
    """A name only decides between Markdown and text, which look alike."""
    assert media.of(content, suffix) == expected


def _archive(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(zipfile.ZipInfo(name), "x")  # The same bytes, and so id, each time.
    return file.getvalue()


def _damaged(method: int) -> bytes:
    """A Word file whose list of parts cannot be unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr("[Content_Types].xml", bytes(range(256)) * 40)
    content = bytearray(file.getvalue())
    content[60:90] = bytes(30)
    return bytes(content)


def _word(main: str) -> bytes:
    """A Word file whose main part is of that type."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "x")
        package.writestr("[Content_Types].xml", f'<Override ContentType="application/vnd.{main}"/>')
    return file.getvalue()


def _odt(name: str, manifest: str) -> bytes:
    """An ODT of one file and what its manifest states of it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", media.ODT)
        package.writestr(name, "x")
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "reason"),
    [
        (b"", ".md", "empty"),
        (b"\0" * 1000, ".txt", "empty"),
        (b" \n\t\n", ".txt", "empty"),
        (b"words", ".pdf", "no PDF"),
        (b"%PDF-1.4", ".docx", "no DOCX"),
        (b"words alone", ".html", "no HTML"),
        (b"GIF89a\0\0\0\0", ".txt", "convert"),
        (_archive("xl/workbook.xml"), ".docx", "convert"),
        (_word("ms-word.document.macroEnabled.main+xml"), ".docm", "macros, or a template"),
        (_word("wordprocessingml.template.main+xml"), ".dotx", "macros, or a template"),
        (_word("ms-word.template.macroEnabledTemplate.main+xml"), ".dotm", "macros, or a template"),
        (_odt("content.xml", "<manifest:encryption-data/>"), ".odt", "the ODT is encrypted"),
        (_odt("encrypted-package", ""), ".odt", "the ODT is encrypted"),
        (_archive("x")[:20], ".docx", "broken"),
        (_damaged(zipfile.ZIP_DEFLATED), ".docx", "broken"),
        (_damaged(zipfile.ZIP_BZIP2), ".docx", "broken"),
        (_damaged(zipfile.ZIP_LZMA), ".docx", "broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, ".doc", "old Office"),
    ],
)
def test_what_is_not_read_is_refused_with_the_reason(
    content: bytes, suffix: str, reason: str
) -> None:
    """A name that promises something else than the content is not believed."""
    with pytest.raises(IntakeError, match=reason):
        media.of(content, suffix)
