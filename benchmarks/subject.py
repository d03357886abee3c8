"""The archive's index over some passages, with the questions that are asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.encoder import Encoder
from archive.generation import open_generation
from archive.opened import Opened, open_index
from archive.rows import Row
from archive.search import Searcher
from benchmarks.generate import questions
from indexer.evaluate.temporary import build_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One built index and what its rivals need to build theirs."""

    name: str
    rows: Sequence[Row]
    questions: Sequence[str]
    opened: Opened
    searcher: Searcher

    @property
    def segment(self) -> Path:
        """The folder of its only segment."""
        (segment_id,) = self.opened.generation.segment_ids
        return self.opened.generation.segment(segment_id)


def index(name: str, rows: Sequence[Row], *, encoder: Encoder, folder: Path, asked: int) -> Subject:
    """Build the archive's index over `rows` in `folder`, with `asked` questions from their texts.

    The embedding cache is in `folder` too, so that seeded vectors never reach the real one.
    """
    build_rows(rows, folder, encoder=encoder, embeddings=folder / "embeddings", progress=_silent)
    opened = open_index(open_generation(folder))
    return Subject(
        name=name,
        rows=rows,
        questions=questions([row.passage.text for row in rows], asked),
        opened=opened,
        searcher=Searcher(opened, encoder),
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches a benchmark."""
