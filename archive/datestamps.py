"""Since when each document has been as it is: what harvesters ask for, kept beside the index.

A generation only says when all of it was built. Here each document keeps the instant at which it
last changed, and each of its passages the instant since when it is there. A document that was
withdrawn stays known for good, since the generation itself has its tombstone; without the file
beside the index all of them count as changed once.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from archive import durable
from archive.opened import Opened
from archive.tombstones import Tombstone

NAME = "datestamps.json"
# The columns that sets are made of.
SET_COLUMNS = ("theme", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A document as it was seen last.

    `key` is the SHA-256 of its rows, empty once it is gone; `changed_at` an instant in UTC with
    whole seconds (`2026-11-03T09:00:00Z`); `values` what it has in each of SET_COLUMNS; `since`
    pairs of an instant and the ids, with a space between, of the passages that are there since
    then, by the instant.
    """

    key: str
    changed_at: str
    values: tuple[tuple[str, str], ...] = ()
    since: tuple[tuple[str, str], ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether the document is not in the index any more."""
        return not self.key

    def since_of(self, passage_id: str) -> str:
        """Since when the passage is there; the document's own instant where that is not known."""
        known = (instant for instant, names in self.since if passage_id in names.split())
        return next(known, self.changed_at)


def seen(opened: Opened) -> dict[str, Stamp]:
    """Each document of a generation by its id, as changed when that was built.

    Those that were withdrawn are there too, as deleted.
    """
    columns = opened.columns
    keys = np.concatenate(
        [np.zeros((0, 32), dtype=np.uint8), *(texts.keys for texts in opened.texts)]
    )
    order = np.argsort(columns.document_of_row, kind="stable")
    owners = columns.document_of_row[order]
    bounds = np.searchsorted(owners, np.arange(len(columns.doc_ids) + 1))
    built_at = _whole_seconds(opened.generation.manifest.built_at)
    found = {
        doc_id: Stamp(key="", changed_at=built_at, values=_sets_of(stone))
        for doc_id, stone in opened.tombstones.by_document.items()
    }
    for number, doc_id in enumerate(columns.doc_ids):
        rows = order[bounds[number] : bounds[number + 1]]
        content = b"".join(sorted(row.tobytes() for row in keys[rows]))
        names = sorted(name.decode() for name in columns.passage_ids[rows].tolist())
        found[doc_id] = Stamp(
            key=hashlib.sha256(content).hexdigest(),
            changed_at=built_at,
            values=_values(opened, number),
            since=((built_at, " ".join(names)),),
        )
    return found


def _sets_of(stone: Tombstone) -> tuple[tuple[str, str], ...]:
    themes = [("theme", value) for value in sorted(set(stone.themes))]
    return (*themes, *(("publisher", value) for value in sorted(set(stone.publishers))))


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
        since = old.since if old is not None and is_same else _since(old, stamp, moment)
        after[doc_id] = replace(stamp, changed_at=changed_at, since=since)
    for doc_id, old in before.items():
        if doc_id not in now:
            gone = Stamp(key="", changed_at=moment, values=old.values)
            after[doc_id] = old if old.is_deleted else gone
    return after


def _since(old: Stamp | None, new: Stamp, moment: str) -> tuple[tuple[str, str], ...]:
    """The passages of `new`: those of `old` keep their instants, the others have `moment`."""
    pairs = old.since if old is not None else ()
    known = {name: instant for instant, names in pairs for name in names.split()}
    by_instant: dict[str, list[str]] = {}
    for _, names in new.since:
        for name in names.split():
            by_instant.setdefault(known.get(name, moment), []).append(name)
    return tuple((instant, " ".join(by_instant[instant])) for instant in sorted(by_instant))


def read(var: Path) -> dict[str, Stamp]:
    """The stamps kept in `var`; none where there is no file or it cannot be read."""
    try:
        stored = json.loads((var / NAME).read_bytes())
        return {
            doc_id: Stamp(
                key=fields["key"],
                changed_at=fields["changed_at"],
                values=tuple((column, value) for column, value in fields["values"]),
                since=tuple((instant, names) for instant, names in fields["since"]),
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
