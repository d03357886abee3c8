"""Record folders: what is written is read back equal, damage is named, no crash leaves a half."""

import base64
import hashlib
import itertools
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import record_checks, records
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
from archive.records import passage_id, with_ids

ORIGINAL = b"%PDF the bytes as they came"
WORDS = "States must act now.\nThey must arrest suspects.\nStates must act now."


def captured(version_id: str = "v1", *, text: str = WORDS, day: int = 1) -> Version:
    """A captured version of the document "appeal" with a passage for each line of `text`."""
    passages, start = [], 0
    for line in text.splitlines(keepends=True):
        passage = line.rstrip("\n")
        passages.append(
            Passage(
                passage_id="",
                doc_id="appeal",
                version_id=version_id,
                text=passage,
                start=start,
                end=start + len(passage),
                kind=PassageKind.CALL,
                language="en",
                page=1,
                links=(Link(anchor=passage[:6], start=start, end=start + 6),),
            )
        )
        start += len(line)
    return Version(
        version_id=version_id,
        doc_id="appeal",
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=with_ids(passages),
        sha256=hashlib.sha256(ORIGINAL).hexdigest(),
        original="appeal.pdf",
        media_type="application/pdf",
        captured_at=f"2026-03-{day:02}T10:00:00+00:00",
    )


def record_of(*versions: Version, title: str = "An appeal") -> Record:
    """The document "appeal" with these versions, or with a digest alone."""
    document = Document(doc_id="appeal", title=title, digest="Asks States to act.")
    return (
        Record(document=document, versions=versions)
        if versions
        else records.catalogue_record(document)
    )


def keep(corpus: Path, record: Record) -> Path:
    """Write `record`, whose captured versions all have the one original."""
    originals = {version.version_id: ORIGINAL for version in record.versions}
    return records.write(corpus, record, originals=originals)


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


@settings(deadline=None, max_examples=40)
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


# Damage


def write_line(name: str, value: object) -> Callable[[Path], None]:
    """A change of one field of the first passage in passages.jsonl."""

    def change(path: Path) -> None:
        first, *others = path.read_text().splitlines()
        lines = [json.dumps({**json.loads(first), name: value}), *others]
        path.write_text("\n".join(lines) + "\n")

    return change


def put(content: bytes) -> Callable[[Path], None]:
    """A change of all of a file."""

    def change(path: Path) -> None:
        path.write_bytes(content)

    return change


def turn(old: str, new: str) -> Callable[[Path], None]:
    """A change of one place in a file, which has to be there."""

    def change(path: Path) -> None:
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))

    return change


def link_elsewhere(path: Path) -> None:
    """The file moved out of the corpus, a link left in its place."""
    outside = path.parents[5] / "outside"
    shutil.move(path, outside)
    path.symlink_to(outside)


@pytest.mark.parametrize(
    ("name", "damage", "fault"),
    [
        ("record.toml", put(b"doc_id = "), "it is no TOML"),
        ("record.toml", put(b"\xff\xfe"), "byte 0 is no UTF-8"),
        ("record.toml", put(b"a = " + b"[" * 5000), "it is no TOML"),
        ("record.toml", put(b"#" * (records.TOML_MAX_BYTES + 1)), "above the limit"),
        ("record.toml", turn('doc_id = "appeal"', ""), "'doc_id' is missing"),
        ("record.toml", turn("status", "state"), "no field 'state'"),
        ("record.toml", turn('"appeal"', '"appeals"'), "'appeals' is not the folder's name"),
        ("record.toml", turn('title = "An appeal"', "title = 5"), "title: 5 is no text"),
        ("record.toml", turn("publishers = []", 'publishers = "A"'), "publishers: 'A' is no list"),
        ("record.toml", turn("publishers = []", "publishers = [1]"), "publishers: 1 is no text"),
        ("record.toml", turn("false", '"false"'), "url_checked: 'false' is neither"),
        ("record.toml", turn('issued = ""', 'issued = "2025-13"'), "issued '2025-13'"),
        ("record.toml", Path.unlink, "cannot be read"),
        ("versions/v1/text.txt", turn("act", "wait"), "is not the passage's text"),
        ("versions/v1/text.txt", put(b"\x80"), "byte 0 is no UTF-8"),
        ("versions/v1/text.txt", Path.unlink, "cannot be read"),
        ("versions/v1/passages.jsonl", put(b'{"end":1}\n{"end"'), ":1: the field"),
        ("versions/v1/passages.jsonl", put(b"[]\n"), "is no table of fields"),
        ("versions/v1/passages.jsonl", put(b"[" * 100_000 + b"\n"), "it is no JSON"),
        ("versions/v1/passages.jsonl", put(b"{}"), "the last line is cut off"),
        ("versions/v1/passages.jsonl", write_line("end", 19), "the text at 0:19"),
        ("versions/v1/passages.jsonl", write_line("end", True), "end: True is no whole number"),
        ("versions/v1/passages.jsonl", write_line("page", "1"), "page: '1' is no whole number"),
        ("versions/v1/passages.jsonl", write_line("kind", "poem"), "'poem' is none of paragraph"),
        ("versions/v1/passages.jsonl", write_line("section", "\ud800"), "half of a surrogate"),
        ("versions/v1/passages.jsonl", write_line("doc_id", "x"), "no field 'doc_id'"),
        ("versions/v1/passages.jsonl", write_line("links", [{}]), "'anchor' is missing"),
        ("versions/v1/provenance.toml", turn("sha256", "sha1"), "the fields are"),
        ("versions/v1/provenance.toml", turn("+00:00", ""), "no ISO instant"),
        ("versions/v1/provenance.toml", turn("appeal.pdf", "../../record.toml"), "no plain file"),
        ("versions/v1/appeal.pdf", Path.unlink, "the original is missing"),
    ],
)
def test_damage_is_named_with_its_file(
    name: str, damage: Callable[[Path], None], fault: str, tmp_path: Path
) -> None:
    """A damaged record is refused with the file that an archivist has to mend."""
    folder = keep(tmp_path, record_of(captured()))
    damage(folder / name)
    with pytest.raises(RecordError, match="appeal") as caught:
        records.read(folder)
    assert fault in str(caught.value)
    assert Path(name).parent.as_posix().lstrip(".") in str(caught.value)


@pytest.mark.parametrize("name", ["text.txt", "passages.jsonl", "provenance.toml", "appeal.pdf"])
def test_a_link_out_of_the_corpus_is_refused(name: str, tmp_path: Path) -> None:
    """Nothing is read through a link, which could show any file of the machine."""
    folder = keep(tmp_path / "in" / "here", record_of(captured()))
    link_elsewhere(folder / "versions" / "v1" / name)
    with pytest.raises(RecordError, match=name):
        records.read(folder)


@pytest.mark.parametrize("name", ["appeal", "appeal/versions", "appeal/versions/v1"])
def test_a_linked_folder_is_neither_read_nor_written(name: str, tmp_path: Path) -> None:
    """A folder that stands elsewhere is no part of the corpus."""
    corpus = tmp_path / "corpus"
    keep(corpus, record_of(captured()))
    outside = tmp_path / "outside"
    shutil.move(corpus / name, outside)
    (corpus / name).symlink_to(outside)
    with pytest.raises(RecordError, match="it is a link"):
        records.read(corpus / "appeal")
    with pytest.raises(RecordError, match="it is a link"):
        keep(corpus, record_of(captured(), title="Elsewhere"))


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    """Only plain files are read."""
    folder = keep(tmp_path, record_of(captured()))
    (folder / "record.toml").unlink()
    os.mkfifo(folder / "record.toml")
    with pytest.raises(RecordError, match="no plain file"):
        records.read(folder)


# The whole corpus


def test_records_come_by_id_and_hidden_names_are_skipped(tmp_path: Path) -> None:
    """The order does not depend on the disk; loose files and hidden folders are no records."""
    for doc_id in ("b", "a-1", "a", "10"):
        document = Document(doc_id=doc_id, title="T", digest="D")
        records.write(tmp_path, records.catalogue_record(document))
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "themes.toml").write_text("")
    read = [record.document.doc_id for record in records.read_all(tmp_path)]
    assert read == ["10", "a", "a-1", "b"]


def test_one_damaged_record_does_not_hide_the_others(tmp_path: Path) -> None:
    """The error comes when its turn comes, and the next record after it."""
    for doc_id in "abc":
        document = Document(doc_id=doc_id, title="T", digest="D")
        records.write(tmp_path, records.catalogue_record(document))
    (tmp_path / "b" / "record.toml").write_text("")
    found = records.read_all(tmp_path)
    assert next(found).document.doc_id == "a"
    with pytest.raises(RecordError, match=r"b/record\.toml"):
        next(found)
    assert [record.document.doc_id for record in found] == ["c"]


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


# Crashes


def killed_at(call: int, write: Callable[[], object]) -> bool:
    """Run `write` in a process that dies at its nth step on the disk; whether it died."""
    child = os.fork()
    if child == 0:
        left = call
        for name in ("mkdir", "replace", "fsync"):
            step = getattr(os, name)

            def dying(
                *given: object, step: Callable[..., object] = step, **named: object
            ) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os._exit(9)
                return step(*given, **named)

            setattr(os, name, dying)
        try:
            write()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # os.fork, from 3.12
@pytest.mark.parametrize("before", [None, record_of(), record_of(captured("v0"))])
def test_a_crash_leaves_whole_records_and_the_next_write_clears_up(
    before: Record | None, tmp_path: Path
) -> None:
    """Killed at each of its steps, a write leaves versions that are there or not, never half."""
    new = record_of(captured(), title="New")
    old_versions = before.versions if before and before.document != new.document else ()
    old_captured = [v for v in old_versions if v.origin is TextOrigin.CAPTURED]
    for call in range(1, 100):
        corpus = tmp_path / str(call)
        if before:
            keep(corpus, before)
        died = killed_at(call, partial(keep, corpus, new))
        for record in records.read_all(corpus) if corpus.exists() else ():
            assert record.document in {new.document, before.document if before else None}
            assert set(record.versions) <= {*old_versions, *new.versions}
        folder = keep(corpus, new)
        assert records.read(folder) == replace(new, versions=(*old_captured, *new.versions))
        assert [path.name for path in corpus.iterdir()] == ["appeal"]
        if not died:
            break
    assert call > 5


def test_leftovers_of_a_killed_writer_go_with_the_next_write(tmp_path: Path) -> None:
    """The staging folder holds nothing that anyone needs, so it is emptied, and then removed."""
    (tmp_path / ".staging" / "half").mkdir(parents=True)
    (tmp_path / ".staging" / "half" / "record.toml").write_text("doc_id =")
    assert list(records.read_all(tmp_path)) == []
    keep(tmp_path, record_of())
    assert [path.name for path in tmp_path.iterdir()] == ["appeal"]


def test_a_full_disk_is_said_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses to flush, the old record stays and no staging is left."""
    folder = keep(tmp_path, record_of())
    before = records.digest_of(tmp_path)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(RecordError, match="No space left on device"):
            keep(tmp_path, record_of(captured(), title="New"))
    assert records.digest_of(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    """Eight versions of one document written at once are all kept."""
    versions = [captured(f"v{number}", day=number + 1) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda v: keep(tmp_path, record_of(v)), versions))
    assert records.read(folders[0]).versions == tuple(versions)


# Passage ids

# Characters that extractors exchange for one another, by the one that stands for them all.
SAME = {" ": " \n\t\u00a0\u2009", "'": "'‘’‚‛′", '"': '"“”„‟«»', "-": "-‐‑‒–—―−"}


@st.composite
def extractions(draw: st.DrawFn) -> tuple[str, str]:
    """Two extractions of one text: other spacing, quotation marks, dashes and soft hyphens."""
    text = draw(st.text("abéß ع'\"-", min_size=1, max_size=30))
    other = ""
    for character in text:
        choices = SAME.get(character, character)
        repeats = draw(st.integers(1, 3)) if character == " " else 1
        other += "".join(draw(st.sampled_from(choices)) for _ in range(repeats))
        other += draw(st.sampled_from(["", "", "\u00ad"]))
    return text, draw(st.sampled_from(["", " ", "\n"])) + other


@given(extractions(), st.integers(1, 3))
def test_another_extraction_keeps_the_passage_id(texts: tuple[str, str], occurrence: int) -> None:
    """White space, quotation marks, dashes and soft hyphens do not break a citation."""
    text, other = texts
    assert passage_id("appeal", text, occurrence) == passage_id("appeal", other, occurrence)


def test_a_passage_id_is_this_for_ever() -> None:
    """Citations hold ten years: the id is the SHA-256 that its docstring says, and is pinned."""
    content = 'appeal\0The States\' "duty" - to act\x001'
    expected = base64.b32encode(hashlib.sha256(content.encode()).digest())[:12].decode().lower()
    found = passage_id("appeal", " The\u00a0States’  “du\u00adty” –\nto act", 1)
    assert found == f"p{expected}" == "pdf7d4rrkke75"


def test_ids_tell_documents_texts_and_occurrences_apart() -> None:
    """Another document, another word, another case or another place is another passage."""
    ids = {
        passage_id("appeal", "States must act", 1),
        passage_id("appeals", "States must act", 1),
        passage_id("appeal", "States must not act", 1),
        passage_id("appeal", "states must act", 1),
        passage_id("appeal", "States must act", 2),
    }
    assert len(ids) == 5


def test_equal_passages_are_counted_in_the_order_of_the_text() -> None:
    """A call that is said twice is two passages; a passage added between changes neither id."""
    first, middle, last = captured().passages
    assert first.passage_id == passage_id("appeal", first.text, 1)
    assert last.passage_id == passage_id("appeal", first.text, 2)
    assert middle.passage_id == passage_id("appeal", middle.text, 1)
    curly = replace(last, text="States\u00a0must act now.")
    assert [p.passage_id for p in with_ids((first, curly))] == [first.passage_id, last.passage_id]


@pytest.mark.parametrize(
    ("called_at", "called_again", "wrong"),
    [(3, (5, 99_999), "outside the text"), (None, (5,), "nowhere first"), (3, (-1,), "outside")],
)
def test_places_that_call_a_note_stand_in_the_text(
    called_at: int | None, called_again: tuple[int, ...], wrong: str
) -> None:
    """A record that says otherwise is damaged."""
    version = captured()
    passage = replace(version.passages[0], called_at=called_at, called_again=called_again)
    with pytest.raises(RecordError, match=wrong):
        record_checks.check_version(replace(version, passages=(passage,)), "here")
