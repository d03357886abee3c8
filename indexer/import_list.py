"""Takes catalogue records from a list in JSON Lines or CSV into the corpus, line by line."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from archive import records
from archive.errors import RecordError
from archive.model import Document
from archive.record_checks import check_document
from archive.record_fields import built, fault
from indexer import csv_rows

CSV = ".csv"
# A line becomes one record.toml, which has the same limit.
LINE_MAX_BYTES = records.TOML_MAX_BYTES

_LANGUAGE = re.compile(r"[a-z]{2}|und")
_URL = re.compile(r"https?://[^\s<>\"]+|")


class State(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one line; `message` says why it failed, `size_bytes` is the line's."""

    state: State
    size_bytes: int
    message: str = ""


def document_of(line: bytes, where: str) -> Document:
    """The document a line of JSON describes; null is the same as leaving a field out.

    Raises RecordError, beginning with `where`, that names the field and its value.
    """
    if len(line) > LINE_MAX_BYTES:
        raise fault(where, f"the line is longer than {LINE_MAX_BYTES} bytes")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        if line.lstrip().startswith((b"[", b"]")):
            raise fault(where, "it is a list; write a record a line, without brackets") from error
        raise fault(where, f"it is no JSON ({error})") from error
    return _document(values, where)


def _document(values: object, where: str) -> Document:
    if isinstance(values, dict):
        values = {name: value for name, value in values.items() if value is not None}
    document = built(Document, values, where=where)
    check_document(document, where)
    if not document.title.strip():
        raise fault(where, "title is empty")
    if not document.digest.strip():
        raise fault(where, "digest is empty")
    if not _LANGUAGE.fullmatch(document.language):
        raise fault(where, f"language '{document.language}' is no ISO 639-1 code nor 'und'")
    if not _URL.fullmatch(document.url):
        raise fault(where, f"url '{document.url}' is no http or https address")
    return document


def outcomes(
    path: Path, corpus: Path, *, replace: bool = False, dry_run: bool = False
) -> Iterator[Outcome]:
    """Take in each line of `path`, and say what became of it, in order; empty lines are skipped.

    A document that is there already with other fields is refused unless `replace`; its captured
    versions stay in either case. With `dry_run` nothing is written.
    """
    planned: dict[str, Document] = {}
    for where, size_bytes, described in _described(path):
        if isinstance(described, RecordError):
            yield Outcome(state=State.FAILED, size_bytes=size_bytes, message=str(described))
            continue
        try:
            state = _state(described, planned.get(described.doc_id), corpus)
            if state is State.REPLACED and not replace:
                raise RecordError(
                    f"{where}: doc_id '{described.doc_id}' is there with other fields; "
                    "use --replace to replace them."
                )
            if state is not State.UNCHANGED and not dry_run:
                records.write(corpus, records.catalogue_record(described))
        except RecordError as error:
            yield Outcome(state=State.FAILED, size_bytes=size_bytes, message=str(error))
            continue
        planned[described.doc_id] = described
        yield Outcome(state=state, size_bytes=size_bytes)


def _described(path: Path) -> Iterator[tuple[str, int, Document | RecordError]]:
    """The place and size of each line that is not empty, and the document or what is wrong."""
    if path.suffix.lower() == CSV:
        for where, size_bytes, values in csv_rows.rows(path, most_bytes=LINE_MAX_BYTES):
            yield where, size_bytes, _tried(_document, values, where)
        return
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            where = f"{path}:{number}"
            yield where, len(line), _tried(document_of, line, where)


_Given = TypeVar("_Given")


def _tried(
    reader: Callable[[_Given, str], Document], given: _Given | RecordError, where: str
) -> Document | RecordError:
    """What `reader` makes of a line, or the fault that it or the line has."""
    if isinstance(given, RecordError):
        return given
    try:
        return reader(given, where)
    except RecordError as error:
        return error


def _lines(path: Path) -> Iterable[bytes]:
    """The lines, each cut just above the limit; the rest of a longer one is passed over."""
    with path.open("rb") as file:
        while line := file.readline(LINE_MAX_BYTES + 1):
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(LINE_MAX_BYTES)
            yield line


def _state(document: Document, planned: Document | None, corpus: Path) -> State:
    folder = corpus / document.doc_id
    if planned is None and not folder.exists():
        return State.ADDED
    kept = planned or records.read(folder).document
    return State.UNCHANGED if kept == document else State.REPLACED
