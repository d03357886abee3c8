"""A row: one passage with its document's metadata, as a generation stores and searches it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from archive.model import Document, Link, LinkState, Passage, PassageKind, Record, TextOrigin, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the index knows of one passage; it needs nothing else to search, show or cite it."""

    document: Document
    passage: Passage
    origin: TextOrigin
    captured_at: str = ""
    sha256: str = ""

    @property
    def key(self) -> bytes:
        """SHA-256 of everything in the row: two rows with one key are the same row."""
        return key_of(dump(self))


def of_record(record: Record) -> tuple[Row, ...]:
    """The rows of a record's current version, in the order of its text."""
    version = record.current
    return tuple(
        Row(
            document=record.document,
            passage=passage,
            origin=version.origin,
            captured_at=version.captured_at,
            sha256=version.sha256,
        )
        for passage in sorted(version.passages, key=lambda passage: (passage.start, passage.end))
    )


def of_records(records: Iterator[Record]) -> Sequence[Row]:
    """The rows of all records, ordered by document id and then by place in the text."""
    ordered = sorted(records, key=lambda record: record.document.doc_id)
    return [row for record in ordered for row in of_record(record)]


# `dataclasses.asdict` copies every value it meets, which took most of the time of a dump.
_DOCUMENT, _PASSAGE, _LINK = (
    tuple(field.name for field in fields(kind)) for kind in (Document, Passage, Link)
)
_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def dump(row: Row) -> bytes:
    """The row as one line of canonical JSON: sorted keys, no spaces, UTF-8."""
    passage = _values(row.passage, _PASSAGE)
    if not passage["called_again"]:
        del passage["called_again"]  # rows of before the field stay as they are
    passage["links"] = [_values(link, _LINK) for link in row.passage.links]
    values = {
        "captured_at": row.captured_at,
        "document": _values(row.document, _DOCUMENT),
        "origin": row.origin,
        "passage": passage,
        "sha256": row.sha256,
    }
    return _encoded(values).encode()


def _values(of: Document | Passage | Link, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def key_of(line: bytes) -> bytes:
    """The key of the row that `dump` gave `line` for: its SHA-256."""
    return hashlib.sha256(line).digest()


def load(line: bytes) -> Row:
    """The row that `dump` wrote."""
    fields: dict[str, Any] = json.loads(line)
    document = fields["document"]
    return Row(
        document=Document(
            **{
                **document,
                "publishers": tuple(document["publishers"]),
                "themes": tuple(document["themes"]),
            }
        ),
        passage=passage_of(fields["passage"]),
        origin=TextOrigin(fields["origin"]),
        captured_at=fields["captured_at"],
        sha256=fields["sha256"],
    )


def passage_of(fields: Mapping[str, Any]) -> Passage:
    """The passage whose fields were written as JSON."""
    links = (Link(**{**link, "state": LinkState(link["state"])}) for link in fields["links"])
    return Passage(
        **{
            **fields,
            "kind": PassageKind(fields["kind"]),
            "voice": Voice(fields["voice"]),
            "links": tuple(links),
            "called_again": tuple(fields.get("called_again", ())),
        }
    )
