"""A generation of rows that are no records, for a collection that is only measured."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from archive import durable, keyword
from archive import manifest as manifests
from archive.encoder import Encoder
from archive.manifest import Manifest, SegmentEntry
from archive.rows import Row
from indexer import publish, segments
from indexer.segments import Progress


def build_rows(
    rows: Sequence[Row], var: Path, *, encoder: Encoder, embeddings: Path, progress: Progress
) -> str:
    """Build `rows` into one segment, publish it in `var` and return the generation's id.

    `embeddings` is the folder of the embedding cache, which may belong to another `var`. Raises
    BuildInProgressError, OSError or another ArchiveError.
    """
    with publish.lock(var):
        staged = var / publish.STAGING / "new"
        name = segments.segment_id(row.key for row in rows)
        durable.make_folder(staged / "live")
        segments.write(
            staged / "segments" / name,
            rows,
            encoder=encoder,
            embeddings=embeddings,
            progress=progress,
        )
        np.save(staged / "live" / f"{name}.npy", np.ones(len(rows), dtype=np.bool_))
        manifest = Manifest(
            encoder=encoder.identity.as_dict(),
            analysers=keyword.VERSION,
            corpus_digest="",
            documents=len({row.document.doc_id for row in rows}),
            passages=len(rows),
            segments=(SegmentEntry(segment_id=name, rows=len(rows), live_rows=len(rows)),),
            files=tuple(manifests.entry(staged, path) for path in manifests.paths(staged)),
            built_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            built_with=f"Python {platform.python_version()}",
        )
        return publish.publish(var, staged, manifest)
