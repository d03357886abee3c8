"""Read the pages of a file that are pictures, where Tesseract is installed."""

import dataclasses
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.errors import IntakeError
from indexer import language
from indexer.extract import confined, ocr
from indexer.extract.blocks import Block, Extraction

# What a script is read in at first; what was read tells the language.
_SCRIPTS = {"Arabic": "ara", "Cyrillic": "rus", "Latin": "eng"}
_FIRST = "eng"
PROGRAM = "tesseract"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-fra tesseract-ocr-spa"
# A page takes some five seconds: a hundred are ten minutes.
PAGES_MAX = 100
# Tesseract's names of the languages that are told apart here.
_NAMES = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "nl": "nld",
    "pt": "por",
    "ru": "rus",
    "sv": "swe",
}


def with_scans(
    content: bytes, media_type: str, found: Extraction, *, spoken: str = ""
) -> Extraction:
    """`found` with the text of the pages that are pictures, each paragraph with its confidence.

    `spoken` is the language if it is known; else the first page tells it. Unchanged where there
    are no such pages, or no Tesseract; a page that it cannot read stays unread. Raises
    IntakeError for more than PAGES_MAX of them.
    """
    program = shutil.which(PROGRAM)
    if not found.unread or program is None:
        return found
    if len(found.unread) > PAGES_MAX:
        raise IntakeError(f"{len(found.unread)} pages are pictures, above {PAGES_MAX}; split it")
    reader = _Reader(content, media_type, program)
    trained = _trained(_NAMES.get(spoken, ""))
    read: dict[int, Extraction] = {}
    for page in found.unread:
        language_of_page = trained or reader.script(page)
        read[page] = reader.page(page, language_of_page)
        if not trained and read[page].blocks:
            trained = _told(read[page]) or language_of_page
            if trained != language_of_page:
                read[page] = reader.page(page, trained)
    return _together(found, read)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads pages of one file, each in a process of its own."""

    content: bytes
    media_type: str
    program: str

    def page(self, page: int, trained: str) -> Extraction:
        """The text of a page; none if it cannot be read within the limits."""
        try:
            order = (str(page), trained, self.program)
            return confined.extract(self.content, self.media_type, order=order)
        except IntakeError:
            return Extraction(blocks=())

    def script(self, page: int) -> str:
        """The language to begin with for the script of a page; English where it is not told."""
        script = self.page(page, ocr.SCRIPT).language
        return _trained(_SCRIPTS.get(script, "")) or _FIRST


def advice() -> str:
    """What to do with pages that are pictures, and with those that could not be read."""
    if shutil.which(PROGRAM) is None:
        return f"if they are pictures, install Tesseract to read them: {INSTALL}"
    return "scan them anew, at 300 dots an inch or more"


def _trained(name: str) -> str:
    """Tesseract's name of a language if it can be read in it, else nothing."""
    return name if name in _installed() else ""


def _installed() -> frozenset[str]:
    """The languages that Debian's packages, or TESSDATA_PREFIX, bring."""
    given = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(given)] if given else list(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))
    return frozenset(path.stem for folder in folders for path in folder.glob("*.traineddata"))


def _told(found: Extraction) -> str:
    """The one language that the text is in, if it can be read in it."""
    spoken = language.of_document("\n".join(block.text for block in found.blocks))
    return _trained(_NAMES.get(spoken, ""))


def _together(found: Extraction, read: dict[int, Extraction]) -> Extraction:
    """The blocks by their pages; what was read from pictures is no longer missing."""
    scanned = [block for extraction in read.values() for block in extraction.blocks]
    blocks = sorted([*found.blocks, *scanned], key=_page)
    names = dict.fromkeys([found.extractor, *(one.extractor for one in read.values())])
    return dataclasses.replace(
        found,
        blocks=tuple(blocks),
        unread=tuple(page for page in found.unread if not read[page].blocks),
        extractor=", ".join(name for name in names if name),
    )


def _page(block: Block) -> int:
    return block.page or 0
