"""A generation opened for reading: its rows, columns, postings and vectors as one index."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import cites, decisions, leads, ledger, statements, thesaurus
from archive.annotation.decided import Decided, by_row
from archive.annotation.stored import Annotations
from archive.cites import Cites
from archive.columns import Columns
from archive.earlier import Earlier
from archive.encoder import Encoder
from archive.followed import follow
from archive.generation import Generation
from archive.keyword.evaluate import KeywordLane
from archive.keyword.index import KeywordIndex
from archive.ledger import Mark
from archive.link_states import Known
from archive.naming import Names
from archive.nearness import Peers, common, groups, sampled
from archive.nodes import DateRange, Match
from archive.rows import Row
from archive.texts import Texts
from archive.tombstones import Tombstones
from archive.vectors import VectorIndex, Vectors, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Every array read-only and shared: any number of threads may read it at once.

    `live` (rows,) bool. `peers` are the live rows that have a vector, `common` (dimension,)
    float32 what of their vectors is left out. `statements` has for each document that editors
    grouped all of its group, `statement_of` (documents,) int64 one number for each group. `vectors`
    is None for a generation without them.
    """

    generation: Generation
    live: NDArray[np.bool_]
    columns: Columns
    words: KeywordLane
    vectors: VectorIndex | None
    peers: Peers
    common: NDArray[np.float32]
    texts: tuple[Texts, ...]
    bases: tuple[int, ...]
    names: Names
    earlier: Earlier
    cites: Cites
    leads: Mapping[str, tuple[Known, ...]]
    annotations: Annotations
    marks: tuple[Mark, ...]
    statements: Mapping[str, tuple[str, ...]]
    statement_of: NDArray[np.int64]
    tombstones: Tombstones

    def row(self, number: int) -> Row:
        """Return row `number`, counted through all segments."""
        return row_of(self.texts, self.bases, number)


def row_of(texts: Sequence[Texts], bases: Sequence[int], number: int) -> Row:
    """Row `number` of segments whose first rows have the numbers `bases`."""
    segment = bisect_right(bases, number) - 1
    return texts[segment].row(number - bases[segment])


def open_index(generation: Generation) -> Opened:
    """Map the arrays of a verified `generation`."""
    folders = [generation.segment(segment_id) for segment_id in generation.segment_ids]
    masks = [generation.live(segment_id) for segment_id in generation.segment_ids]
    live = np.concatenate([np.zeros(0, dtype=bool), *masks])
    sizes = [len(mask) for mask in masks]
    columns = Columns.open(folders, live)

    def metadata(condition: Match | DateRange) -> NDArray[np.bool_]:
        if isinstance(condition, DateRange):
            return columns.rows_dated(condition)
        return columns.rows_having(condition.column, [condition.value])

    bases = tuple(int(base) for base in np.cumsum([0, *sizes])[:-1])
    texts = tuple(Texts.open(folder) for folder in folders)
    earlier = Earlier.open(generation.folder)
    grouped = statements.load(generation.folder)
    vectors = _vectors(generation, folders, sizes)

    def decided() -> dict[int, Decided]:
        made = decisions.load(generation.folder)
        named = follow((one.passage_id for one in made), columns=columns, earlier=earlier)
        rows = {name: one.row for name, one in named.items() if one.row is not None}
        return by_row(made, rows, lambda number: row_of(texts, bases, number).passage)

    return Opened(
        generation=generation,
        live=live,
        columns=columns,
        words=KeywordLane(KeywordIndex.open(folders, sizes, live), metadata),
        vectors=vectors,
        peers=_peers(columns, live if vectors is None else live & vectors.having),
        common=_common(columns, live, vectors),
        texts=texts,
        bases=bases,
        names=Names(thesaurus.load(generation.folder)),
        earlier=earlier,
        cites=cites.load(generation.folder),
        leads=leads.load(generation.folder),
        annotations=Annotations(generation.folder, folders, bases, decided),
        marks=ledger.load(generation.folder),
        statements=grouped,
        statement_of=statements.numbers(columns.doc_ids, grouped),
        tombstones=Tombstones.open(generation.folder),
    )


def _vectors(generation: Generation, folders: list[Path], sizes: list[int]) -> VectorIndex | None:
    if generation.encoder is None:
        return None
    bases = np.cumsum([0, *sizes])[:-1].tolist()
    return VectorIndex([Vectors.open(folder) for folder in folders], bases, sum(sizes))


def _peers(columns: Columns, measured: NDArray[np.bool_]) -> Peers:
    rows = np.flatnonzero(measured)
    in_group = groups(columns.language_of_row[rows], columns.lengths[rows])
    return Peers(rows=run(rows), in_group=in_group.astype(np.intp))


def _common(
    columns: Columns, live: NDArray[np.bool_], vectors: VectorIndex | None
) -> NDArray[np.float32]:
    """What is left out; a single 0 where no row has a vector."""
    windows = np.zeros((0, 0), dtype=np.float32)
    if vectors is not None:
        windows, _ = vectors.windows_of(sampled(live, columns.id_rank))
    return common(windows) if len(windows) else np.zeros(1, dtype=np.float32)


def is_made_by(generation: Generation, encoder: Encoder) -> bool:
    """Whether `encoder` made the generation's vectors, or one that makes the same."""
    made_with = generation.encoder
    return made_with is not None and type(encoder.identity)(**made_with).key == encoder.identity.key
