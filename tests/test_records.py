"""Record folders: what is written is read back equal, damage is named, no crash leaves a half."""

import hashlib
import itertools
import tempfile
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from appeals import captured, keep, record_of
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import records
from archive.errors import RecordError
from archive.model import (
    Document,
    Link,
    LinkState,
    Passage,
    PassageKind,
    Record,
    TextOrigin,
    Version,
    Voice,
)
from archive.records import with_ids

# Round trip

dates = st.sampled_from(["", "2025", "2025-07", "2025-07-17", "2024-02-29"])
words = st.text(max_size=12)
addresses = st.tuples(words, st.just(False)) | st.sampled_from(
    [("", True), ("https://example.org/é?a=b#c", True), ("HTTP://[::1]:8/'", True)]
)
documents = st.builds(
    lambda address, **fields: Document(url=address[0], url_checked=address[1], **fields),
    address=addresses,
    doc_id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
    title=st.text(max_size=40),
    publishers=st.lists(words, max_size=3).map(tuple),
    kind=words,
    language=words,
    issued=dates,
    issued_inferred=dates,
    themes=st.lists(words, max_size=3).map(tuple),
    digest=st.text(max_size=80),
    confidence=words,
    rights=words,
    status=words,
)


@st.composite
def passages(draw: st.DrawFn, text: str, doc_id: str, version_id: str) -> tuple[Passage, ...]:
    """Pieces of `text` in the order of their place, each with perhaps a link."""
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = []
    for start, end in itertools.pairwise(marks):
        middle = draw(st.integers(start, end))
        link = Link(
            anchor=text[start:middle],
            start=start,
            end=middle,
            target=draw(words),
            state=draw(st.sampled_from(LinkState)),
        )
        pieces.append(
            Passage(
                passage_id="",
                doc_id=doc_id,
                version_id=version_id,
                text=text[start:end],
                start=start,
                end=end,
                kind=draw(st.sampled_from(PassageKind)),
                language=draw(words),
                voice=draw(st.sampled_from(Voice)),
                number=draw(words),
                section=draw(words),
                lead_in=draw(words),
                page=draw(st.none() | st.integers(1, 9)),
                links=(link,) if draw(st.booleans()) else (),
            )
        )
    return with_ids(pieces)


@st.composite
def kept_records(draw: st.DrawFn) -> tuple[Record, dict[str, bytes]]:
    """A record as `read` orders it, with the original bytes of its versions."""
    document = draw(documents)
    originals = draw(st.dictionaries(st.sampled_from(["v1", "2", "a-b"]), st.binary(max_size=20)))
    if not originals and document.digest.strip():
        return records.catalogue_record(document), {}
    versions = []
    for version_id, original in (originals or {"v1": b""}).items():
        text = draw(st.text(max_size=60))
        instant = draw(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
        versions.append(
            Version(
                version_id=version_id,
                doc_id=document.doc_id,
                text=text,
                origin=TextOrigin.CAPTURED,
                passages=draw(passages(text, document.doc_id, version_id)),
                sha256=hashlib.sha256(original).hexdigest(),
                original=draw(st.sampled_from(["a.pdf", "déclaration n° 3.docx", "بيان.html"])),
                media_type=draw(words),
                source=draw(words),
                captured_at=instant.replace(tzinfo=UTC).isoformat(),
                extractor=draw(words),
            )
        )
    versions.sort(key=lambda v: (datetime.fromisoformat(v.captured_at), v.version_id))
    return Record(document=document, versions=tuple(versions)), originals or {"v1": b""}


@settings(max_examples=40)
@given(kept_records())
def test_a_record_is_read_back_as_it_was_written(kept: tuple[Record, dict[str, bytes]]) -> None:
    """Whatever characters, offsets and enums a record holds, the folder gives them back."""
    record, originals = kept
    with tempfile.TemporaryDirectory() as name:
        folder = records.write(Path(name), record, originals=originals)
        assert records.read(folder) == record
        for version in record.versions:
            if version.original:
                path = folder / "versions" / version.version_id / version.original
                assert path.read_bytes() == originals[version.version_id]


def test_the_same_record_has_the_same_bytes(tmp_path: Path) -> None:
    """Fields keep their order and nothing of the moment is written, so a corpus has one digest."""
    for name in ("one", "two"):
        keep(tmp_path / name, record_of(captured()))
    assert records.digest_of(tmp_path / "one") == records.digest_of(tmp_path / "two")
    toml = tomllib.loads((tmp_path / "one" / "appeal" / "record.toml").read_text())
    assert list(toml)[:3] == ["doc_id", "title", "publishers"]


def test_a_catalogue_record_speaks_by_its_digest(tmp_path: Path) -> None:
    """Without a captured version, the digest is the one passage, and is marked as a digest."""
    record = records.read(records.write(tmp_path, record_of()))
    digest = record.document.digest
    (passage,) = record.current.passages
    assert (record.current.origin, record.current.version_id) == (TextOrigin.DIGEST, "digest")
    assert record.current.sha256 == hashlib.sha256(digest.encode()).hexdigest()
    assert (passage.kind, passage.text) == (PassageKind.DIGEST, digest)
    assert (passage.start, passage.end) == (0, len(digest))
    assert [path.name for path in (tmp_path / "appeal").iterdir()] == ["record.toml"]


def test_a_record_without_text_is_refused(tmp_path: Path) -> None:
    """A document with neither digest nor version could not be searched, so it is no record."""
    with pytest.raises(RecordError, match="neither a captured version nor a digest"):
        records.catalogue_record(Document(doc_id="empty", title="Nothing", digest=" \n"))
    folder = records.write(tmp_path, record_of())
    path = folder / "record.toml"
    path.write_text(path.read_text().replace("Asks States to act.", ""))
    with pytest.raises(RecordError, match="neither a captured version nor a digest"):
        records.read(folder)


def test_a_record_of_before_a_new_field_is_still_read(tmp_path: Path) -> None:
    """A field that an old record does not have takes its default."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "record.toml").write_text('doc_id = "old"\ntitle = "T"\ndigest = "Said so."\n')
    assert records.read(folder).document == Document(doc_id="old", title="T", digest="Said so.")


# Versions stay


def test_a_new_version_keeps_the_old_ones(tmp_path: Path) -> None:
    """An old citation resolves to the old version; the newest instant is what is searched."""
    later, earlier = captured("a", day=2), captured("b", text="Older words.", day=1)
    folder = keep(tmp_path, record_of(later))
    keep(tmp_path, record_of(earlier, title="New title"))
    assert records.read(folder) == record_of(earlier, later, title="New title")
    assert records.read(folder).current == later


def test_instants_are_compared_across_offsets(tmp_path: Path) -> None:
    """11:00+02:00 is before 10:00+00:00, though not as text."""
    early = replace(captured("z"), captured_at="2026-03-01T11:00:00+02:00")
    late = replace(captured("a"), captured_at="2026-03-01T10:00:00+00:00")
    folder = keep(tmp_path, record_of(late, early))
    assert [version.version_id for version in records.read(folder).versions] == ["z", "a"]


def test_two_versions_of_one_instant_are_ordered_by_id(tmp_path: Path) -> None:
    """The tie rule: captured_at, then version_id."""
    folder = keep(tmp_path, record_of(captured("b"), captured("a")))
    assert [version.version_id for version in records.read(folder).versions] == ["a", "b"]


def test_a_kept_version_never_gets_other_bytes(tmp_path: Path) -> None:
    """Whoever cites a version finds its text unchanged; nothing of the refused record is kept."""
    folder = keep(tmp_path, record_of(captured()))
    before = records.digest_of(tmp_path)
    with pytest.raises(RecordError, match="give the new one another version_id"):
        keep(tmp_path, record_of(captured(text="Other words."), captured("v2"), title="Other"))
    assert records.digest_of(tmp_path) == before
    assert records.read(folder) == record_of(captured())


def test_a_kept_version_needs_its_original_only_once(tmp_path: Path) -> None:
    """Changing a title does not ask for the PDF again; a new version does ask for its own."""
    folder = keep(tmp_path, record_of(captured()))
    records.write(tmp_path, record_of(captured(), title="Better title"))
    assert records.read(folder).document.title == "Better title"
    with pytest.raises(RecordError, match="appeal/v2: the original's bytes are not given"):
        records.write(tmp_path, record_of(captured("v2")))


def test_a_digest_does_not_push_out_a_captured_text(tmp_path: Path) -> None:
    """Writing a catalogue record over a captured one changes the document's fields alone."""
    folder = keep(tmp_path, record_of(captured()))
    records.write(tmp_path, record_of(title="From a list"))
    assert records.read(folder) == record_of(captured(), title="From a list")


# What cannot be kept


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"doc_id": "../outside"}, "doc_id '../outside'"),
        ({"doc_id": "Upper"}, "doc_id 'Upper'"),
        ({"doc_id": "a" * 101}, "is not 1-100"),
        ({"issued": "17 July"}, "issued '17 July'"),
        ({"issued_inferred": "2025-02-30"}, "issued_inferred '2025-02-30'"),
        ({"url": "javascript:alert(1)", "url_checked": True}, "url 'javascript:alert.1.' is"),
        ({"url": " https://a.example/", "url_checked": True}, "no http.s. address"),
        ({"url": "data:text/html,x", "url_checked": True}, "no http.s. address"),
        ({"url": "https://", "url_checked": True}, "no http.s. address"),
        ({"url": 'https://a.example/">', "url_checked": True}, "no http.s. address"),
        ({"url": "https://a.example/\nb", "url_checked": True}, "no http.s. address"),
        ({"url": "www.example.org/a", "url_checked": True}, "no http.s. address"),
        ({"title": "half \ud800"}, "no UTF-8 form"),
        ({"title": "x" * records.TOML_MAX_BYTES}, "bytes of metadata"),
    ],
)
def test_a_document_outside_its_limits_is_not_written(
    change: dict[str, Any], fault: str, tmp_path: Path
) -> None:
    """A value that could not be read back, or that leads out of the corpus, is named."""
    document = replace(record_of().document, **change)
    with pytest.raises(RecordError, match=fault):
        records.write(tmp_path / "corpus", records.catalogue_record(document))
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version_id": "../v"}, "version_id"),
        ({"version_id": "digest"}, "version_id 'digest'"),
        ({"doc_id": "other"}, "belongs to 'other'"),
        ({"sha256": "0" * 64}, "another sha256"),
        ({"sha256": "abc"}, "sha256 'abc'"),
        ({"captured_at": "yesterday"}, "captured_at 'yesterday'"),
        ({"captured_at": "2026-03-01T10:00:00"}, "with offset"),
        ({"original": ""}, "no plain file name"),
        ({"original": "../appeal.pdf"}, "no plain file name"),
        ({"original": ".hidden"}, "no plain file name"),
        ({"original": "Text.txt"}, "no plain file name"),
        ({"original": "é" * 128}, "no plain file name"),
        ({"text": "x" * (records.TEXT_MAX_BYTES + 1)}, "text.txt of 50000001"),
    ],
)
def test_a_version_outside_its_limits_is_not_written(
    change: dict[str, Any], fault: str, tmp_path: Path
) -> None:
    """A version keeps within its own folder, and its original is the one that its hash names."""
    version = replace(captured(), passages=(), **{"text": "Words.", **change})
    with pytest.raises(RecordError, match=fault):
        keep(tmp_path, record_of(version))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"end": 19}, "passage 1: the text at 0:19"),
        ({"start": -20}, "passage 1: the text at -20:20"),
        ({"text": "States must wait."}, "is not the passage's text"),
        ({"passage_id": ""}, "no passage_id"),
        ({"page": 0}, "page 0"),
        ({"doc_id": "other"}, "belongs to other/v1"),
        ({"version_id": "v2"}, "belongs to appeal/v2"),
        ({"links": (Link(anchor="must", start=0, end=4),)}, "0:4 is not 'must'"),
    ],
)
def test_a_passage_that_is_not_where_it_says_is_not_written(
    change: dict[str, Any], fault: str, tmp_path: Path
) -> None:
    """`version.text[start:end] == passage.text`, or there is nothing to cite."""
    first, *others = captured().passages
    version = replace(captured(), passages=(replace(first, **change), *others))
    with pytest.raises(RecordError, match=fault):
        keep(tmp_path, record_of(version))


def test_two_passages_of_a_version_do_not_share_an_id(tmp_path: Path) -> None:
    """An address in a document leads to one place."""
    first, second, third = captured().passages
    double = replace(third, passage_id=first.passage_id)
    with pytest.raises(RecordError, match="two passages have one passage_id"):
        keep(tmp_path, record_of(replace(captured(), passages=(first, second, double))))


def test_records_come_by_id_and_hidden_names_are_skipped(tmp_path: Path) -> None:
    """The order does not depend on the disk; loose files and hidden folders are no records."""
    for doc_id in ("b", "a-1", "a", "10"):
        document = Document(doc_id=doc_id, title="T", digest="D")
        records.write(tmp_path, records.catalogue_record(document))
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "themes.toml").write_text("")
    read = [record.document.doc_id for record in records.read_all(tmp_path)]
    assert read == ["10", "a", "a-1", "b"]


def test_a_corpus_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    """A mistyped folder is not an empty archive."""
    with pytest.raises(RecordError, match="ARCHIVE_CORPUS"):
        records.read_all(tmp_path / "absent")


def test_the_digest_of_a_corpus_is_of_all_its_record_files(tmp_path: Path) -> None:
    """Any changed byte of a record shows, originals included; hidden names do not count."""
    folder = keep(tmp_path, record_of(captured()))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{path.relative_to(tmp_path).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in files
    ]
    before = records.digest_of(tmp_path)
    assert before == hashlib.sha256("".join(lines).encode()).hexdigest()
    (tmp_path / ".staging").mkdir()
    (folder / ".note").write_text("not counted")
    assert records.digest_of(tmp_path) == before
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content + b" ")
        assert records.digest_of(tmp_path) != before
        path.write_bytes(content)
