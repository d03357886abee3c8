"""Since when each document has been as it is: what harvesters ask for, kept beside the index.

A generation only says when all of it was built. Here each document keeps the instant at which it
last changed, and one that is gone stays known, for as long as the folder of indexes is kept.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from archive import durable
from archive.opened import Opened

NAME = "datestamps.json"
# The columns that sets are made of.
SET_COLUMNS = ("theme", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A document as it was seen last.

    `key` is the SHA-256 of its rows, empty once it is gone; `changed_at` an instant in UTC with
    whole seconds (`2026-11-03T09:00:00Z`); `values` what it has in each of SET_COLUMNS.
    """

    key: str
    changed_at: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether the document is not in the index any more."""
        return not self.key


def seen(opened: Opened) -> dict[str, Stamp]:
    """Each document of a generation by its id, as changed when that was built."""
    columns = opened.columns
    keys = np.concatenate(
        [np.zeros((0, 32), dtype=np.uint8), *(texts.keys for texts in opened.texts)]
    )
    order = np.argsort(columns.document_of_row, kind="stable")
    owners = columns.document_of_row[order]
    bounds = np.searchsorted(owners, np.arange(len(columns.doc_ids) + 1))
    built_at = _whole_seconds(opened.generation.manifest.built_at)
    found = {}
    for number, doc_id in enumerate(columns.doc_ids):
        rows = keys[order[bounds[number] : bounds[number + 1]]]
        content = b"".join(sorted(row.tobytes() for row in rows))
        found[doc_id] = Stamp(
            key=hashlib.sha256(content).hexdigest(),
            changed_at=built_at,
            values=_values(opened, number),
        )
    return found


def _values(opened: Opened, number: int) -> tuple[tuple[str, str], ...]:
    found = []
    for column in SET_COLUMNS:
        codes = opened.columns.codes[column]
        chosen = codes.codes[codes.starts[number] : codes.starts[number + 1]]
        found += [(column, codes.values[int(code)]) for code in chosen]
    return tuple(found)


def advanced(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps of `now`: what did not change keeps its instant, what is gone gets one.

    A change is never dated before an earlier one, also where an older index is served again: a
    harvester that asks from its last visit on sees it.
    """
    latest = max((one.changed_at for one in before.values()), default="")
    moment = max((one.changed_at for one in now.values()), default=latest)
    if moment <= latest:
        moment = _next_second(latest)
    after = {}
    for doc_id, stamp in now.items():
        old = before.get(doc_id)
        is_same = old is not None and old.key == stamp.key
        changed_at = old.changed_at if old is not None and is_same else moment
        after[doc_id] = Stamp(key=stamp.key, changed_at=changed_at, values=stamp.values)
    for doc_id, old in before.items():
        if doc_id not in now:
            gone = Stamp(key="", changed_at=moment, values=old.values)
            after[doc_id] = old if old.is_deleted else gone
    return after


def read(var: Path) -> dict[str, Stamp]:
    """The stamps kept in `var`; none where there is no file or it cannot be read."""
    try:
        stored = json.loads((var / NAME).read_bytes())
        return {
            doc_id: Stamp(
                key=fields["key"],
                changed_at=fields["changed_at"],
                values=tuple((column, value) for column, value in fields["values"]),
            )
            for doc_id, fields in stored.items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def write(var: Path, stamps: Mapping[str, Stamp]) -> None:
    """Keep the stamps in `var`, whole or not at all; raises OSError."""
    content = json.dumps(
        {doc_id: asdict(stamp) for doc_id, stamp in sorted(stamps.items())}, ensure_ascii=False
    )
    # Several processes may write at once; each prepares a file of its own.
    prepared = var / f".{NAME}.{os.getpid()}"
    durable.write(prepared, content.encode())
    durable.rename(prepared, var / NAME)


def _whole_seconds(instant: str) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _next_second(instant: str) -> str:
    return f"{datetime.fromisoformat(instant) + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
