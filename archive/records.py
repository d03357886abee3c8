"""The record folders `corpus/<doc_id>/`: the truth of the archive, written whole or not at all.

corpus/<doc_id>/record.toml                               the document
corpus/<doc_id>/versions/<version_id>/text.txt            the text, UTF-8
corpus/<doc_id>/versions/<version_id>/passages.jsonl      a passage a line, canonical JSON
corpus/<doc_id>/versions/<version_id>/provenance.toml     where the text comes from
corpus/<doc_id>/versions/<version_id>/<original>          the bytes as they were taken in
corpus/<doc_id>/versions/<version_id>/capture.warc.gz     how they were fetched, if they were
corpus/<doc_id>/versions/<version_id>/MANIFEST.sha256     the SHA-256 of each of these files

A document without captured versions is a catalogue record: its digest stands for its text.
"""

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w

from archive import durable, seals
from archive.errors import RecordError
from archive.model import Document, Passage, PassageKind, Record, TextOrigin, Version
from archive.passage_ids import passage_id, with_ids
from archive.record_checks import (
    CAPTURE,
    DIGEST_ID,
    PASSAGES,
    PROVENANCE,
    RECORD,
    TEXT,
    check_document,
    check_version,
    instant_of,
)
from archive.record_fields import built, fault, string

__all__ = [
    "RECORD",
    "catalogue_record",
    "digest_of",
    "folders",
    "lists_of",
    "only_writer",
    "passage_id",
    "read",
    "read_all",
    "sha256_of",
    "with_ids",
    "write",
]

VERSIONS = "versions"
STAGING = ".staging"

# Limits of one record. A text of 50 MB is some 15,000 pages; passages repeat it with their fields.
TOML_MAX_BYTES = 1024 * 1024
TEXT_MAX_BYTES = 50_000_000
PASSAGES_MAX_BYTES = 4 * TEXT_MAX_BYTES

_VERSION_LIMITS = {
    TEXT: TEXT_MAX_BYTES,
    PASSAGES: PASSAGES_MAX_BYTES,
    PROVENANCE: TOML_MAX_BYTES,
}
_PROVENANCE_FIELDS = ("sha256", "media_type", "source", "captured_at", "extractor", "original")
# The fields of a passage that are left out where they are empty.
_LEFT_OUT = (("called_at", None), ("called_again", ()), ("confidence", None), ("folio", ""))
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


def catalogue_record(document: Document) -> Record:
    """The record of a document without captured text: its digest is its one version and passage.

    Raises RecordError if there is no digest either.
    """
    text = document.digest
    if not text.strip():
        raise fault(document.doc_id, "there is neither a captured version nor a digest")
    passage = Passage(
        passage_id="",
        doc_id=document.doc_id,
        version_id=DIGEST_ID,
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.DIGEST,
        language=document.language,
    )
    version = Version(
        version_id=DIGEST_ID,
        doc_id=document.doc_id,
        text=text,
        origin=TextOrigin.DIGEST,
        passages=with_ids((passage,)),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    return Record(document=document, versions=(version,))


# Writing


def write(
    corpus: Path,
    record: Record,
    *,
    originals: Mapping[str, bytes] = _NOTHING,
    captures: Mapping[str, bytes] = _NOTHING,
) -> Path:
    """Keep `record` in its folder of `corpus`, and return that folder.

    `originals` holds the original bytes of each new captured version by its `version_id`, and
    `captures` a WARC of how they were fetched, for those that were.
    Versions that are kept already stay; the document's fields are replaced. Raises RecordError
    if the record cannot be read back as it is, if a kept version would get other bytes, or if
    the disk refuses; then nothing half-written stays.
    """
    document = record.document
    try:
        toml, new = _rendered(record, originals)
        for version_id, capture in captures.items():
            new[version_id][CAPTURE] = capture
        durable.make_folder(corpus)
        with only_writer(corpus) as staging:
            _place(corpus / document.doc_id, toml, new=new, staging=staging)
    except UnicodeEncodeError as error:
        raise fault(document.doc_id, f"a text has no UTF-8 form ({error.reason})") from error
    except OSError as error:
        raise RecordError(
            f"{corpus / document.doc_id}: not written ({error.strerror}); nothing was changed "
            "beyond whole versions, write it again."
        ) from error
    return corpus / document.doc_id


def _rendered(
    record: Record, originals: Mapping[str, bytes]
) -> tuple[bytes, dict[str, dict[str, bytes]]]:
    """The bytes of record.toml, and of each captured version its files by name."""
    document = record.document
    check_document(document, document.doc_id)
    captured = [v for v in record.versions if v.origin is TextOrigin.CAPTURED]
    if not captured and record != catalogue_record(document):
        raise fault(document.doc_id, "the digest version is not the document's digest")
    toml = tomli_w.dumps(asdict(document)).encode()
    if len(toml) > TOML_MAX_BYTES:
        raise fault(document.doc_id, f"{len(toml)} bytes of metadata, above {TOML_MAX_BYTES}")
    return toml, {v.version_id: _version_files(v, document, originals) for v in captured}


def _version_files(
    version: Version, document: Document, originals: Mapping[str, bytes]
) -> dict[str, bytes]:
    where = f"{document.doc_id}/{version.version_id}"
    if version.doc_id != document.doc_id:
        raise fault(where, f"it belongs to '{version.doc_id}'")
    check_version(version, where)
    original = originals.get(version.version_id)
    if original is not None and hashlib.sha256(original).hexdigest() != version.sha256:
        raise fault(where, f"the original's bytes have another sha256 than {version.sha256}")
    provenance = {name: getattr(version, name) for name in _PROVENANCE_FIELDS}
    files = {
        TEXT: version.text.encode(),
        PASSAGES: b"".join(_passage_line(passage) for passage in version.passages),
        PROVENANCE: tomli_w.dumps(provenance).encode(),
    }
    for name, limit in _VERSION_LIMITS.items():
        if len(files[name]) > limit:
            raise fault(where, f"{name} of {len(files[name])} bytes is above {limit}")
    return files if original is None else files | {version.original: original}


def _passage_line(passage: Passage) -> bytes:
    # The folder says which document and version it is; said twice, it could say two things.
    values = asdict(passage)
    del values["doc_id"], values["version_id"]
    # What most passages have not is left out, and passages of before the fields stay as they are.
    for name, empty in _LEFT_OUT:
        if values[name] == empty:
            del values[name]
    line = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return line.encode() + b"\n"


def _place(
    folder: Path, toml: bytes, *, new: Mapping[str, Mapping[str, bytes]], staging: Path
) -> None:
    """Stage what is not kept yet, then rename it into place: versions first, record.toml last."""
    _refuse_links(folder, folder / VERSIONS)
    missing = [version_id for version_id in new if not _is_kept(folder, version_id, new)]
    staged = staging / folder.name
    lists = lists_of(folder)
    for version_id in missing:
        if not new[version_id].keys() - _VERSION_LIMITS.keys() - {CAPTURE}:
            raise fault(f"{folder.name}/{version_id}", "the original's bytes are not given")
        content = seals.listing(new[version_id])
        lists[version_id] = seals.sha256(content)
        _fill(staged / VERSIONS / version_id, {**new[version_id], seals.LIST: content})
    _fill(staged, {RECORD: seals.sealed(toml, lists)})
    durable.sync_tree(staged)
    if not folder.exists():
        durable.rename(staged, folder)
        return
    for version_id in missing:
        durable.make_folder(folder / VERSIONS)
        durable.rename(staged / VERSIONS / version_id, folder / VERSIONS / version_id)
    durable.rename(staged / RECORD, folder / RECORD)


def lists_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of the list of files of each version that is kept and has one."""
    paths = [version / seals.LIST for version in folders(folder / VERSIONS)]
    return {path.parent.name: sha256_of(path) for path in paths if path.is_file()}


def _is_kept(folder: Path, version_id: str, new: Mapping[str, Mapping[str, bytes]]) -> bool:
    kept = folder / VERSIONS / version_id
    _refuse_links(kept)
    if not kept.exists():
        return False
    for name, content in new[version_id].items():
        if not (kept / name).is_file() or (kept / name).read_bytes() != content:
            raise RecordError(
                f"{kept / name}: is kept with other bytes, and a version is never changed; "
                "give the new one another version_id."
            )
    return True


@contextmanager
def only_writer(corpus: Path) -> Iterator[Path]:
    """An empty staging folder, for one writer at a time; a killed writer's leftovers go."""
    lock = os.open(corpus, os.O_RDONLY | os.O_DIRECTORY)
    staging = corpus / STAGING
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if staging.exists():
            shutil.rmtree(staging)
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    finally:
        os.close(lock)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


# Reading


def read(folder: Path) -> Record:
    """The record in `folder`, its captured versions by their instant and then their id.

    Raises RecordError, naming the file and the fault, if anything in it cannot be relied on:
    a folder of another name, a link, a field of another type, a text that is not where the
    passage says, a file above its limit. Whether the originals are unaltered is not looked at.
    """
    _refuse_links(folder, folder / VERSIONS)
    path = folder / RECORD
    document = built(Document, _toml(path), where=path)
    if document.doc_id != folder.name:
        raise fault(path, f"doc_id '{document.doc_id}' is not the folder's name")
    check_document(document, path)
    versions = [_version(path, document.doc_id) for path in folders(folder / VERSIONS)]
    if not versions:
        return catalogue_record(document)
    versions.sort(key=lambda version: (instant_of(version), version.version_id))
    return Record(document=document, versions=tuple(versions))


def read_all(corpus: Path) -> Iterator[Record]:
    """The records of `corpus`, ordered by doc_id; hidden names and loose files are skipped.

    A damaged record raises RecordError when its turn comes; `next` then goes on with the one
    after it. Raises RecordError at once if there is no such folder.
    """
    if not corpus.is_dir():
        raise RecordError(f"There is no corpus at '{corpus}'; set ARCHIVE_CORPUS to its folder.")
    return map(read, folders(corpus))


def digest_of(corpus: Path) -> str:
    """SHA-256, in hexadecimal, over the sorted paths and SHA-256 of all files of all records."""
    lines = []
    for folder in folders(corpus):
        _refuse_links(folder)
        for path in folder.rglob("*"):
            inside = path.relative_to(corpus)
            hidden = any(part.startswith(".") for part in inside.parts)
            if not hidden and (path.is_file() or path.is_symlink()):
                lines.append(f"{inside.as_posix()}\0{sha256_of(path)}\n")
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; raises RecordError for a link, OSError."""
    _refuse_links(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folders(parent: Path) -> list[Path]:
    """The folders in `parent` by name, without hidden ones; none where it does not exist."""
    if not parent.exists():
        return []
    with os.scandir(parent) as entries:
        names = [e.name for e in entries if not e.name.startswith(".") and e.is_dir()]
    return [parent / name for name in sorted(names)]


def _refuse_links(*paths: Path) -> None:
    for path in paths:
        if path.is_symlink():
            raise fault(path, "it is a link, which may lead out of the corpus")


def _content(path: Path, limit: int) -> bytes:
    """The file's bytes; it must be a plain file, no link, of at most `limit` bytes."""
    try:
        # O_NONBLOCK: opening a pipe that someone left there must not hang.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise fault(path, "it is no plain file")
            if status.st_size > limit:
                raise fault(path, f"{status.st_size} bytes are above the limit of {limit}")
            return file.read()
    except OSError as error:
        raise fault(path, f"it cannot be read ({error.strerror})") from error


def _text(path: Path, limit: int) -> str:
    try:
        return _content(path, limit).decode()
    except UnicodeDecodeError as error:
        raise fault(path, f"byte {error.start} is no UTF-8") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path, TOML_MAX_BYTES))
    except (ValueError, RecursionError) as error:
        raise fault(path, f"it is no TOML ({error})") from error


def _version(folder: Path, doc_id: str) -> Version:
    _refuse_links(folder)
    path = folder / PROVENANCE
    provenance = _toml(path)
    if sorted(provenance) != sorted(_PROVENANCE_FIELDS):
        raise fault(path, f"the fields are {sorted(provenance)}, not {list(_PROVENANCE_FIELDS)}")
    version = Version(
        version_id=folder.name,
        doc_id=doc_id,
        text=_text(folder / TEXT, TEXT_MAX_BYTES),
        origin=TextOrigin.CAPTURED,
        passages=_passages(folder / PASSAGES, doc_id),
        **{name: string(value, f"{path}: {name}") for name, value in provenance.items()},
    )
    check_version(version, folder)
    original = folder / version.original
    _refuse_links(original)
    if not original.is_file():
        raise fault(original, "the original is missing")
    return version


def _passages(path: Path, doc_id: str) -> tuple[Passage, ...]:
    passages = []
    lines = _text(path, PASSAGES_MAX_BYTES).split("\n")
    for number, line in enumerate(lines[:-1], start=1):
        where = f"{path}:{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise fault(where, f"it is no JSON ({error})") from error
        given = {"doc_id": doc_id, "version_id": path.parent.name}
        passages.append(built(Passage, values, where=where, given=given))
    if lines[-1]:
        raise fault(path, "the last line is cut off")
    return tuple(passages)
