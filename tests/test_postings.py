"""The postings as arrays say what Whoosh's own reader says of the same segment."""

from pathlib import Path

import numpy as np
import pytest
from builds import words
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import row
from whoosh.filedb.filestore import FileStorage

from archive.keyword import postings, segment
from archive.keyword.postings import FieldPostings, Postings, key
from archive.rows import Row

Table = dict[bytes, list[tuple[int, int, list[int]]]]


def rows_of_every_kind() -> list[Row]:
    """Texts of five languages, with titles, accents, acronyms, repeated words and nothing."""
    texts = [
        ("en", "AIDS is not aid. " + words("one", 60), "S/RES/1593 on torture"),
        ("en", words("two", 60), "Torture and torture"),
        ("fr", "L'État n'a pas été jugé. Les états d'exception.", "L'impunité"),
        ("es", "La violación y las violaciones. ¿Quién?", ""),
        ("ar", "العَدَالَة للضحايا والعدالة", "العدالة"),
        ("zh", "国际法院 国际", "法院"),
        ("en", "", ""),
        ("en", "victims " * 300, "Victims"),
    ]
    return [row(n, text, language=code, title=title) for n, (code, text, title) in enumerate(texts)]


def by_whoosh(folder: Path) -> Table:
    """Each term's rows with their counts and positions, read by Whoosh from its own files."""
    table: Table = {}
    index = FileStorage(str(folder / "whoosh")).open_index("MAIN")
    reader = index.reader()
    for field, term in reader.all_terms():
        matcher = reader.postings(field, term)
        found = table.setdefault(key(field, term), [])
        while matcher.is_active():
            has_positions = reader.schema[field].with_positions
            places = list(matcher.value_as("positions")) if has_positions else []
            found.append((matcher.id(), int(matcher.value_as("frequency")), places))
            matcher.next()
    reader.close()
    index.close()
    return table


def by_arrays(opened: Postings) -> Table:
    """The same from the arrays."""
    table: Table = {}
    for number in range(len(opened)):
        counts = opened.counts(number).tolist()
        places = opened.positions(number).tolist()
        ends = np.cumsum(counts).tolist() if places else [0] * len(counts)
        begins = [0, *ends[:-1]]
        table[opened[number]] = [
            (one, count, places[a:b])
            for one, count, a, b in zip(
                opened.rows(number).tolist(), counts, begins, ends, strict=True
            )
        ]
    return table


def test_every_posting_is_whoosh_s(tmp_path: Path) -> None:
    """The same terms, rows, counts and positions; no term of the one is missing in the other."""
    many = [row(n, f"Every row, and number {n}.", title="On rows") for n in range(8, 300)]
    segment.write(tmp_path, [*rows_of_every_kind(), *many])
    expected = by_whoosh(tmp_path)
    assert by_arrays(Postings.open(tmp_path)) == expected
    assert {name.split(b"\0")[0].decode() for name in expected} >= {
        "exact",
        "words_ar",
        "words_und",
    }
    assert sum(len(found) for found in expected.values()) > 150


def test_whoosh_knows_what_it_scores_by(tmp_path: Path) -> None:
    """Document frequencies, weights and lengths are those of the postings, over several blocks."""
    rows = [row(n, "court " * (n % 3 + 1), title="The court") for n in range(300)]
    segment.write(tmp_path, [*rows, row(300, "")])
    index = FileStorage(str(tmp_path / "whoosh")).open_index("MAIN")
    with index.reader() as reader:
        found = reader.term_info("words_en", b"court")
        assert (found.doc_frequency(), found.weight()) == (300, 300 * 2 + 600)
        assert (found.min_id(), found.max_id(), found.max_weight()) == (0, 299, 5)
        assert (found.min_length(), found.max_length()) == (5, 7)
        assert reader.doc_count() == 301
        assert [reader.doc_field_length(n, "words_en") for n in range(3)] == [5, 6, 7]
        assert reader.field_length("exact") == 600 + 300  # Each row has one sentence's mark.
    assert sorted(path.suffix for path in (tmp_path / "whoosh").iterdir()) == [
        *[".col"] * 5,
        *[".pst", ".toc", ".trm"],
    ]


def test_equal_rows_give_equal_files(tmp_path: Path) -> None:
    """A segment that is built again can be compared by its digest."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        segment.write(tmp_path / name, rows_of_every_kind())
    files = [path for path in sorted((tmp_path / "one").iterdir()) if path.is_file()]
    assert files
    for path in files:
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_row_is_as_long_as_its_words(tmp_path: Path) -> None:
    """The title counts twice; the lengths of all languages stand in one array."""
    texts = [("en", "victims of torture", "On victims"), ("fr", "d'État", ""), ("en", "", "")]
    rows = [row(n, text, language=code, title=title) for n, (code, text, title) in enumerate(texts)]
    segment.write(tmp_path, rows)
    opened = Postings.open(tmp_path)
    assert opened.lengths("words", 3).tolist() == [3 + 2 * 2, 2, 0]
    assert opened.lengths("title_words", 3).tolist() == [2, 0, 0]
    assert opened.fields() == ["exact", "exact_title", "title_words_en", "words_en", "words_fr"]


@settings(max_examples=40)
@given(
    names=st.sets(st.text("ab\u0301é", max_size=4), max_size=12), wanted=st.text("abé", max_size=2)
)
def test_terms_are_found_by_name_and_by_beginning(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], wanted: str
) -> None:
    """As a search through a sorted list would find them, however many there are."""
    terms = sorted(name.encode() for name in names)
    keys = [key("f", term) for term in terms]
    opened = written(tmp_path_factory.mktemp("postings"), terms)
    sought = key("f", wanted.encode())
    assert opened.find(sought) == (keys.index(sought) if sought in keys else None)
    beginning = [one for one in keys if one.startswith(sought)]
    assert opened.starting(sought, 3) == beginning[:3]
    block, ends = opened.block(sought)
    assert [block[a:b] for a, b in zip([0, *ends], ends, strict=False)] == beginning


def written(folder: Path, terms: list[bytes]) -> Postings:
    """Postings of these terms of the field f, each in row 0 once."""
    size = len(terms)
    field = FieldPostings(
        name="f",
        has_positions=True,
        terms=terms,
        ends=np.arange(1, size + 1),
        rows=np.zeros(size, dtype=np.int32),
        counts=np.ones(size, dtype=np.uint16),
        positions=np.zeros(size, dtype=np.int32),
    )
    postings.write(folder, [field])
    return Postings.open(folder)


@pytest.mark.parametrize("guide", [1, 2, 3, 7, 1_000])
def test_a_term_is_found_between_any_guides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: int
) -> None:
    """At, before and after each of the keys that are kept in memory; what is not there is not."""
    monkeypatch.setattr(postings, "GUIDE", guide)
    terms = [b"%02d" % number for number in range(1, 30, 2)]
    opened = written(tmp_path, terms)
    for number, term in enumerate(terms):
        assert opened.find(key("f", term)) == number
        assert opened.starting(key("f", term), 1) == [key("f", term)]
    for number in range(0, 31, 2):
        assert opened.find(key("f", b"%02d" % number)) is None


def test_the_arrays_cannot_be_written(tmp_path: Path) -> None:
    """They are mapped read-only, so that threads and processes may share them."""
    opened = written(tmp_path, [b"a", b"b"])
    with pytest.raises(ValueError, match="read-only"):
        opened.rows(0)[0] = 7


def test_a_word_said_without_end_is_counted_up_to_the_limit(tmp_path: Path) -> None:
    """Counts are kept in two bytes, and neither turn over nor break the positions."""
    most = postings.MOST_OCCURRENCES
    segment.write(tmp_path, [row(0, "a " * (most + 10) + "b")])
    opened = Postings.open(tmp_path)
    number = opened.find(key("exact", b"a"))
    assert number is not None
    assert opened.counts(number).tolist() == [most]
    assert len(opened.positions(number)) == most
    last = opened.find(key("exact", b"b"))
    assert last is not None
    assert opened.positions(last).tolist() == [most + 10]


def test_a_segment_without_terms_opens(tmp_path: Path) -> None:
    """Rows without a word have postings none the less: none."""
    segment.write(tmp_path, [row(0, ""), row(1, "—")])
    opened = Postings.open(tmp_path)
    assert len(opened) == 0
    assert opened.find(b"x") is None
    assert opened.fields() == opened.starting(b"", 5) == []
    assert opened.lengths("words", 2).tolist() == [0, 0]
