"""The earlier versions of documents in a generation, and what became of their passages."""

import hashlib
import json
import mmap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import string_lines
from archive.lineage import Fate, Verdict, trace
from archive.model import Passage, Record, TextOrigin, Version
from archive.records import catalogue_record
from archive.rows import Row, passage_of
from archive.string_lines import StringLines
from archive.wording import wording

STORED = "earlier.jsonl"
_OFFSETS = "earlier_offsets.npy"
# Numbers of strings, and the line that each stands in.
_OF_IDS = "earlier_names.npy", "earlier_lines.npy"
_OF_WORDS = "earlier_words.npy", "earlier_word_lines.npy"
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
    (folder / STORED).write_bytes(b"".join(content))
    np.save(folder / _OFFSETS, np.cumsum([0, *map(len, content)], dtype=np.int64))
    ids = [{one.doc_id, *(passage.passage_id for passage in one.passages)} for one in versions]
    string_lines.write(folder, _OF_IDS, ids)
    string_lines.write(folder, _OF_WORDS, map(_words, versions))


def is_current(folder: Path) -> bool:
    """Whether this program would write the same files as there are in `folder`."""
    return not (folder / STORED).exists() or (folder / _OF_WORDS[0]).exists()


def _words(version: EarlierVersion) -> set[str]:
    """The words of a version, with the printed numbers, and as one word what a hyphen parts."""
    found: set[str] = set()
    for passage in version.passages:
        words = wording(f"{passage.number} {passage.text}")
        forms = [words.form(number) for number in range(len(words))]
        found.update(forms)
        found.update(
            before + form
            for (before, form), is_soft in zip(pairwise(forms), words.soft[1:], strict=True)
            if is_soft
        )
    return found


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier versions in a generation; lines are read when asked for.

    `offsets` (versions + 1,) int64; `ids` are the documents' and passages' ids, `words` the words
    of each version.
    """

    content: bytes | mmap.mmap
    offsets: NDArray[np.int64]
    ids: StringLines
    words: StringLines

    @classmethod
    def open(cls, folder: Path) -> "Earlier":
        """Map what `write` made in `folder`; an older program wrote no words."""
        path = folder / STORED
        if not path.exists():
            return cls(b"", np.zeros(0, dtype=np.int64), StringLines.none(), StringLines.none())
        offsets = np.load(folder / _OFFSETS, mmap_mode="r", allow_pickle=False)
        words = StringLines.open(folder, _OF_WORDS) if is_current(folder) else StringLines.none()
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(content, offsets, StringLines.open(folder, _OF_IDS), words)

    def of_document(self, doc_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions of a document, oldest first."""
        return tuple(one for one in self._named(doc_id) if one.doc_id == doc_id)

    def of_passage(self, passage_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions that have a passage of that id, oldest first."""
        return tuple(one for one in self._named(passage_id) if one.passage(passage_id))

    def having(self, words: Collection[str], doc_ids: Iterable[str]) -> Iterator[EarlierVersion]:
        """Yield the versions of documents that have all `words`, the last line first.

        Words are as `archive.wording` normalises them. Without any there is no version.
        """
        found = [self.words.of(word) for word in words]
        lines = reduce(np.intersect1d, found) if found else np.zeros(0, dtype=np.int32)
        if not len(lines):
            return
        of_documents = np.concatenate([lines[:0], *map(self.ids.of, doc_ids)])
        for line in lines[np.isin(lines, of_documents)][::-1].tolist():
            yield self._version(line)

    def all(self) -> tuple[EarlierVersion, ...]:
        """Every version, in the order they were written."""
        return tuple(self._version(line) for line in range(len(self.offsets) - 1))

    def _named(self, name: str) -> list[EarlierVersion]:
        return [self._version(int(line)) for line in self.ids.of(name)]

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
