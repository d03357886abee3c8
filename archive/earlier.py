"""The earlier versions of documents in a generation, and what became of their passages."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from archive import json_lines, letters, string_lines
from archive.json_lines import JsonLines
from archive.letters import Letters
from archive.lineage import Fate, Verdict, trace
from archive.model import Passage, Record, TextOrigin, Version
from archive.records import catalogue_record
from archive.rows import Row, passage_of
from archive.string_lines import StringLines

STORED = "earlier.jsonl"
_HEADS = STORED, "earlier_offsets.npy"
# A passage with its fate in each line.
_PASSAGES = "earlier_passages.jsonl", "earlier_passage_offsets.npy"
_DOC_IDS = "earlier_doc_ids.json"
# Numbers of strings, and the line that each stands in.
_OF_IDS = "earlier_names.npy", "earlier_lines.npy"
# Without the printed numbers of passages, and with them.
_LETTERS = "earlier_letters", "earlier_numbered"
# Raised when tracing changes, so that no fate is reused that would be another now.
TRACER = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of a version that is not searched any more, without its passages.

    `key` is the SHA-256 of what the fates of these were made from, in hexadecimal.
    """

    doc_id: str
    version_id: str
    origin: TextOrigin
    captured_at: str
    sha256: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion(Head):
    """A version that is not searched any more, its passages in order, and the fate of each."""

    passages: tuple[Passage, ...]
    fates: tuple[Fate, ...]

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
    json_lines.write(folder, _HEADS, map(_head, versions))
    pairs = (pair for one in versions for pair in zip(one.passages, one.fates, strict=True))
    both = ({"passage": asdict(passage), "fate": asdict(fate)} for passage, fate in pairs)
    json_lines.write(folder, _PASSAGES, both)
    ids = [{one.doc_id, *(passage.passage_id for passage in one.passages)} for one in versions]
    string_lines.write(folder, _OF_IDS, ids)
    doc_ids = [one.doc_id for one in versions]
    (folder / _DOC_IDS).write_text(json.dumps(doc_ids, ensure_ascii=False), encoding="utf-8")
    for name, read in zip(_LETTERS, (_texts, _numbered), strict=True):
        letters.write(folder / name, map(read, versions))


def _head(version: EarlierVersion) -> dict[str, Any]:
    return {field.name: getattr(version, field.name) for field in fields(Head)}


def is_current(folder: Path) -> bool:
    """Whether this program would write the same files as there are in `folder`."""
    return not (folder / STORED).exists() or (folder / _LETTERS[1]).exists()


def _texts(version: EarlierVersion) -> list[str]:
    return [passage.text for passage in version.passages]


def _numbered(version: EarlierVersion) -> list[str]:
    """The texts behind their numbers; of a version without numbers none, which are nothing new."""
    is_numbered = any(passage.number for passage in version.passages)
    return [passage.printed for passage in version.passages] if is_numbered else []


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier versions in a generation; lines are read when asked for.

    `heads` are of versions, `passages` of those of each, one version behind the other; `ids` are
    the documents' and passages' ids. For looking through their words, `doc_ids` is the document of
    each version, `letters` those of its passages, and `numbered` those of its passages behind the
    printed numbers, if it has any.
    """

    heads: JsonLines
    passages: JsonLines
    ids: StringLines
    doc_ids: tuple[str, ...]
    letters: Letters
    numbered: Letters

    @classmethod
    def open(cls, folder: Path) -> "Earlier":
        """Map what `write` made in `folder`; an older program wrote versions with their passages.

        Those have no letters.
        """
        has_any, of_lines = (folder / STORED).exists(), folder / _DOC_IDS
        return cls(
            heads=JsonLines.open(folder, _HEADS),
            passages=JsonLines.open(folder, _PASSAGES),
            ids=StringLines.open(folder, _OF_IDS) if has_any else StringLines.none(),
            doc_ids=tuple(json.loads(of_lines.read_bytes())) if of_lines.exists() else (),
            letters=Letters.open(folder / _LETTERS[0]),
            numbered=Letters.open(folder / _LETTERS[1]),
        )

    def of_document(self, doc_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions of a document, oldest first."""
        return tuple(one for one in self._named(doc_id) if one.doc_id == doc_id)

    def of_passage(self, passage_id: str) -> tuple[EarlierVersion, ...]:
        """The earlier versions that have a passage of that id, oldest first."""
        return tuple(one for one in self._named(passage_id) if one.passage(passage_id))

    def all(self) -> tuple[EarlierVersion, ...]:
        """Every version, in the order they were written."""
        return tuple(self._version(line) for line in range(len(self.heads)))

    def head(self, line: int) -> Head:
        """The version in a line, without its passages."""
        found = self.heads[line]
        return Head(**{**found, "origin": TextOrigin(found["origin"])})

    def passage(self, line: int, number: int) -> Passage:
        """The passage of that number, from 0, of the version in a line."""
        return passage_of(self.passages[self.letters.pieces(line)[number]]["passage"])

    def _named(self, name: str) -> list[EarlierVersion]:
        return [self._version(int(line)) for line in self.ids.of(name)]

    def _version(self, line: int) -> EarlierVersion:
        found = self.heads[line]
        if "passages" not in found:  # which an older program wrote with the version
            both = [self.passages[number] for number in self.letters.pieces(line)]
            found["passages"] = [one["passage"] for one in both]
            found["fates"] = [one["fate"] for one in both]
        found["origin"] = TextOrigin(found["origin"])
        found["passages"] = tuple(map(passage_of, found["passages"]))
        found["fates"] = tuple(map(_fate, found["fates"]))
        return EarlierVersion(**found)


def _fate(fields: Mapping[str, Any]) -> Fate:
    return Fate(
        passage_id=fields["passage_id"],
        verdict=Verdict(fields["verdict"]),
        passage_ids=tuple(fields["passage_ids"]),
        is_certain=fields["is_certain"],
        alternatives=tuple(fields["alternatives"]),
    )
