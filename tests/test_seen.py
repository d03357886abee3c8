"""What is remembered of a record holds exactly as long as its files look the same."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from builds import fill

from archive import records
from archive.cites import Said
from archive.errors import RecordError
from indexer import seen
from indexer.seen import Contents

CONTENTS = Contents(
    keys=(b"k" * 32, b"\0" * 32),
    passage_ids=("p1", "p2"),
    earlier=("e" * 64,),
    said=Said(address="example.org/a", links=(("example.org/b", ""), ("", "doc-1"))),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three records."""
    folder = tmp_path / "corpus"
    fill(folder, 3)
    return folder


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written just now count as settled."""
    monkeypatch.setattr(seen, "SETTLED_NS", -(10**18))


def remembered(corpus: Path, var: Path) -> seen.Memory:
    """All records with CONTENTS, saved and loaded."""
    looked = seen.look(corpus).records()
    found = {name: replace(one, contents=CONTENTS) for name, one in looked.items()}
    var.mkdir(exist_ok=True)
    seen.save(var, found)
    return seen.load(var)


def test_the_digest_is_that_of_the_records(corpus: Path) -> None:
    """Of all files of all records by their bytes, in any depth; hidden and loose ones are none."""
    (corpus / "loose.toml").write_text("x")
    (corpus / "doc-000" / ".hidden").write_text("x")
    (corpus / "doc-000" / "deep" / "er").mkdir(parents=True)
    (corpus / "doc-000" / "deep" / "er" / "file").write_text("x")
    (corpus / "doc-000" / "deep-er").write_text("y")
    found = seen.look(corpus).records()
    assert list(found) == ["doc-000", "doc-001", "doc-002"]
    assert seen.digest(found.values()) == records.digest_of(corpus)


@pytest.mark.usefixtures("settled")
def test_what_was_remembered_comes_back(corpus: Path, tmp_path: Path) -> None:
    """Every field, through the file; a record that was only hashed too."""
    known = remembered(corpus, tmp_path / "var")
    assert [one.contents for one in known.records().values()] == [CONTENTS] * 3
    looked = seen.look(corpus, known)
    assert looked.is_known
    assert looked.records() == known.records()
    assert known.digest == records.digest_of(corpus)
    plain = seen.look(corpus).records()
    seen.save(tmp_path / "var", plain)
    assert seen.load(tmp_path / "var").records() == plain


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", ["bytes", "bytes and time", "new file", "gone", "replaced"])
def test_a_record_that_changed_is_looked_at_again(
    corpus: Path, tmp_path: Path, change: str
) -> None:
    """Even where size and time of change were set back: the status has its own time."""
    known = remembered(corpus, tmp_path / "var")
    path = corpus / "doc-001" / "record.toml"
    before, content = path.stat(), path.read_bytes()
    if change == "new file":
        (path.parent / "links.toml").write_text("")
    elif change == "gone":
        path.unlink()
    elif change == "replaced":
        path.unlink()
        path.write_bytes(content)
    else:
        path.write_bytes(content[::-1])
    if change == "bytes and time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    looked = seen.look(corpus, known)
    assert not looked.is_known
    found = looked.records()
    assert [one.contents is None for one in found.values()] == [False, True, False]
    assert seen.digest(found.values()) == records.digest_of(corpus)
    assert not seen.is_as_seen(path.parent, known.records()["doc-001"])
    assert seen.is_as_seen(corpus / "doc-000", known.records()["doc-000"])


def test_what_was_written_just_now_is_not_remembered(corpus: Path, tmp_path: Path) -> None:
    """It may be written again within a tick of the clock, and would look the same."""
    assert remembered(corpus, tmp_path / "var").names == ()


@pytest.mark.usefixtures("settled")
def test_a_damaged_memory_or_another_program_s_is_none(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then everything is read, which costs time and nothing else."""
    var = tmp_path / "var"
    assert seen.load(var).names == ()
    assert len(remembered(corpus, var).names) == 3
    path = var / seen.NAME
    content = path.read_bytes()
    for damaged in (b"", content[:-1], content[:200] + b"#" + content[201:], b"\xff" + content):
        path.write_bytes(damaged)
        assert seen.load(var).names == ()
    path.write_bytes(content)
    monkeypatch.setattr(seen, "_program", lambda: b"another")
    assert seen.load(var).names == ()


@pytest.mark.parametrize("place", ["doc-003", "doc-000/link", "doc-000/versions/link"])
def test_a_link_is_refused(corpus: Path, place: str) -> None:
    """It may lead out of the corpus."""
    (corpus / place).symlink_to(corpus / "doc-001")
    with pytest.raises(RecordError, match="it is a link"):
        seen.look(corpus)


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    """An empty index would be published otherwise."""
    with pytest.raises(RecordError, match="There is no corpus at"):
        seen.look(tmp_path / "nowhere")
