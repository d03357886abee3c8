"""The manifest of a generation: what was built from what, with the SHA-256 of every file."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.errors import GenerationError

# The layout of a generation's folder; raised when a file's form changes, so that an older or
# newer program refuses the folder instead of misreading it.
FORMAT = 3
NAME = "manifest.json"
ID_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """One immutable segment: `rows` stored in it, `live_rows` of them still wanted."""

    segment_id: str
    rows: int
    live_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file: its path below the generation's folder with `/`, and the SHA-256 in hex."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation holds; everything but `built_at` and `built_with` makes its id.

    `encoder` is the identity of the model (None: keyword only), `analysers` the version of the
    word analysis, `corpus_digest` that of the records. `documents` and `passages` count what is
    live. `built_at` is an ISO 8601 instant in UTC, `built_with` names programs and versions.
    """

    encoder: Mapping[str, Any] | None
    analysers: str
    corpus_digest: str
    documents: int
    passages: int
    segments: tuple[SegmentEntry, ...]
    files: tuple[FileEntry, ...]
    built_at: str
    built_with: str
    format_version: int = FORMAT

    @property
    def generation_id(self) -> str:
        """`g` and the first 12 hex digits of the SHA-256 of the content."""
        content = asdict(self)
        del content["built_at"], content["built_with"]
        return "g" + hashlib.sha256(_canonical(content)).hexdigest()[:ID_DIGITS]


def dump(manifest: Manifest) -> bytes:
    """The manifest as canonical JSON under a seal, the SHA-256 of the rest."""
    body = asdict(manifest)
    return _canonical({"manifest": body, "seal": hashlib.sha256(_canonical(body)).hexdigest()})


def read(folder: Path) -> Manifest:
    """The manifest in `folder`; raises GenerationError if it is absent, altered or foreign."""
    path = folder / NAME
    try:
        content = path.read_bytes()
        body = json.loads(content)["manifest"]
        format_version = body["format_version"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise GenerationError(
            f"The manifest {path} cannot be read ({error}); run `archive build`."
        ) from error
    if format_version != FORMAT:
        raise GenerationError(
            f"{folder.name} is of format {format_version}, this program reads format {FORMAT}; "
            "run `archive build`."
        )
    manifest = _parse(body, path=path)
    if dump(manifest) != content:
        raise GenerationError(f"The manifest {path} was altered; run `archive build`.")
    return manifest


def paths(folder: Path) -> tuple[str, ...]:
    """Every file below `folder` but its manifest, by its path with `/`, sorted; no links."""
    found = [Path(below, name) for below, _, names in os.walk(folder) for name in names]
    inside = [path for path in found if path != folder / NAME and not path.is_symlink()]
    return tuple(sorted(path.relative_to(folder).as_posix() for path in inside))


def entry(folder: Path, path: str) -> FileEntry:
    """Size and SHA-256 of the file at `path` below `folder`; raises OSError."""
    with (folder / path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size_bytes = os.fstat(stream.fileno()).st_size
    return FileEntry(path=path, size_bytes=size_bytes, sha256=digest)


def _parse(body: Mapping[str, Any], *, path: Path) -> Manifest:
    try:
        return Manifest(
            **{
                **body,
                "segments": tuple(SegmentEntry(**segment) for segment in body["segments"]),
                "files": tuple(FileEntry(**file) for file in body["files"]),
            }
        )
    except (TypeError, LookupError) as error:
        raise GenerationError(
            f"The manifest {path} is not one of this program's ({error}); run `archive build`."
        ) from error


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
