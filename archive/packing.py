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
from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.citation.of_row import of_document, of_passage, passage_address
from archive.citation.runs import plain
from archive.citation.styles import STYLES, formatted
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

{title}
{permalink}
Read on {accessed}, index {generation_id}, version SHA-256 {sha256}

passages/         the cited passages, word for word, a file each
passages.json     the same with page, number and place in the text
document.json     what the archive knows of the document
citations.txt     the document and each passage in six styles of citation
citations/        the same for reference managers
manifest.json     the SHA-256 of every file
verify.py         checks all of it: python3 verify.py
{more}"""
_WHOLE = """original/         the document as it was captured
text.txt          its text; the passages stand in it at their places
"""
_NOT_WHOLE = "The original is not in the pack: its rights are not known to allow that.\n"
_DIGEST = (
    "The archive holds a digest of this document, not its text. Do not quote it as the text.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version as the corpus keeps it: its text, and the captured bytes by their name."""

    text: str
    name: str
    original: bytes


def is_open(rights: str) -> bool:
    """Whether what is known of the rights lets anybody pass the document on."""
    return _OPEN.match(rights.strip()) is not None


def kept_version(corpus: Path, row: Row) -> Kept | None:
    """The captured version of `row` from the corpus; None where it may not be passed on.

    None too where the corpus does not hold that very version, by the hash of its bytes.
    """
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


def evidence_pack(
    rows: Sequence[Row], *, address: str, accessed: date, generation_id: str, kept: Kept | None
) -> bytes:
    """The zip of the passages in `rows`, all of one document; same input, same bytes."""
    citation = of_document(rows[0], address=address, accessed=accessed)
    files = {**_passages(rows, address), **_citations(rows, address, accessed)}
    files["document.json"] = _json(document_json(rows[0], citation.permalink))
    if kept is not None:
        files["text.txt"] = kept.text.encode("utf-8")
        files[f"original/{kept.name}"] = kept.original
    files["README.txt"] = _readme(citation, generation_id, is_whole=kept is not None).encode()
    manifest = {
        "permalink": citation.permalink,
        "read_on": accessed.isoformat(),
        "generation_id": generation_id,
        "version_sha256": rows[0].sha256,
        "original": f"original/{kept.name}" if kept else None,
        "files": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
    }
    files["manifest.json"] = _json(manifest)
    files["verify.py"] = Path(pack_check.__file__).read_bytes()
    return _zip(files, accessed)


def _passages(rows: Sequence[Row], address: str) -> dict[str, bytes]:
    found = {
        f"passages/{row.passage.passage_id}.txt": row.passage.text.encode("utf-8") for row in rows
    }
    listed = [passage_json(row, passage_address(address, row.passage.passage_id)) for row in rows]
    return {**found, "passages.json": _json(listed)}


def _citations(rows: Sequence[Row], address: str, accessed: date) -> dict[str, bytes]:
    cited = [of_document(rows[0], address=address, accessed=accessed)]
    cited += [of_passage(row, address=address, accessed=accessed) for row in rows]
    files = {}
    for citation in cited:
        passage = citation.passage
        name = passage.passage_id if passage else "document"
        for form in FORMATS.values():
            files[f"citations/{name}.{form.suffix}"] = form.write(citation).encode("utf-8")
    files["citations.txt"] = "\n".join(map(_in_all_styles, cited)).encode("utf-8")
    return files


def _in_all_styles(citation: Citation) -> str:
    lines = [citation.permalink]
    for style in STYLES:
        found = formatted(citation, style)
        lines.append(f"{found.label}: {plain(found.reference)}")
        if found.mention:
            lines.append(f"{found.label}, in the text: {plain(found.mention)}")
    return "\n".join([*lines, ""])


def _readme(citation: Citation, generation_id: str, *, is_whole: bool) -> str:
    more = _DIGEST if citation.is_digest else _WHOLE if is_whole else _NOT_WHOLE
    return _README.format(
        title=citation.title,
        permalink=citation.permalink,
        accessed=citation.accessed.isoformat(),
        generation_id=generation_id,
        sha256=citation.sha256,
        more=more,
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
