"""One segment's words: written by Whoosh, then copied into arrays that need no Whoosh to read."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.reading import IndexReader
from whoosh.system import pack_uint

from archive.keyword import postings
from archive.keyword.analysis import (
    Token,
    index_terms,
    sentence_starts,
    tokens,
)
from archive.keyword.schema import (
    ACCENT_MARK,
    EXACT,
    EXACT_TITLE,
    SENTENCE_MARK,
    TITLE_WEIGHT,
    TITLE_WORDS,
    WORDS,
    language_field,
)
from archive.rows import Row

_FOLDER = "whoosh"
_MEMORY_MB = 256

Prepared = Iterable[tuple[str, list[int]]]


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A Whoosh field that takes terms with their positions, already analysed."""

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

    def index(self, value: Prepared, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded posting) for each term of a passage."""
        for term, places in value:
            count = len(places)
            packed = self.format.encode(places) if self.with_positions else pack_uint(count)
            yield term.encode(), count, float(count), packed


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with a fixed segment name, so that equal rows give equal files."""

    def new_segment(self, storage: Storage, indexname: str) -> W3Segment:
        """Return a segment with a name that is not drawn by chance."""
        return W3Segment(self, indexname, segid="0" * 16)


def write(folder: Path, rows: Sequence[Row], progress: Callable[[int], None] | None = None) -> None:
    """Analyse `rows` into a Whoosh index in `folder` and write its postings beside it as arrays.

    `progress` is told of each row that was analysed.
    """
    place = folder / _FOLDER
    place.mkdir(parents=True)
    languages = sorted({row.passage.language for row in rows})
    whoosh_index = index.FileIndex.create(FileStorage(str(place)), _schema(languages), "MAIN")
    writer = whoosh_index.writer(limitmb=_MEMORY_MB, codec=_Codec(), compound=False)
    for row in rows:
        writer.add_document(**_fields(row))
        if progress:
            progress(1)
    writer.commit()
    (place / "MAIN_WRITELOCK").unlink(missing_ok=True)
    reader = whoosh_index.reader()
    try:
        postings.write(folder, _postings(reader))
    finally:
        reader.close()
        whoosh_index.close()


def _schema(languages: Iterable[str]) -> fields.Schema:
    schema = fields.Schema()
    for name in (EXACT, EXACT_TITLE):
        schema.add(name, _Terms(with_positions=True))
    for name in sorted(
        {language_field(f, lang) for f in (WORDS, TITLE_WORDS) for lang in languages}
    ):
        schema.add(name, _Terms(with_positions=False))
    return schema


def _fields(row: Row) -> dict[str, Prepared]:
    language = row.passage.language
    text, title = tokens(row.passage.text), tokens(row.document.title)
    title_words = index_terms(title, language)
    words = title_words * TITLE_WEIGHT + index_terms(text, language)
    return {
        EXACT: _places([*_exact_terms(text), *_sentence_marks(row.passage.text, text)]),
        EXACT_TITLE: _places(_exact_terms(title)),
        language_field(WORDS, language): _places(enumerate(words)),
        language_field(TITLE_WORDS, language): _places(enumerate(title_words)),
    }


def _exact_terms(text_tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Each word at its position, and once more in its accented form where it has accents."""
    for position, token in enumerate(text_tokens):
        yield position, token.term
        if token.accented:
            yield position, f"{token.term}{ACCENT_MARK}{token.accented}"


def _sentence_marks(text: str, text_tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    begins = [token.start for token in text_tokens]
    places = {bisect_left(begins, start) for start in sentence_starts(text)}
    return ((place, SENTENCE_MARK) for place in sorted(places) if place < len(begins))


def _places(terms: Iterable[tuple[int, str]]) -> Prepared:
    places: dict[str, list[int]] = defaultdict(list)
    for position, term in terms:
        places[term].append(position)
    return [(term, found[: postings.MOST_OCCURRENCES]) for term, found in sorted(places.items())]


def _postings(reader: IndexReader) -> Iterator[postings.Posting]:
    """All postings of `reader`, by field, term and row."""
    for field, term in reader.all_terms():
        matcher = reader.postings(field, term)
        with_positions = reader.schema[field].with_positions
        rows, counts, places = [], [], []
        while matcher.is_active():
            rows.append(matcher.id())
            counts.append(int(matcher.weight()))
            if with_positions:
                places.extend(matcher.value_as("positions"))
            matcher.next()
        yield postings.Posting(
            key=postings.key(field, term),
            rows=np.array(rows, dtype=np.int32),
            counts=np.array(counts, dtype=np.uint16),
            positions=np.array(places, dtype=np.int32),
        )
