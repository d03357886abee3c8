"""Pages that are pictures are read by Tesseract where it is installed, and marked as such."""

import io
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pages import column, pdf, png, scan

from archive import legibility
from archive.errors import IntakeError
from indexer import intake
from indexer.description import Description
from indexer.extract import confined, media, scans
from indexer.intake import Taken

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason=f"no tesseract here; install it: {scans.INSTALL}"
)
WORDS = [
    "The commission heard forty families of the disappeared",
    "in the old court house of the town, and it wrote down",
    "what each of them had to say about that long night.",
]
TYPED = ["The second part of this report was typed, not scanned,", "and its words are certain."]


def taken(folder: Path, content: bytes, name: str = "scan.pdf") -> Taken:
    path = folder / name
    path.write_bytes(content)
    return intake.take(path, intake.opened(folder / "corpus"), given=Description(language="en"))


@needs_tesseract
def test_a_scanned_page_is_read_and_marked_with_its_confidence(tmp_path: Path) -> None:
    """Between pages that were typeset it has its place, its page and how sure the program is."""
    version = taken(tmp_path, _mixed()).version
    scanned, typed = version.passages
    assert scanned.text == " ".join(WORDS)
    assert scanned.confidence is not None
    assert scanned.confidence > 80
    assert (scanned.page, typed.page, typed.confidence) == (1, 2, None)
    assert "tesseract" in version.extractor


@needs_tesseract
def test_a_picture_of_a_page_is_read(tmp_path: Path) -> None:
    """A PNG file is a document of one page."""
    version = taken(tmp_path, png(column(WORDS, size=12)), "scan.png").version
    assert " ".join(WORDS) in version.text
    assert version.passages[0].confidence is not None


@needs_tesseract
def test_the_language_is_found_from_the_picture() -> None:
    """A French page is read in French without being told, accents and all."""
    lines = ["Les familles ont été reçues à l'hôtel de ville, où", "la vérité leur fut répétée."]
    content = scan(column(lines, size=14))
    found = scans.with_scans(content, media.PDF, confined.extract(content, media.PDF))
    if "(fra)" not in found.extractor:
        pytest.skip("no French for tesseract here; install it: apt-get install tesseract-ocr-fra")
    assert " ".join(block.text for block in found.blocks) == " ".join(lines)


def test_pages_without_a_word_are_named_where_nothing_can_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other pages are taken in, and who takes them in hears of those that are not."""
    monkeypatch.setattr(scans, "PROGRAM", "no-such-program")
    found = taken(tmp_path, _mixed())
    assert (found.unread, found.pages) == ((1,), 2)
    assert "install" in scans.advice()


def test_a_scan_alone_is_refused_where_nothing_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without text is never taken in silently; the message says what would help."""
    monkeypatch.setattr(scans, "PROGRAM", "no-such-program")
    for name, content in (("a.pdf", scan(column(WORDS))), ("b.png", png(column(WORDS)))):
        with pytest.raises(IntakeError, match=r"only 0 letters .* apt-get install tesseract"):
            taken(tmp_path, content, name)


def test_too_many_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report of thousands of scanned pages would take hours; it is split by hand."""
    monkeypatch.setattr(scans, "PAGES_MAX", 1)
    monkeypatch.setattr(scans, "PROGRAM", "true")
    content = scan(column(WORDS), column(WORDS))
    with pytest.raises(IntakeError, match="2 pages are pictures, above 1"):
        scans.with_scans(content, media.PDF, confined.extract(content, media.PDF))


def test_a_page_that_cannot_be_read_stays_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that fails on a page costs that page alone."""
    monkeypatch.setattr(scans, "PROGRAM", "false")
    content = _mixed()
    found = scans.with_scans(content, media.PDF, confined.extract(content, media.PDF))
    assert found.unread == (1,)
    assert [block.page for block in found.blocks] == [2]


def test_what_was_read_surely_is_legible(tmp_path: Path) -> None:
    """A text that was typeset warns nobody."""
    version = taken(tmp_path, pdf(column([*WORDS, *TYPED]))).version
    assert legibility.of(version.passages).score == 1


def _mixed() -> bytes:
    """A PDF of a scanned page and a typeset one."""
    document = pdfium.PdfDocument.new()
    for content in (scan(column(WORDS, size=12)), pdf(column(TYPED))):
        document.import_pages(pdfium.PdfDocument(content))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
