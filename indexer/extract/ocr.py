"""Read one page's picture with Tesseract: its script, or its paragraphs with how sure it is."""

import re
import subprocess
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from archive.errors import IntakeError
from indexer.extract import hyphens, media
from indexer.extract.blocks import Block, Extraction
from indexer.extract.inline import clean

# Tesseract reads best at 300 dots an inch; a larger picture than A3 at that is made smaller. Dots.
_DOTS_AN_INCH, _LONGEST_SIDE = 300, 5000
_POINTS_AN_INCH = 72
# What is read less surely than this is a stain, not text; in per cent.
_LEAST_CONFIDENCE = 30
# In place of languages: only tell the script (with Tesseract's own `osd`).
SCRIPT = "osd"
_SCRIPT = re.compile(r"^Script: (\w+)$", re.MULTILINE)
_VERSION = re.compile(r"tesseract\s+v?([\w.]+)")
# Columns of Tesseract's table that tell a word's place, and the kind of its rows that are words.
_WORD_ROW, _COLUMNS = "5", 12


class _Word(NamedTuple):
    """A word of the table: the block, paragraph and line it is in, and how sure it is."""

    block: str
    paragraph: str
    line: str
    confidence: float
    text: str


def read(content: bytes, media_type: str, order: Sequence[str]) -> Extraction:
    """Read the picture of a page; `order` is the page from 1, the languages and the program.

    With SCRIPT for the languages only the script is told, in place of the language. Raises
    IntakeError if the program fails.
    """
    page, languages, program = order
    picture = _drawn(content, int(page)) if media_type == media.PDF else content
    if languages == SCRIPT:
        found = _SCRIPT.search(_said(program, ["--psm", "0"], picture))
        return Extraction(blocks=(), language=found[1] if found else "")
    blocks = _paragraphs(_words(picture, languages, program), int(page))
    return Extraction(
        blocks=tuple(blocks), pages=1, extractor=f"tesseract {_version(program)} ({languages})"
    )


def _drawn(content: bytes, number: int) -> bytes:
    """The page as a grey picture (PGM)."""
    # Loaded in the reader's own process alone.
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415

    document = pdfium.PdfDocument(content)
    page = document[number - 1]
    scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, _LONGEST_SIDE / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, grayscale=True)
    pixels, width = bytes(bitmap.buffer), bitmap.width
    rows = (pixels[y * bitmap.stride : y * bitmap.stride + width] for y in range(bitmap.height))
    return b"P5 %d %d 255\n" % (width, bitmap.height) + b"".join(rows)


def _words(picture: bytes, languages: str, program: str) -> list[_Word]:
    table = _said(program, ["-l", languages, "tsv"], picture)
    rows = (line.split("\t") for line in table.splitlines())
    return [
        _Word(row[2], row[3], row[4], float(row[10]), clean(row[11]))
        for row in rows
        if len(row) == _COLUMNS and row[0] == _WORD_ROW and row[11].strip()
    ]


def _said(program: str, options: Sequence[str], picture: bytes) -> str:
    """What the program writes about a picture."""
    done = subprocess.run(  # noqa: S603 - the path that was looked up, and no shell
        [program, "stdin", "stdout", *options],
        input=picture,
        capture_output=True,
        check=False,
        env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise IntakeError(f"tesseract cannot read it ({' '.join(said[-1:]):.200}); scan it anew")
    return done.stdout.decode("utf-8", "replace")


def _paragraphs(words: Sequence[_Word], page: int) -> list[Block]:
    """The paragraphs with a letter in them, but for stains."""
    lines = [
        (key[:2], " ".join(word.text for word in line), _confidence(line))
        for key, group in groupby(words, key=lambda word: word[:3])
        for line in [list(group)]
    ]
    known = hyphens.words_of([text for _, text, _ in lines])
    blocks = []
    for _, group in groupby(lines, key=lambda line: line[0]):
        parts = list(group)
        letters = sum(len(text) for _, text, _ in parts)
        confidence = sum(len(text) * sure for _, text, sure in parts) / letters
        text = _joined([text for _, text, _ in parts], known)
        if confidence >= _LEAST_CONFIDENCE and any(letter.isalnum() for letter in text):
            blocks.append(Block(text=text, page=page, confidence=round(confidence)))
    return blocks


def _confidence(words: Sequence[_Word]) -> float:
    """The mean of the words by their letters, in per cent."""
    return sum(len(one.text) * one.confidence for one in words) / sum(len(w.text) for w in words)


def _joined(lines: Sequence[str], known: hyphens.Words) -> str:
    text = lines[0]
    for line in lines[1:]:
        whole = hyphens.joined(text, line, known)
        text = f"{text} {line}" if whole is None else whole + line
    return text


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603
    found = _VERSION.search(done.stdout.decode("utf-8", "replace"))
    return found[1] if found else "of unknown version"
