"""Takes catalogue records from a list in JSON Lines into the corpus, line by line."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive import records
from archive.errors import RecordError
from archive.model import Document
from archive.record_checks import check_document
from archive.record_fields import built, fault

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
    """The document a line describes; null is the same as leaving a field out.

    Raises RecordError, beginning with `where`, that names the field and its value.
    """
    if len(line) > LINE_MAX_BYTES:
        raise fault(where, f"the line is longer than {LINE_MAX_BYTES} bytes")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise fault(where, f"it is no JSON ({error})") from error
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
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            document = document_of(line, where)
            state = _state(document, planned.get(document.doc_id), corpus)
            if state is State.REPLACED and not replace:
                raise RecordError(
                    f"{where}: doc_id '{document.doc_id}' is there with other fields; "
                    "use --replace to replace them."
                )
            if state is not State.UNCHANGED and not dry_run:
                records.write(corpus, records.catalogue_record(document))
        except RecordError as error:
            yield Outcome(state=State.FAILED, size_bytes=len(line), message=str(error))
            continue
        planned[document.doc_id] = document
        yield Outcome(state=state, size_bytes=len(line))


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
