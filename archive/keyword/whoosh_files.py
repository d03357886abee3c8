"""A Whoosh index written from sorted postings, so that nothing is pooled, pickled and sorted."""

import shutil
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.compat import dumps
from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.system import pack_int, pack_ushort
from whoosh.util.numeric import length_to_byte

from archive.keyword.postings import FieldPostings

NAME = "MAIN"
# Postings in a block and zlib's level of it: Whoosh's own.
BLOCK = 128
COMPRESSION = 3
# Bytes below which a block is not worth compressing; most terms stand in a row or two.
SHORTEST_COMPRESSED = 100


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A Whoosh field of terms that were analysed before."""

    indexed = True
    stored = False
    scorable = True
    unique = False
    vector = None
    column_type = None
    analyzer = None
    spelling = False
    multitoken_query = "default"

    def __init__(self, *, with_positions: bool) -> None:
        self.format = formats.Positions() if with_positions else formats.Frequency()
        self.with_positions = with_positions


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with a fixed segment name, so that equal rows give equal files."""

    def new_segment(self, storage: Storage, indexname: str) -> W3Segment:
        """Return a segment with a name that is not drawn by chance."""
        return W3Segment(self, indexname, segid="0" * 16)

    def field_writer(self, storage: Storage, segment: W3Segment) -> "_FieldWriter":
        """Return a writer that takes whole lists of postings."""
        return _FieldWriter(self, storage, segment)


def write(folder: Path, postings: Sequence[FieldPostings], rows: int) -> None:
    """Write `postings`, of `rows` rows, as a Whoosh index of one segment into `folder`."""
    storage, codec = FileStorage(str(folder)), _Codec()
    schema = fields.Schema()
    for field in postings:
        schema.add(field.name, _Terms(with_positions=field.has_positions))
    segment = codec.new_segment(storage, NAME)
    lengths = {field.name: _lengths(field, rows) for field in postings}
    columns = [(name, schema[name], sizes.tolist()) for name, sizes in lengths.items()]
    per_row = codec.per_document_writer(storage, segment)
    for row in range(rows):
        per_row.start_doc(row)
        for name, kind, sizes in columns:
            per_row.add_field(name, kind, None, sizes[row])
        per_row.finish_doc()
    per_row.close()
    writer = codec.field_writer(storage, segment)
    for field in postings:
        writer.add_field(field, schema[field.name], lengths[field.name])
    writer.close()
    segment.set_doc_count(rows)
    index.TOC(schema, [segment], 1).write(storage, NAME)
    shutil.rmtree(folder / f"{NAME}.tmp")


def _lengths(field: FieldPostings, rows: int) -> NDArray[np.int64]:
    """How many words of the field each row has: (rows,) int64."""
    return np.bincount(field.rows, weights=field.counts, minlength=rows).astype(np.int64)


class _Block(NamedTuple):
    """Up to BLOCK postings of one term: where they stand in the field's arrays, and their bounds.

    `first` and `last` are rows; `fewest`, `most` and `total` are of the counts; `shortest` and
    `longest` are the lengths of rows.
    """

    begin: int
    end: int
    first: int
    last: int
    fewest: int
    most: int
    total: int
    shortest: int
    longest: int


def _blocks(field: FieldPostings, lengths: NDArray[np.int64]) -> Iterator[list[_Block]]:
    """The blocks of each term in turn; `lengths` is (rows,) int64, in words."""
    begins, ends, firsts = _bounds(field)
    sizes = lengths[field.rows]
    columns = (
        *(begins, ends, field.rows[begins], field.rows[ends - 1]),
        *(np.minimum.reduceat(field.counts, begins), np.maximum.reduceat(field.counts, begins)),
        np.add.reduceat(field.counts, begins, dtype=np.int64),
        *(np.minimum.reduceat(sizes, begins), np.maximum.reduceat(sizes, begins)),
    )
    blocks = list(map(_Block._make, zip(*(column.tolist() for column in columns), strict=True)))
    return (blocks[first:after] for first, after in pairwise(firsts.tolist()))


def _bounds(field: FieldPostings) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Where each block begins and ends among the postings; each term's first block, and the end."""
    sizes = np.diff(field.ends, prepend=0)
    blocks = -(-sizes // BLOCK)
    firsts = np.append(0, np.cumsum(blocks))
    nth = np.arange(firsts[-1]) - np.repeat(firsts[:-1], blocks)
    begins = np.repeat(field.ends - sizes, blocks) + nth * BLOCK
    return begins, np.minimum(begins + BLOCK, np.repeat(field.ends, blocks)), firsts


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Whoosh's writer of terms and postings, which takes a whole field at a time."""

    def add_field(self, field: FieldPostings, kind: _Terms, lengths: NDArray[np.int64]) -> None:
        """Write all postings of `field`; `lengths` is (rows,) int64, in words."""
        if not field.terms:
            return
        self.start_field(field.name, kind)
        prefix = pack_ushort(self._fieldid)
        content = _Content.of(field, kind.format)
        for term, blocks in zip(field.terms, _blocks(field, lengths), strict=True):
            self._tindex.add(prefix + term, self._add_term(content, blocks))
        self.finish_field()

    def _add_term(self, content: "_Content", blocks: list[_Block]) -> bytes:
        """Write the postings of one term, and return what the term dictionary says of them."""
        parts = [WHOOSH3_HEADER_MAGIC]
        for block in blocks:
            packed = content.packed(block)
            # The last block of a term is told by a negative length.
            length = -len(packed) if block is blocks[-1] else len(packed)
            parts += [pack_int(length), packed]
        written = b"".join(parts)
        found = W3TermInfo(
            weight=float(sum(block.total for block in blocks)),
            df=blocks[-1].end - blocks[0].begin,
            minlength=min(block.shortest for block in blocks),
            maxlength=max(block.longest for block in blocks),
            maxweight=float(max(block.most for block in blocks)),
            minid=blocks[0].first,
            maxid=blocks[-1].last,
        )
        found.set_extent(self._postfile.tell(), len(written))
        self._postfile.write(written)
        told: bytes = found.to_bytes()
        return told


class _Content(NamedTuple):
    """What a field's blocks hold, posting by posting, as Whoosh's reader of postings takes it.

    `steps` (postings,) int32 from row to row; `counts` (postings,) uint16, which `numbers` has
    four bytes each; `values` the packed positions where there are any.
    """

    steps: NDArray[np.int32]
    counts: NDArray[np.uint16]
    numbers: bytes
    values: Sequence[bytes] | None

    @classmethod
    def of(cls, field: FieldPostings, kind: formats.Format) -> "_Content":
        """The contents of `field`, whose postings are of the format `kind`."""
        return cls(
            steps=np.diff(field.rows, prepend=np.int32(0)),
            counts=field.counts,
            numbers=field.counts.astype(">u4").tobytes(),
            values=_positions(field, kind) if field.has_positions else None,
        )

    def packed(self, block: _Block) -> bytes:
        """What is known of the block, and the block itself."""
        begin, end, first, last = block[:4]
        steps = (first, *self.steps[begin + 1 : end].tolist()) if end - begin > 1 else (first,)
        weights: float | tuple[float, ...] | None = None
        if block.fewest < block.most:
            weights = tuple(self.counts[begin:end].astype(np.float32).tolist())
        elif block.most > 1:
            weights = float(block.most)
        numbers = self.numbers[4 * begin : 4 * end]
        values = numbers if self.values is None else tuple(self.values[begin:end])
        packed = dumps((steps, weights, values))
        level = COMPRESSION if len(packed) >= SHORTEST_COMPRESSED else 0
        known = (
            *(end - begin, last, float(block.most), level),
            *(length_to_byte(block.shortest), length_to_byte(block.longest)),
        )
        head: bytes = dumps(known)
        return head + (zlib.compress(packed, level) if level else packed)


def _positions(field: FieldPostings, kind: formats.Format) -> list[bytes]:
    """The positions of each posting, packed; most have one only, which is packed once."""
    ends = np.cumsum(field.counts, dtype=np.int64)
    firsts = field.positions[ends - field.counts]
    alone = [kind.encode([position]) for position in range(int(field.positions.max()) + 1)]
    packed = list(map(alone.__getitem__, firsts.tolist()))
    for posting in np.flatnonzero(field.counts > 1).tolist():
        end = int(ends[posting])
        places = field.positions[end - int(field.counts[posting]) : end]
        packed[posting] = kind.encode(places.tolist())
    return packed
