"""The earlier versions of documents in a generation, and what became of their passages."""

import hashlib
import json
import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.lineage import Fate, Verdict, trace
from archive.model import Passage, Record, TextOrigin, Version
from archive.records import catalogue_record
from archive.rows import Row, passage_of

STORED = "earlier.jsonl"
_OFFSETS = "earlier_offsets.npy"
_NAMES = "earlier_names.npy"
_LINES = "earlier_lines.npy"
# Raised when tracing changes, so that no fate is reused that would be another now.
TRACER = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion:
    """A version that is not searched any more, its passages in order, and the fate of each.

    `key` is the SHA-256 of what the fates were made from, in hexadecimal.
    """

    doc_id: str
    version_id: str
    origin: TextOrigin
    captured_at: str
    sha256: str
    passages: tuple[Passage, ...]
    fates: tuple[Fate, ...]
    key: str

    def passage(self, passage_id: str) -> tuple[Passage, Fate] | None:
        """The passage of that id with its fate, if this version has it."""
        both = zip(self.passages, self.fates, strict=True)
        return next((one for one in both if one[0].passage_id == passage_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A passage of an earlier version, its fate, and the rows that hold its words now."""

    version: EarlierVersion
    passage: Passage
    fate: Fate
    now: tuple[Row, ...]


def of_record(record: Record, known: Mapping[str, EarlierVersion]) -> tuple[EarlierVersion, ...]:
    """The versions of a record before its current one, oldest first, traced into that.

    Fates are taken from `known` (earlier versions by key) where those are of the same texts. The
    digest that stood for a document before its text was captured is its first version.
    """
    current = record.current
    versions = record.versions[:-1]
    if current.origin is TextOrigin.CAPTURED and record.document.digest.strip():
        versions = (*catalogue_record(record.document).versions, *versions)
    return tuple(_traced(version, current, known) for version in versions)


def _traced(
    version: Version, current: Version, known: Mapping[str, EarlierVersion]
) -> EarlierVersion:
    old, new = _ordered(version.passages), _ordered(current.passages)
    key = _key(old, new)
    found = known.get(key)
    return EarlierVersion(
        doc_id=version.doc_id,
        version_id=version.version_id,
        origin=version.origin,
        captured_at=version.captured_at,
        sha256=version.sha256,
        passages=old,
        fates=found.fates if found else trace(old, new),
        key=key,
    )


def _ordered(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.start, passage.end)))


def _key(old: Sequence[Passage], new: Sequence[Passage]) -> str:
    """SHA-256 of all that `trace` looks at."""
    sides = [[[one.passage_id, one.text] for one in side] for side in (old, new)]
    return hashlib.sha256(json.dumps([TRACER, sides]).encode()).hexdigest()


def write(folder: Path, versions: Sequence[EarlierVersion]) -> None:
    """Write `versions`, in the order of the corpus and of their age, into `folder`.

    Where there are none, nothing is written.
    """
    if not versions:
        return
    lines = [json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) for one in versions]
    content = [line.encode() + b"\n" for line in lines]
    named = sorted(
        (_number(name), line)
        for line, one in enumerate(versions)
        for name in {one.doc_id, *(passage.passage_id for passage in one.passages)}
    )
    (folder / STORED).write_bytes(b"".join(content))
    np.save(folder / _OFFSETS, np.cumsum([0, *map(len, content)], dtype=np.int64))
    np.save(folder / _NAMES, np.array([number for number, _ in named], dtype=np.uint64))
    np.save(folder / _LINES, np.array([line for _, line in named], dtype=np.int32))


def _number(name: str) -> int:
    """The first 8 bytes of the name's SHA-256."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier versions in a generation; lines are read when asked for.

    `offsets` (versions + 1,) int64; `names` (n,) uint64 in order, the hashes of documents' and
    passages' ids, and `lines` (n,) int32, the version that each stands in.
    """

    content: bytes | mmap.mmap
    offsets: NDArray[np.int64]
    names: NDArray[np.uint64]
    lines: NDArray[np.int32]

    @classmethod
    def open(cls, folder: Path) -> "Earlier":
        """Map what `write` made in `folder`."""
        path = folder / STORED
        if not path.exists():
            nothing = np.zeros(0, dtype=np.int64)
            return cls(b"", nothing, nothing.astype(np.uint64), nothing.astype(np.int32))
        offsets, names, lines = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False)
            for name in (_OFFSETS, _NAMES, _LINES)
        )
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(content, offsets, names, lines)

    def of_document(self, doc_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions of a document, oldest first."""
        return tuple(one for one in self._named(doc_id) if one.doc_id == doc_id)

    def of_passage(self, passage_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions that have a passage of that id, oldest first."""
        return tuple(one for one in self._named(passage_id) if one.passage(passage_id))

    def all(self) -> tuple[EarlierVersion, ...]:
        """Every version, in the order they were written."""
        return tuple(self._version(line) for line in range(len(self.offsets) - 1))

    def _named(self, name: str) -> list[EarlierVersion]:
        number = np.uint64(_number(name))
        first = int(np.searchsorted(self.names, number, side="left"))
        last = int(np.searchsorted(self.names, number, side="right"))
        return [self._version(int(line)) for line in self.lines[first:last]]

    def _version(self, line: int) -> EarlierVersion:
        begin, end = int(self.offsets[line]), int(self.offsets[line + 1])
        fields: dict[str, Any] = json.loads(self.content[begin:end])
        fields["origin"] = TextOrigin(fields["origin"])
        fields["passages"] = tuple(passage_of(one) for one in fields["passages"])
        fields["fates"] = tuple(_fate(one) for one in fields["fates"])
        return EarlierVersion(**fields)


def _fate(fields: Mapping[str, Any]) -> Fate:
    return Fate(
        passage_id=fields["passage_id"],
        verdict=Verdict(fields["verdict"]),
        passage_ids=tuple(fields["passage_ids"]),
        is_certain=fields["is_certain"],
        alternatives=tuple(fields["alternatives"]),
    )
