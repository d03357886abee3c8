"""Indexing words beside Whoosh's plain writer, which analyses and pools document by document."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from whoosh import fields, index
from whoosh.analysis import StandardAnalyzer, StemmingAnalyzer

from archive.keyword import segment
from archive.rows import Row
from benchmarks import generate, tables
from benchmarks.report import Finding, at_least
from benchmarks.timing import timed
from benchmarks.work import Work

# Whoosh's writer slows down with size, so that a smaller part is to its advantage.
PASSAGES = 10_000
MEMORY_MB = 256
ARCHIVE = "archive: stems and unstemmed words, with their positions, as arrays too"
TWO = "Whoosh: title and text, stemmed"
FOUR = "Whoosh: title and text, stemmed and unstemmed"


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Analysis and postings of the same passages, written to files."""
    rows = list(generate.passages(min(PASSAGES, max(work.sizes))))
    makers: dict[str, Callable[[Path], None]] = {
        ARCHIVE: lambda folder: segment.write(folder, rows),
        TWO: lambda folder: _whoosh(folder, rows, unstemmed=False),
        FOUR: lambda folder: _whoosh(folder, rows, unstemmed=True),
    }
    spent = {}
    for name, make in makers.items():
        folder = work.folder / "written"
        spent[name] = timed(lambda make=make, folder=folder: make(folder))  # type: ignore[misc]
        shutil.rmtree(folder)
    table = [
        (name, f"{len(rows) / wall * 1000:,.0f}", f"{len(rows) / cpu * 1000:,.0f}")
        for name, (wall, cpu) in spent.items()
    ]
    own = spent[ARCHIVE][1]
    findings = [
        at_least(f"indexing words, passages a second, against {name}", spent[name][1] / own, 1.5)
        for name in (TWO, FOUR)
    ]
    heads = (f"{len(rows):,} generated passages", "a second of wall time", "a second of CPU time")
    return findings, [*tables.table(heads, table), ""]


def _whoosh(folder: Path, rows: Sequence[Row], *, unstemmed: bool) -> None:
    stemmed = StemmingAnalyzer()
    schema = fields.Schema(
        title=fields.TEXT(analyzer=stemmed), text=fields.TEXT(analyzer=StemmingAnalyzer())
    )
    if unstemmed:
        for name in ("exact_title", "exact"):
            schema.add(name, fields.TEXT(analyzer=StandardAnalyzer(stoplist=None)))
    folder.mkdir(parents=True)
    writer = index.create_in(str(folder), schema).writer(limitmb=MEMORY_MB)
    for row in rows:
        more = {"exact_title": row.document.title, "exact": row.passage.text} if unstemmed else {}
        writer.add_document(title=row.document.title, text=row.passage.text, **more)
    writer.commit()
