"""Measures whether notes are tied to their calls, in pages of many programs and in real files."""

import re
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import accuracy
from benchmarks.noted_odt import odt
from benchmarks.noted_pages import PROGRAMS, page
from benchmarks.readings import archive
from benchmarks.tables import table
from benchmarks.typeset import Piece, Source
from indexer.extract import child, media, notes

_Paragraphs = Sequence[Sequence[Piece]]
# The letters before a call that have to be right.
CALL_LETTERS = 12

TOLD = (
    "The typeset texts with notes, written as HTML and Markdown as common programs export them:",
    "links to the note and mostly back, or raised figures alone; and as ODT. *characters*: of the",
    "one that came out worst.",
)
TOLD_OF_FILES = (
    "The Markdown and DOCX files of the folder that have notes. *calls*: different ones, counted",
    "in the file by a pattern of their own; *tied*: notes that are tied to a place in the text.",
)

# How the folder's Markdown files write a call: as a link to `#fn:1`, `#_ftn1` or `#note1`.
_MARKDOWN_CALL = re.compile(r"#(fn:\d+|_ftn\d+|note\d+)[)\"]")
_DOCX_CALL = re.compile(rb"<w:(?:foot|end)noteReference ")


def calls(source: Source) -> list[tuple[str, str]]:
    """Each note with the words of its paragraph before its call."""
    found = []
    for one in source.paragraphs:
        before = ""
        for piece in one:
            before += piece.text
            if piece.note:
                found.append((piece.note, before))
    return found


def is_tied(wanted: tuple[str, str], found: Sequence[tuple[str, str]]) -> bool:
    """Whether the note is among those `found`, word for word and after the same letters."""
    note, before = (letters(part) for part in wanted)
    return any(
        letters(text) == note and letters(ahead)[-CALL_LETTERS:] == before[-CALL_LETTERS:]
        for text, ahead in found
    )


def letters(text: str) -> str:
    """The letters and figures of a text."""
    return "".join(filter(str.isalnum, text))


def of_programs(sources: Sequence[Source]) -> list[str]:
    """A line for each program that writes the sources with notes."""
    written: list[tuple[str, str, Callable[[_Paragraphs], bytes]]] = [
        (one.name, one.media_type, partial(page, program=one)) for one in PROGRAMS
    ]
    rows = []
    for name, media_type, write in [*written, ("ODT, odfdo", media.ODT, odt)]:
        figures, tied, all_of_them = [], 0, 0
        for source in (one for one in sources if one.notes):
            reading = archive(write(source.paragraphs), media_type)
            body = [text for text in reading.paragraphs if text != "References"]
            figures.append(accuracy.characters(source.texts, body))
            tied += sum(is_tied(one, reading.notes or ()) for one in calls(source))
            all_of_them += len(source.notes)
        rows.append((name, f"{min(figures):.4f}", f"{tied} of {all_of_them}"))
    return table(("written as", "characters", "notes"), rows)


def of_files(folder: Path) -> list[str]:
    """A line for each real file with notes, and one for all of them."""
    rows, sums = [], [0, 0]
    for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.docx")]):
        wanted = _counted(path)
        if wanted:
            kind = media.MARKDOWN if path.suffix == ".md" else media.DOCX
            tied = len(notes.tied(child.read(path.read_bytes(), kind).blocks))
            rows.append((path.name, str(wanted), str(tied)))
            sums = [sums[0] + wanted, sums[1] + tied]
    return table(("file", "calls", "tied"), [*rows, ("all", *map(str, sums))])


def _counted(path: Path) -> int:
    if path.suffix == ".md":
        return len(set(_MARKDOWN_CALL.findall(path.read_text(encoding="utf-8"))))
    with zipfile.ZipFile(path) as package:
        return len(_DOCX_CALL.findall(package.read("word/document.xml")))
