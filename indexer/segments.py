"""The folders of a generation's segments: old ones are linked, a new one is written."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from archive import columns, texts, vectors
from archive.annotation import stored as annotations
from archive.annotation.annotate import Annotator
from archive.annotation.nearness import Nearness
from archive.encoder import Encoder
from archive.keyword import segment as words
from archive.rows import Row
from indexer.embed import embed, pieces
from indexer.embedding_cache import EmbeddingCache

# Called with a stage, how much of it is done, and of how much (0 where that is not known). The
# stages are read, analyse, embed, write, verify.
Progress = Callable[[str, int, int], None]

ID_DIGITS = 12


def segment_id(keys: Iterable[bytes]) -> str:
    """`s` and the first 12 hex digits of the SHA-256 of the rows' keys in order."""
    return "s" + hashlib.sha256(b"".join(keys)).hexdigest()[:ID_DIGITS]


def link(source: Path, target: Path) -> None:
    """Give the files below `source` a second name below `target`, a folder that is not there.

    Nothing is copied, except on disks without hard links. Raises OSError.
    """
    for below, _, names in os.walk(source):
        folder = target / Path(below).relative_to(source)
        folder.mkdir(parents=True)
        for name in names:
            try:
                (folder / name).hardlink_to(Path(below, name))
            except OSError:
                shutil.copyfile(Path(below, name), folder / name)


def write(
    folder: Path,
    rows: Sequence[Row],
    *,
    encoder: Encoder | None,
    embeddings: Path,
    progress: Progress,
    annotator: Annotator | None = None,
) -> None:
    """Write the segment of `rows` into `folder`, with vectors if there is an `encoder`.

    Without an `annotator` no positions are found. `embeddings` is the folder of the embedding
    cache. Raises OSError or an ArchiveError.
    """
    folder.mkdir(parents=True)
    progress("write", 0, len(rows))
    texts.write(folder, rows)
    columns.write(folder, rows)
    progress("write", len(rows), len(rows))
    words.write(folder, rows, progress=_counted("analyse", len(rows), progress))
    near = None
    if encoder is not None:
        total = len(pieces(rows)[0])
        with EmbeddingCache(embeddings, encoder.identity) as cache:
            owners, matrix = embed(
                rows, encoder=encoder, cache=cache, progress=_counted("embed", total, progress)
            )
            if annotator is not None:
                taught = Nearness.of(
                    annotator.rules, weights_sha256=encoder.identity.weights_sha256
                )
                near = taught.of_rows(owners, matrix, len(rows)) if taught else None
        vectors.write(folder, owners=owners, matrix=matrix)
    if annotator is not None:
        annotations.write(folder, rows, annotator, nearness=near)


def _counted(stage: str, total: int, progress: Progress) -> Callable[[int], None]:
    """Turn "so many more" into "so many of `total`"."""
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        progress(stage, done, total)

    progress(stage, 0, total)
    return more
