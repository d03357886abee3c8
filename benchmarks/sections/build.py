"""Builds of a corpus of records: all of it, nothing changed, one document more."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from archive import encoder as encoder_of
from archive import query, records
from archive import settings as settings_of
from archive.generation import open_served
from archive.model import Record, TextOrigin, Version
from archive.nodes import Mode
from archive.opened import open_index
from archive.rows import Row
from archive.search import Searcher
from archive.settings import Settings
from benchmarks import generate, tables
from benchmarks.report import Finding, at_most
from benchmarks.seeded import SeededEncoder
from benchmarks.timing import timed
from benchmarks.work import USUAL, Work
from indexer.build import build

ADDED = "added-document"
WORD = "zyxwvutsrq"
FULL, UNCHANGED, MORE = "all of it", "nothing changed", "one document more, until it is found"

# Passages embedded by the model to learn what all of them would take.
SAMPLE = 200
_REAL, _SEEDED = ", embedding by the model included", ", seeded vectors"
_GOALS = (
    (
        "reindex with nothing changed",
        UNCHANGED,
        "every file and folder of the corpus is asked whether it changed",
    ),
    (
        "adding one document, published and found",
        MORE,
        "what is remembered of all records is read and written, and the index is hashed and opened"
        " to be searched",
    ),
)


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """The real path, from records on disk, with seeded vectors; what real ones cost is added."""
    size = USUAL if USUAL in work.sizes else max(work.sizes)
    folder = work.folder / "built"
    settings = Settings(
        corpus=folder / "corpus", var=folder / "var", encoder="seeded", keep_generations=3
    )
    documents = write(settings.corpus, generate.passages(size))
    encoder = SeededEncoder(work.model)
    taken = {FULL: timed(lambda: build(settings, encoder=encoder))}
    taken[UNCHANGED] = timed(lambda: build(settings, encoder=encoder))
    _add(settings.corpus)
    taken[MORE] = timed(lambda: _found(settings, encoder))
    name = f"{size:,} passages in {documents:,} documents"
    table = [
        (what, f"{wall / 1000:.2f}", f"{cpu / 1000:.2f}", f"{cpu / taken[FULL][1]:.4f}")
        for what, (wall, cpu) in taken.items()
    ]
    seeded = taken[FULL][1]
    embedding = _embedding_ms(work, size)
    return [
        at_most(f"{what}, against a full build of {name}{how}", taken[part][1] / whole, 0.01, limit)
        for how, whole in ((_REAL, seeded + embedding), (_SEEDED, seeded))
        for what, part, limit in _GOALS
    ], [
        *tables.table((name, "wall (s)", "CPU (s)", "share of the whole"), table),
        "",
        "The vectors are seeded, which costs next to nothing. The model needs"
        f" {embedding / 1000:,.0f} s of CPU time for as many passages, by {SAMPLE} of them in this"
        " run.",
        "",
    ]


def _embedding_ms(work: Work, size: int) -> float:
    """Milliseconds of CPU that embedding `size` passages takes at the pace of the first SAMPLE."""
    chosen = settings_of.load()
    model = encoder_of.load(chosen.encoder, cache=chosen.var, threads=0)
    texts = [f"{row.document.title}\n{row.passage.text}" for row in generate.passages(SAMPLE)]
    model.encode_passages(texts[: SAMPLE // 10])
    return timed(lambda: model.encode_passages(texts))[1] * size / SAMPLE


def write(corpus: Path, rows: Iterable[Row]) -> int:
    """Keep the documents of `rows` as records; how many they are."""
    count = 0
    for record, original in _records(rows):
        version_id = record.current.version_id
        records.write(corpus, record, originals={version_id: original})
        count += 1
    return count


def _records(rows: Iterable[Row]) -> Iterator[tuple[Record, bytes]]:
    for document, group in groupby(rows, key=lambda row: row.document):
        passages = [row.passage for row in group]
        text = "\n\n".join(passage.text for passage in passages)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        version_id = f"v-{sha256[:12]}"
        version = Version(
            version_id=version_id,
            doc_id=document.doc_id,
            text=text,
            origin=TextOrigin.CAPTURED,
            passages=records.with_ids(
                replace(passage, version_id=version_id) for passage in passages
            ),
            sha256=sha256,
            original="original.txt",
            media_type="text/plain",
            captured_at="2026-01-01T00:00:00+00:00",
        )
        yield Record(document=document, versions=(version,)), text.encode()


def _add(corpus: Path) -> None:
    """Keep one document whose first passage is WORD."""
    (first, *_) = generate.passages(1)
    document = replace(first.document, doc_id=ADDED)
    passage = replace(first.passage, doc_id=ADDED, text=WORD, start=0, end=len(WORD))
    write(corpus, [replace(first, document=document, passage=passage)])


def _found(settings: Settings, encoder: SeededEncoder) -> None:
    """Build, open what was published and search WORD; fails if that does not find it."""
    build(settings, encoder=encoder)
    searcher = Searcher(open_index(open_served(settings.var)), encoder)
    page = searcher.search(query.parse(WORD, mode=Mode.KEYWORD))
    assert [hit.document.doc_id for hit in page.hits] == [ADDED]
