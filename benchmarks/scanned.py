"""Measures how true a text comes out of pictures of pages, by language."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks import accuracy
from benchmarks.tables import table
from benchmarks.typeset import Printed
from indexer.extract import media, scans
from indexer.extract.blocks import Extraction

TOLD = (
    "The declaration of human rights, a truth commission's report and the statute of the court,",
    "set on pages, drawn as pictures at 200 dots an inch and read by the archive's own way through",
    "Tesseract, which tells the language itself. The number at each page's foot counts as wrong.",
    "*sure*: what Tesseract says of itself, in per cent.",
)
_DOTS_AN_INCH = "200"
_NEEDED = ("pdftoppm", scans.PROGRAM)


def missing() -> str:
    """Which program is missing, if one is."""
    return next((name for name in _NEEDED if shutil.which(name) is None), "")


def of_languages(sources: list[Printed]) -> list[str]:
    """A line for each source; in place of them the reason where a program is missing."""
    if missing():
        return [f"Not measured: `{missing()}` is not installed."]
    rows = []
    for one in sources:
        texts, sure = [], []
        for picture in _pictures(one.content):
            nothing = Extraction(blocks=(), pages=1, unread=(1,))
            found = scans.with_scans(picture, media.PNG, nothing)
            texts += [block.text for block in found.blocks]
            sure += [(len(block.text), block.confidence or 0) for block in found.blocks]
        letters = sum(length for length, _ in sure)
        rows.append(
            (
                f"{one.source.name}, {one.source.language}",
                str(one.pages),
                f"{accuracy.characters(one.source.texts, texts):.4f}",
                f"{sum(length * each for length, each in sure) / max(1, letters):.0f}",
            )
        )
    return table(("text", "pages", "characters", "sure"), rows)


def _pictures(content: bytes) -> list[bytes]:
    """Each page of a PDF as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        order = [_NEEDED[0], "-r", _DOTS_AN_INCH, "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(order, input=content, check=True)  # noqa: S603 - a fixed program
        return [path.read_bytes() for path in sorted(Path(folder).iterdir())]
