"""Metadata as arrays: what filters, facets, dates and tie-breaking read without opening a row."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.errors import QueryError
from archive.folding import folded
from archive.model import Document, PassageKind, Voice
from archive.nodes import DateRange
from archive.rows import Row

# Values that are named where one that was typed is none.
MOST_NEAR = 3
_SHORTEST_BEGIN = 3  # letters
FACETS = ("theme", "publisher", "kind", "language", "year")
VOICE = "voice"

_DOCUMENTS = "documents.json"
_DOCUMENT_OF_ROW = "document_of_row.npy"
_PASSAGE_IDS = "passage_ids.npy"
_PASSAGE_KINDS = "passage_kinds.npy"
_VOICES = "voices.npy"
_LENGTHS = "lengths.npy"
# Han, kana and hangul are written without spaces: each sign counts as a word, as in the index.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_KIND_CODES = {kind: code for code, kind in enumerate(PassageKind)}
_VOICE_CODES = {voice: code for code, voice in enumerate(Voice)}
# Later than any date and earlier than any: the ends of an open range, as YYYYMMDD.
_NEVER = 99_999_999
_ALWAYS = 0


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Write the columns of `rows` into `folder`."""
    numbers: dict[str, int] = {}
    documents: list[dict[str, object]] = []
    document_of_row = np.zeros(len(rows), dtype=np.int32)
    for place, row in enumerate(rows):
        doc_id = row.document.doc_id
        if doc_id not in numbers:
            numbers[doc_id] = len(documents)
            documents.append(_values(row.document))
        document_of_row[place] = numbers[doc_id]
    text = json.dumps(documents, ensure_ascii=False, sort_keys=True)
    (folder / _DOCUMENTS).write_text(text, encoding="utf-8")
    np.save(folder / _DOCUMENT_OF_ROW, document_of_row)
    np.save(folder / _PASSAGE_IDS, np.array([row.passage.passage_id for row in rows], dtype="S"))
    kinds = [_KIND_CODES[row.passage.kind] for row in rows]
    voices = [_VOICE_CODES[Voice.QUOTED if row.passage.is_quoted else Voice.OWN] for row in rows]
    np.save(folder / _PASSAGE_KINDS, np.array(kinds, dtype=np.uint8))
    np.save(folder / _VOICES, np.array(voices, dtype=np.uint8))
    lengths = [len(_WORD.findall(row.passage.text)) for row in rows]
    np.save(folder / _LENGTHS, np.array(lengths, dtype=np.int32))


def documents_in(folder: Path) -> frozenset[str]:
    """The ids of all documents that a segment's files hold rows of, wanted ones or not."""
    table = json.loads((folder / _DOCUMENTS).read_text(encoding="utf-8"))
    return frozenset(one["doc_id"] for one in table)


def _values(document: Document) -> dict[str, object]:
    """The values of each column of one document; `date` as (first day, last day)."""
    return {
        "doc_id": document.doc_id,
        "date": day_range(document.date),
        "kind": [document.kind] if document.kind else [],
        "language": [document.language],
        "publisher": list(document.publishers),
        "theme": list(document.themes),
        "year": [document.date[:4]] if document.date else [],
    }


def day_range(date: str) -> tuple[int, int]:
    """The first and the last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as numbers YYYYMMDD.

    An empty date gives an empty range (first after last). Months are taken as 31 days long, which
    only ever compares right. Raises QueryError for anything else.
    """
    if not date:
        return _NEVER, _ALWAYS
    parts = date.split("-")
    widths = [len(part) for part in parts]
    if widths not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdecimal() for part in parts):
        raise QueryError(f"'{date}' is no date; write 2024, 2024-05 or 2024-05-31.")
    first = [*parts, *["01"] * (3 - len(parts))]
    last = [*parts, *["12", "31"][len(parts) - 1 :]]
    return int("".join(first)), int("".join(last))


@dataclass(frozen=True, slots=True)
class Codes:
    """One column over all documents: document d has the codes `codes[starts[d]:starts[d + 1]]`."""

    values: tuple[str, ...]
    starts: NDArray[np.int64]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> "Codes":
        """Number the values of each document; numbers follow the values' alphabetical order."""
        values = tuple(sorted({value for values in lists for value in values}))
        numbers = {value: number for number, value in enumerate(values)}
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(set(values)) for values in lists], out=starts[1:])
        codes = [numbers[value] for values in lists for value in sorted(set(values))]
        return cls(values, starts, np.array(codes, dtype=np.int32))

    def having(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Which documents have any of `wanted`, case ignored: (documents,) bool."""
        caseless = {value.casefold() for value in wanted}
        chosen = np.array([value.casefold() in caseless for value in self.values], dtype=bool)
        hits = np.concatenate([[0], np.cumsum(chosen[self.codes])])
        having: NDArray[np.bool_] = hits[self.starts[1:]] > hits[self.starts[:-1]]
        return having

    def counts(self, documents: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """How many of `documents` ((documents,) bool) have each value, by -count, then value."""
        owners = np.repeat(documents, np.diff(self.starts))
        counts = np.bincount(self.codes[owners], minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")
        return [(self.values[code], int(counts[code])) for code in order if counts[code]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of all segments side by side; dead rows belong to document -1.

    `document_of_row` (rows,) int32; `language_of_row` (rows,) int32, the number of its document's
    language among `codes["language"].values`; `id_rank` (rows,) int64 orders rows by passage id,
    which breaks ties; `lengths` (rows,) int32 in words of the passage alone; `first_day` and
    `last_day` (documents,) int64 as YYYYMMDD.
    """

    doc_ids: tuple[str, ...]
    document_of_row: NDArray[np.int32]
    language_of_row: NDArray[np.int32]
    id_rank: NDArray[np.int64]
    passage_ids: NDArray[np.bytes_]
    passage_kinds: NDArray[np.uint8]
    voices: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    codes: dict[str, Codes]

    @classmethod
    def open(cls, folders: Sequence[Path], live: NDArray[np.bool_]) -> "Columns":
        """Read the columns of the segments in `folders`; `live` is (rows,) bool over all."""
        tables = [_table(folder) for folder in folders]
        local_numbers = [np.load(folder / _DOCUMENT_OF_ROW) for folder in folders]
        documents, document_of_row = _merged(tables, local_numbers, live)
        days = np.array([one.days for one in documents], dtype=np.int64).reshape(-1, 2)
        passage_ids = np.concatenate(_arrays(folders, _PASSAGE_IDS) or [np.zeros(0, dtype="S1")])
        codes = {
            name: Codes.of([one.values[place] for one in documents])
            for place, name in enumerate(FACETS)
        }
        # Every document has one language; the extra -1 is what dead rows, document -1, read.
        language = np.append(codes["language"].codes, np.int32(-1))
        return cls(
            doc_ids=tuple(one.doc_id for one in documents),
            document_of_row=document_of_row,
            language_of_row=language[document_of_row],
            id_rank=np.argsort(np.argsort(passage_ids, kind="stable"), kind="stable"),
            passage_ids=passage_ids,
            passage_kinds=_bytes(folders, _PASSAGE_KINDS),
            voices=_bytes(folders, _VOICES),
            lengths=np.concatenate([np.zeros(0, dtype=np.int32), *_arrays(folders, _LENGTHS)]),
            first_day=days[:, 0],
            last_day=days[:, 1],
            codes=codes,
        )

    def share_in(self, language: str) -> float:
        """The share of the live rows whose documents are in `language`, 0 to 1."""
        values = self.codes["language"].values
        live = int(np.count_nonzero(self.language_of_row >= 0))
        if language not in values or not live:
            return 0.0
        found = np.count_nonzero(self.language_of_row == values.index(language))
        return int(found) / live

    @property
    def is_boilerplate(self) -> NDArray[np.bool_]:
        """Which rows tell about their issuer and not about a subject: (rows,) bool."""
        is_boilerplate: NDArray[np.bool_] = (
            self.passage_kinds == _KIND_CODES[PassageKind.BOILERPLATE]
        )
        return is_boilerplate

    def rows_having(self, column: str, values: Iterable[str]) -> NDArray[np.bool_]:
        """Which rows' documents have any of `values` in `column`: (rows,) bool.

        A `voice` is of the row itself: `own`, or `quoted` where it is somebody else's words.
        """
        if column == VOICE:
            wanted = {value.casefold() for value in values}
            return np.isin(self.voices, [_VOICE_CODES[one] for one in Voice if one in wanted])
        if column not in self.codes:
            columns = ", ".join((*FACETS, VOICE))
            raise QueryError(f"There is no column '{column}'; use one of {columns}.")
        return self._rows_of(self.codes[column].having(values))

    def values_near(self, column: str, typed: str) -> list[str]:
        """The values of a column that begin a word as `typed` does, up to its last two letters.

        At most MOST_NEAR, by -documents, then value; none of a year or a voice, which are no words.
        """
        if column not in self.codes or column == "year":
            return []
        wanted = folded(typed)
        begin = re.compile(rf"\b{re.escape(wanted[: max(_SHORTEST_BEGIN, len(wanted) - 2)])}")
        everywhere = np.ones(len(self.doc_ids), dtype=bool)
        counted = self.codes[column].counts(everywhere)
        near = [value for value, _ in counted if wanted and begin.search(folded(value))]
        return near[:MOST_NEAR]

    def rows_dated(self, dates: DateRange) -> NDArray[np.bool_]:
        """Which rows' documents may be of a day within `dates`: (rows,) bool.

        A document that is only known to be of 2024 is within `2024-05..2024-06`; one without a
        date is within no range.
        """
        first = day_range(dates.low)[0] if dates.low else _ALWAYS
        last = day_range(dates.high)[1] if dates.high else _NEVER
        known = self.first_day <= self.last_day
        return self._rows_of(known & (self.first_day <= last) & (self.last_day >= first))

    def row_of_passage(self, passage_id: str) -> int | None:
        """The number of the live row of `passage_id`; None if it is not there."""
        # Ids are ASCII: what is not cannot be one, and numpy takes no notice of a NUL at the end.
        if not passage_id.isascii() or passage_id.endswith("\0"):
            return None
        is_it = (self.passage_ids == passage_id.encode()) & (self.document_of_row >= 0)
        rows = np.flatnonzero(is_it)
        return int(rows[0]) if len(rows) else None

    def rows_of_document(self, doc_id: str) -> NDArray[np.int64]:
        """The numbers of the live rows of `doc_id`, ascending; none if it is not there."""
        # doc_ids are sorted, so that a binary search finds one.
        number = int(np.searchsorted(np.array(self.doc_ids, dtype=object), doc_id))
        if number == len(self.doc_ids) or self.doc_ids[number] != doc_id:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.document_of_row == number)

    def documents_of(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which documents the live `rows` belong to: (documents,) bool."""
        documents = np.zeros(len(self.doc_ids), dtype=bool)
        documents[self.document_of_row[rows]] = True
        return documents

    def facets(self, documents: NDArray[np.bool_]) -> dict[str, list[tuple[str, int]]]:
        """For each column the values of `documents` ((documents,) bool) with their counts."""
        return {name: self.codes[name].counts(documents) for name in FACETS}

    def _rows_of(self, documents: NDArray[np.bool_]) -> NDArray[np.bool_]:
        # The extra False is what dead rows, document -1, read.
        rows: NDArray[np.bool_] = np.append(documents, False)[self.document_of_row]
        return rows


class _Entry(NamedTuple):
    """What a segment's table says of a document; `values` are in the order of FACETS."""

    doc_id: str
    days: tuple[int, int]
    values: tuple[tuple[str, ...], ...]


def _table(folder: Path) -> list[_Entry]:
    """A segment's documents, each made small as it is read.

    Taken as JSON has them, 12,500 documents would leave the memory of a server with 18 MiB of gaps,
    which every worker then fills for itself.
    """
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}

    def small(one: dict[str, Any]) -> _Entry:
        lists = (tuple(one[name]) for name in FACETS)
        values = tuple(shared.setdefault(found, found) for found in lists)
        return _Entry(one["doc_id"], tuple(one["date"]), values)

    entries: list[_Entry] = json.loads((folder / _DOCUMENTS).read_bytes(), object_hook=small)
    return entries


def _merged(
    tables: Sequence[list[_Entry]],
    local_numbers: Sequence[NDArray[np.int32]],
    live: NDArray[np.bool_],
) -> tuple[list[_Entry], NDArray[np.int32]]:
    """One table of the documents with live rows, by doc_id, and each row's number in it or -1."""
    sizes = [len(numbers) for numbers in local_numbers]
    alive = np.split(live, np.cumsum(sizes)[:-1]) if sizes else []
    documents: dict[str, _Entry] = {}
    for table, numbers, kept in zip(tables, local_numbers, alive, strict=True):
        for number in np.unique(numbers[kept]):
            documents[table[number].doc_id] = table[number]
    ordered = sorted(documents)
    place = {doc_id: number for number, doc_id in enumerate(ordered)}
    of_row = [np.zeros(0, dtype=np.int32)]
    for table, numbers, kept in zip(tables, local_numbers, alive, strict=True):
        moved = np.array([place.get(one.doc_id, -1) for one in table], dtype=np.int32)
        of_row.append(np.where(kept, moved[numbers], -1).astype(np.int32))
    return [documents[doc_id] for doc_id in ordered], np.concatenate(of_row)


def _arrays(folders: Sequence[Path], name: str) -> list[NDArray[Any]]:
    return [np.load(folder / name) for folder in folders]


def _bytes(folders: Sequence[Path], name: str) -> NDArray[np.uint8]:
    return np.concatenate([np.zeros(0, dtype=np.uint8), *_arrays(folders, name)])
