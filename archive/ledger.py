"""The ledger of calls: what became of what was asked for, as editors marked it in the corpus."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive import entries
from archive.entries import ADDRESS_CHARACTERS, NAME_CHARACTERS, TEXT_CHARACTERS
from archive.errors import QueryError, RecordError
from archive.record_fields import fault, string

SOURCE, STORED = "calls.toml", "calls.json"
_TABLE = "mark"


class CallState(StrEnum):
    """What became of a call."""

    OPEN = "open"
    PARTLY_MET = "partly-met"
    MET = "met"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One entry: on `date` the call of passage `passage_id` had come to `state`, says `by`.

    `evidence` is in the editor's words, `url` an address and `evidence_id` a passage here that
    show it. `marked_at` is the ISO 8601 instant of the entry.
    """

    passage_id: str
    doc_id: str
    state: CallState
    date: str
    by: str
    marked_at: str
    evidence: str = ""
    url: str = ""
    evidence_id: str = ""


_NAMES = frozenset(field.name for field in fields(Mark))
_NEEDED = ("passage_id", "doc_id", "state", "date", "by", "marked_at")


def checked(mark: Mark) -> Mark:
    """`mark` with its texts on one line each; raises QueryError for a value outside its limits.

    A call is open without evidence; every other state has some.
    """
    found = Mark(
        passage_id=mark.passage_id,
        doc_id=mark.doc_id,
        state=mark.state,
        date=entries.day(mark.date),
        by=entries.line("by", mark.by, most=NAME_CHARACTERS, needed=True),
        marked_at=mark.marked_at,
        evidence=entries.line("evidence", mark.evidence, most=TEXT_CHARACTERS),
        url=_address(entries.line("url", mark.url, most=ADDRESS_CHARACTERS)),
        evidence_id=mark.evidence_id,
    )
    if found.state is not CallState.OPEN and not (found.evidence or found.url or found.evidence_id):
        raise QueryError(
            f"'{found.state}' has no evidence; give a text, an address or a passage that shows it."
        )
    return found


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and not (parts.scheme in ("http", "https") and parts.hostname):
        raise QueryError(f"'{value:.60}' is no address; give one as https://example.org/page.")
    return value


def read(corpus: Path) -> tuple[Mark, ...]:
    """All marks in the order they were made; raises RecordError for a damaged ledger."""
    path = corpus / SOURCE
    return tuple(_mark(one, path) for one in entries.read(path, _TABLE))


def add(corpus: Path, mark: Mark) -> None:
    """Write `mark` behind the others; the caller is the corpus's only writer.

    Raises QueryError for a value outside its limits, RecordError for a damaged ledger, OSError.
    """
    values = {name: str(value) for name, value in asdict(checked(mark)).items() if value}
    entries.append(corpus / SOURCE, _TABLE, values)


def as_bytes(marks: Iterable[Mark]) -> bytes:
    """The marks as they are kept in a generation: canonical JSON."""
    content = [asdict(mark) for mark in marks]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def load(folder: Path) -> tuple[Mark, ...]:
    """The marks that the generation in `folder` was built with; its files are verified."""
    path = folder / STORED
    found = json.loads(path.read_bytes()) if path.exists() else []
    return tuple(_mark(one, path) for one in found)


def _mark(values: Mapping[str, Any], where: Path) -> Mark:
    unknown, missing = values.keys() - _NAMES, set(_NEEDED) - values.keys()
    if unknown or missing:
        named = sorted(unknown | missing)[0]
        raise fault(where, f"a mark has a field '{named:.60}' too much or too few")
    texts: dict[str, Any] = {n: string(value, f"{where}: {n}") for n, value in values.items()}
    try:
        return Mark(**{**texts, "state": CallState(texts["state"])})
    except ValueError as error:
        raise RecordError(f"{where}: '{texts['state']:.60}' is no state of a call.") from error
