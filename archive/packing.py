"""An evidence pack: cited passages with citations, hashes and a script that checks it offline."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archive import pack_check, records
from archive.citation.cited import one_line
from archive.citation.formats import FORMATS
from archive.citation.of_row import document_address, of_document, of_passage, passage_address
from archive.citation.together import TOGETHER, in_all_styles
from archive.errors import RecordError
from archive.exchange import document_json, passage_json
from archive.model import TextOrigin
from archive.rows import Row

# What a licence begins with that lets anybody pass a work on. Anything else, also no word about
# rights, keeps the original and the whole text out of the pack.
_OPEN = re.compile(
    r"(https?://creativecommons\.org/(licenses/by(-sa|-nd|-nc|-nc-sa|-nc-nd)?|publicdomain)/"
    r"|CC0\b|CC BY\b|public domain\b)",
    re.IGNORECASE,
)
_README = """Evidence pack of the Archive against Impunity

{documents}
Read on {accessed}, index {generation_id}

passages/         the cited passages, word for word, a file each
passages.json     the same with document, page, number and place in the text
citations.txt     each document and each passage in six styles of citation
citations/        the same for reference managers, alone and together
documents/        for each document and version what the archive knows of it
manifest.json     the SHA-256 of every file
verify.py         checks all of it: python3 verify.py
"""
_WHOLE = "The original and its text are in {folder}."
_NOT_WHOLE = "The original is not in the pack: its rights are not known to allow that."
_DIGEST = "The archive holds a digest of it, not its text. Do not quote that as the text."

# The originals of one pack together; a further one stays out, as one of unknown rights does.
MOST_ORIGINALS_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version as the corpus keeps it: its text, and the captured bytes by their name."""

    text: str
    name: str
    original: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where and when a pack is made: the archive's address, the day, and the index."""

    address: str
    accessed: date
    generation_id: str


def is_open(rights: str) -> bool:
    """Whether what is known of the rights lets anybody pass the document on."""
    return _OPEN.match(rights.strip()) is not None


def kept_versions(corpus: Path, rows: Sequence[Row]) -> dict[str, Kept]:
    """The captured versions of `rows` by version_id, of those that may be passed on.

    None of a version that the corpus does not hold as it was read, by the hash of its bytes.
    """
    found: dict[str, Kept] = {}
    left = MOST_ORIGINALS_BYTES
    for row in rows:
        kept = None if row.passage.version_id in found else _kept_version(corpus, row)
        if kept is not None and len(kept.original) <= left:
            found[row.passage.version_id] = kept
            left -= len(kept.original)
    return found


def _kept_version(corpus: Path, row: Row) -> Kept | None:
    if row.origin is not TextOrigin.CAPTURED or not is_open(row.document.rights):
        return None
    folder = corpus / row.document.doc_id
    try:
        versions = records.read(folder).versions
        version = next(one for one in versions if one.version_id == row.passage.version_id)
        place = folder / records.VERSIONS / version.version_id / version.original
        original = place.read_bytes()
    except (RecordError, OSError, StopIteration):
        return None
    if hashlib.sha256(original).hexdigest() != row.sha256:
        return None
    return Kept(text=version.text, name=version.original, original=original)


def evidence_pack(rows: Sequence[Row], reading: Reading, kept: Mapping[str, Kept]) -> bytes:
    """The zip of the passages in `rows`, of one document or of several; same input, same bytes.

    `kept` has the versions that go in whole, by version_id.
    """
    firsts = list({_folder(row): row for row in reversed(rows)}.values())[::-1]
    files = {**_passages(rows, reading.address), **_citations(rows, firsts, reading)}
    for row in firsts:
        files.update(_document(row, reading.address, kept.get(row.passage.version_id)))
    files["README.txt"] = _readme(firsts, reading, kept).encode()
    manifest = {
        "read_on": reading.accessed.isoformat(),
        "generation_id": reading.generation_id,
        "documents": [_described(row, reading.address, kept) for row in firsts],
        "files": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
    }
    files["manifest.json"] = _json(manifest)
    files["verify.py"] = Path(pack_check.__file__).read_bytes()
    return _zip(files, reading.accessed)


def _folder(row: Row) -> str:
    """The folder of a document's version in the pack."""
    return f"documents/{row.document.doc_id}/{row.passage.version_id}"


def _described(row: Row, address: str, kept: Mapping[str, Kept]) -> dict[str, object]:
    whole = kept.get(row.passage.version_id)
    return {
        "doc_id": row.document.doc_id,
        "version_id": row.passage.version_id,
        "permalink": document_address(address, row.document.doc_id),
        "version_sha256": row.sha256,
        "text": f"{_folder(row)}/text.txt" if whole else None,
        "original": f"{_folder(row)}/original/{whole.name}" if whole else None,
    }


def _document(row: Row, address: str, kept: Kept | None) -> dict[str, bytes]:
    described = document_json(row, document_address(address, row.document.doc_id))
    files = {f"{_folder(row)}/document.json": _json(described)}
    if kept is not None:
        files[f"{_folder(row)}/text.txt"] = kept.text.encode("utf-8")
        files[f"{_folder(row)}/original/{kept.name}"] = kept.original
    return files


def _passages(rows: Sequence[Row], address: str) -> dict[str, bytes]:
    found = {
        f"passages/{row.passage.passage_id}.txt": row.passage.text.encode("utf-8") for row in rows
    }
    listed = [passage_json(row, passage_address(address, row.passage.passage_id)) for row in rows]
    return {**found, "passages.json": _json(listed)}


def _citations(rows: Sequence[Row], firsts: Sequence[Row], reading: Reading) -> dict[str, bytes]:
    address, day = reading.address, reading.accessed
    documents = {
        f"documents/{row.document.doc_id}": of_document(row, address=address, accessed=day)
        for row in firsts
    }
    passages = {
        f"passages/{row.passage.passage_id}": of_passage(row, address=address, accessed=day)
        for row in rows
    }
    files = {
        f"citations/{name}.{form.suffix}": form.write(citation).encode("utf-8")
        for name, citation in {**documents, **passages}.items()
        for form in FORMATS.values()
    }
    for name, write in TOGETHER.items():
        content = write([*passages.values()]).encode("utf-8")
        files[f"citations/passages.{FORMATS[name].suffix}"] = content
    every = [*documents.values(), *passages.values()]
    return {**files, "citations.txt": in_all_styles(every).encode("utf-8")}


def _readme(firsts: Sequence[Row], reading: Reading, kept: Mapping[str, Kept]) -> str:
    shown = []
    for row in firsts:
        more = _NOT_WHOLE
        if row.origin is TextOrigin.DIGEST:
            more = _DIGEST
        elif row.passage.version_id in kept:
            more = _WHOLE.format(folder=_folder(row))
        permalink = document_address(reading.address, row.document.doc_id)
        title = one_line(row.document.shown_title)
        shown.append(f"{title}\n{permalink}\nVersion SHA-256 {row.sha256}\n{more}\n")
    return _README.format(
        documents="\n".join(shown),
        accessed=reading.accessed.isoformat(),
        generation_id=reading.generation_id,
    )


def _json(value: Mapping[str, object] | Sequence[Mapping[str, object]]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _zip(files: Mapping[str, bytes], day: date) -> bytes:
    """The files by name, all dated to the day of reading."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return content.getvalue()
