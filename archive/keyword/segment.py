"""One segment's words: their postings as a Whoosh index, and as arrays that need no Whoosh."""

from collections.abc import Callable, Sequence
from pathlib import Path

from archive.keyword import postings, whoosh_files
from archive.keyword.occurrences import collect
from archive.rows import Row

_FOLDER = "whoosh"


def write(folder: Path, rows: Sequence[Row], progress: Callable[[int], None] | None = None) -> None:
    """Analyse `rows` into a Whoosh index in `folder` and the same postings as arrays beside it.

    `progress` is told of each row that was analysed.
    """
    place = folder / _FOLDER
    place.mkdir(parents=True)
    fields = collect(rows, progress)
    postings.write(folder, fields)
    whoosh_files.write(place, fields, rows=len(rows))
