"""Load an encoder by its name or folder, exporting the model at the first time."""

import tempfile
from pathlib import Path

from archive.encoder import sources
from archive.encoder.export import export, made_once
from archive.encoder.exported import ExportedEncoder, is_exported
from archive.encoder.identity import Encoder

# Counted up when an export is made or read in another way, so that an old one is not used.
EXPORT_FORMAT = 5


def load(name_or_folder: str, *, cache: Path, threads: int = 1) -> Encoder:
    """The encoder called `name_or_folder`: `minilm`, `e5`, a folder, or a name in the hub's cache.

    The first time, which takes half a minute, the model is loaded by sentence-transformers and
    exported into `cache/models/<name>-<hash>-<format>`; from then on torch is not needed.
    `threads` is how many cores one call may use, 0 for all: 1 where many requests are served at
    once. Nothing is ever downloaded. Raises EncoderError where the model is absent, altered or
    unreadable.
    """
    source = sources.find(name_or_folder)
    target = cache / "models" / f"{source.name}-{source.sha256[:16]}-{EXPORT_FORMAT}"
    if not is_exported(target):
        with made_once(target) as scratch, tempfile.TemporaryDirectory() as unpacked:
            if scratch:
                export(source.name, source.folder(Path(unpacked)), scratch)
    return ExportedEncoder(target, threads=threads)
