"""What the records hold for a generation: read where they changed, remembered where not."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import cites, earlier, link_states, records, rows, tombstones, withdrawals
from archive.cites import Gathering
from archive.earlier import EarlierVersion
from archive.errors import RecordError
from archive.rows import Row
from archive.tombstones import Tombstone
from indexer import seen
from indexer.seen import Contents, Seen


@dataclass(frozen=True, slots=True)
class _Traced:
    """Earlier versions whose passages' fates are known, by key and by the SHA-256 of each."""

    by_key: dict[str, EarlierVersion]
    by_sha256: dict[str, EarlierVersion]


def _sha256(version: EarlierVersion) -> str:
    return hashlib.sha256(repr(version).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the records hold, in corpus order.

    `wanted` has the document of each row by the row's key. Of a record that was withdrawn there
    is a tombstone alone. `changed` names the records that were written while they were read.
    """

    wanted: dict[bytes, str] = field(default_factory=dict)
    before: list[EarlierVersion] = field(default_factory=list)
    gathering: Gathering = field(default_factory=Gathering)
    stones: list[Tombstone] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    _rows: dict[bytes, Row] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    def rows(self, corpus: Path, keys: Sequence[bytes]) -> list[Row]:
        """The rows of `keys`; the records of those that were only remembered are read now.

        Raises RecordError for a record that is damaged or was changed meanwhile.
        """
        remembered = {self.wanted[key] for key in keys if key not in self._rows}
        for doc_id in sorted(remembered):
            made = rows.of_record(records.read(corpus / doc_id))
            self._rows.update({row.key: row for row in made})
        for key in keys:
            if key not in self._rows:
                raise RecordError(
                    f"{corpus / self.wanted[key]}: was changed while it was read; build again."
                )
        return [self._rows[key] for key in keys]

    def _take(self, doc_id: str, contents: Contents, traced: _Traced) -> None:
        for passage_id in contents.passage_ids:
            if passage_id in self._owners:
                raise RecordError(
                    f"The passage id '{passage_id}' stands in {self._owners[passage_id]} and again "
                    f"in {doc_id}; take the later one in again."
                )
            self._owners[passage_id] = doc_id
        self.wanted.update(dict.fromkeys(contents.keys, doc_id))
        self.before.extend(traced.by_sha256[one] for one in contents.earlier)
        self.gathering.add(doc_id, contents.said)

    def _read(self, folder: Path, traced: _Traced) -> Contents | None:
        """Read one record; of a withdrawn one nothing is taken but its tombstone."""
        record = records.read(folder)
        withdrawal = withdrawals.read(folder)
        if withdrawal is not None:
            self.stones.append(tombstones.of_record(record, withdrawal))
            return None
        made = {row.key: row for row in rows.of_record(record)}
        before = {_sha256(one): one for one in earlier.of_record(record, traced.by_key)}
        self._rows.update(made)
        traced.by_sha256.update(before)
        return Contents(
            keys=tuple(made),
            passage_ids=tuple(row.passage.passage_id for row in made.values()),
            earlier=tuple(before),
            said=cites.said_by(record, link_states.read(folder)),
        )


def read(
    corpus: Path,
    looked: Mapping[str, Seen],
    *,
    traced: Sequence[EarlierVersion],
    progress: Callable[[int], None],
) -> Reading:
    """Read each record of `looked` whose contents are not remembered.

    `traced` are earlier versions with their passages' fates, which are taken over; `progress` is
    told of the number of each record. Raises RecordError for a damaged record or a passage id
    used twice.
    """
    found = Reading()
    known = _Traced({one.key: one for one in traced}, {_sha256(one): one for one in traced})
    for number, (doc_id, one) in enumerate(looked.items(), start=1):
        progress(number)
        contents = one.contents
        if contents is None or not known.by_sha256.keys() >= {*contents.earlier}:
            contents = found._read(corpus / doc_id, known)
            is_as_seen = seen.is_as_seen(corpus / doc_id, one)
            if not is_as_seen:
                found.changed.append(doc_id)
            is_settled = one.is_settled and is_as_seen
            found.seen[doc_id] = replace(one, contents=contents, is_settled=is_settled)
        else:
            found.seen[doc_id] = one
        if contents is not None:
            found._take(doc_id, contents, known)
    return found
