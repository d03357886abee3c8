"""What holds for every record, before it is written and after it is read."""

import re
from datetime import date, datetime
from pathlib import Path

from archive.model import Document, Passage, Version
from archive.record_fields import fault
from archive.seals import LIST

# The version id of a catalogue record's digest; never a captured version's.
DIGEST_ID = "digest"
# The file of a record that holds its document.
RECORD = "record.toml"
# File names of a version's folder that its original cannot have.
TEXT, PASSAGES, PROVENANCE = "text.txt", "passages.jsonl", "provenance.toml"
CAPTURE = "capture.warc.gz"
RESERVED = frozenset({TEXT, PASSAGES, PROVENANCE, CAPTURE, LIST.lower()})
ORIGINAL_NAME_MAX_BYTES = 255  # NAME_MAX of Linux file systems

# "xxxviii" and "A-1234" are shorter.
_FOLIO_CHARACTERS = 12
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# An address that can be a link: of the web, with a host, and nothing that could end the link.
_WEB = re.compile(
    r"""https?://[^\s/?#<>"\\\x00-\x20\x7f]+[^\s<>"\\\x00-\x20\x7f]*""", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?", re.ASCII)


def check_document(document: Document, where: object) -> None:
    """Raise RecordError, beginning with `where`, for a field that cannot be kept.

    That is a doc_id or a date of another form, or a checked address that is not of the web.
    """
    if not _ID.fullmatch(document.doc_id):
        raise fault(where, f"doc_id '{document.doc_id}' is not 1-100 of a-z, 0-9 and '-'")
    for name in ("issued", "issued_inferred"):
        value: str = getattr(document, name)
        if value and not _is_date(value):
            raise fault(where, f"{name} '{value}' is not a date YYYY, YYYY-MM or YYYY-MM-DD")
    if document.url_checked and document.url and not _WEB.fullmatch(document.url):
        raise fault(where, f"url '{document.url:.100}' is checked, and is no http(s) address")


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    try:
        date.fromisoformat(match[1] + (match[2] or "-01") + (match[3] or "-01"))
    except ValueError:
        return False
    return True


def instant_of(version: Version) -> datetime | None:
    """When the version was captured, or None if it does not say so with an offset."""
    try:
        instant = datetime.fromisoformat(version.captured_at)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _is_original_name(name: str) -> bool:
    plain = name == Path(name).name and not name.startswith(".") and "\0" not in name
    reserved = name.lower() in RESERVED
    return plain and not reserved and 0 < len(name.encode()) <= ORIGINAL_NAME_MAX_BYTES


def check_version(version: Version, where: object) -> None:
    """Raise RecordError, beginning with `where`, for a captured version that cannot be kept.

    Every passage and every link's anchor stands in the text exactly where it says.
    """
    if not _ID.fullmatch(version.version_id) or version.version_id == DIGEST_ID:
        raise fault(where, f"version_id '{version.version_id}' is not usable")
    if not _SHA256.fullmatch(version.sha256):
        raise fault(where, f"sha256 '{version.sha256}' is not 64 hexadecimal digits")
    if instant_of(version) is None:
        raise fault(where, f"captured_at '{version.captured_at}' is no ISO instant with offset")
    if not _is_original_name(version.original):
        raise fault(where, f"original '{version.original}' is no plain file name")
    if len({passage.passage_id for passage in version.passages}) != len(version.passages):
        raise fault(where, "two passages have one passage_id")
    for number, passage in enumerate(version.passages, start=1):
        _check_passage(passage, version, where=f"{where}: passage {number}")


def _check_passage(passage: Passage, version: Version, *, where: str) -> None:
    if (passage.doc_id, passage.version_id) != (version.doc_id, version.version_id):
        raise fault(where, f"it belongs to {passage.doc_id}/{passage.version_id}")
    if not passage.passage_id:
        raise fault(where, "it has no passage_id")
    start, end = passage.start, passage.end
    if not 0 <= start <= end or version.text[start:end] != passage.text:
        raise fault(where, f"the text at {start}:{end} is not the passage's text")
    _check_numbers(passage, version, where=where)
    for link in passage.links:
        if not 0 <= link.start <= link.end or version.text[link.start : link.end] != link.anchor:
            raise fault(where, f"the text at {link.start}:{link.end} is not '{link.anchor}'")


def _check_numbers(passage: Passage, version: Version, *, where: str) -> None:
    if passage.page is not None and passage.page < 1:
        raise fault(where, f"page {passage.page} is below 1")
    if len(passage.folio) > _FOLIO_CHARACTERS:
        raise fault(where, f"folio '{passage.folio:.40}' is too long for a page's number")
    for called in passage.calls:
        if not 0 <= called <= len(version.text):
            raise fault(where, f"it is called at {called}, which is outside the text")
    if passage.called_again and passage.called_at is None:
        raise fault(where, "it is called again, and nowhere first")
    if passage.confidence is not None and not 0 <= passage.confidence <= 100:
        raise fault(where, f"confidence {passage.confidence} is not 0-100 per cent")
