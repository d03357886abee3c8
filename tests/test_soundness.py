"""`archive check` notices any altered byte of a stored file, and what is missing or too much."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_earlier import NEW, OLD, keep

from archive import records, seals, soundness
from archive.errors import RecordError
from archive.model import Document, Record
from indexer.cli import archive

SHIPPED = Path(__file__).parents[1] / "corpus"
FLIPS = 200


def damage(corpus: Path) -> list[str]:
    """Every damage of the corpus."""
    return list(soundness.damage(corpus))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A record with two versions, one of them fetched, a catalogue record and a vocabulary."""
    folder = tmp_path / "corpus"
    record = keep(folder, OLD)
    (folder / "themes.toml").write_bytes(seals.sealed(b'[a]\nb = "c"\n', {}))
    versions = (OLD[0], NEW[0])
    records.write(
        folder,
        Record(document=record.document, versions=versions),
        originals={NEW[0].version_id: NEW[1]},
        captures={NEW[0].version_id: b"WARC/1.1 of the fetch"},
    )
    document = Document(doc_id="digest", title="A report", digest="Tells what was found.")
    records.write(folder, records.catalogue_record(document))
    return folder


def files(corpus: Path) -> list[Path]:
    """All stored files."""
    return sorted(path for path in corpus.rglob("*") if path.is_file())


def version_file(corpus: Path, name: str) -> Path:
    """A file of the newer version."""
    return corpus / "doc" / "versions" / NEW[0].version_id / name


def test_what_was_written_is_sound(corpus: Path) -> None:
    """Nothing is named where nothing is wrong: 13 files of two records and a vocabulary."""
    assert damage(corpus) == []
    assert len(files(corpus)) == 14


def test_the_shipped_corpus_is_sound() -> None:
    """A fresh clone is as it was written; a change by hand is sealed by `--accept-all`."""
    assert damage(SHIPPED) == [], "if the change is meant: archive check --accept-all"


@pytest.mark.parametrize("part", range(4))
def test_every_flipped_byte_is_noticed(corpus: Path, part: int) -> None:
    """Of 200 random flips of one bit each, over all files, 200 are named with their file."""
    rng = random.Random(part)
    paths = files(corpus)
    for _ in range(FLIPS // 4):
        path = rng.choice(paths)
        content = path.read_bytes()
        at, bit = rng.randrange(len(content)), rng.randrange(8)
        flipped = bytes([content[at] ^ 1 << bit])
        path.write_bytes(content[:at] + flipped + content[at + 1 :])
        found = damage(corpus)
        assert any(str(path) in line or str(path.parent) in line for line in found), (path, at, bit)
        path.write_bytes(content)
    assert damage(corpus) == []


@pytest.mark.parametrize("keep_bytes", [0, -1])
def test_every_cut_off_or_lost_file_is_noticed(corpus: Path, keep_bytes: int) -> None:
    """Each file in turn emptied, cut by a byte, and taken away."""
    for path in files(corpus):
        content = path.read_bytes()
        path.write_bytes(content[:keep_bytes])
        assert damage(corpus) != [], path
        path.unlink()
        assert damage(corpus) != [] or path.name == "themes.toml", path
        path.write_bytes(content)


def _with_a_file_more(corpus: Path) -> None:
    version_file(corpus, "more.txt").write_text("x")


def _with_a_file_beside_the_record(corpus: Path) -> None:
    (corpus / "doc" / "note.txt").write_text("x")


def _with_a_file_beside_the_records(corpus: Path) -> None:
    (corpus / "note.txt").write_text("x")


def _with_a_file_among_the_versions(corpus: Path) -> None:
    (corpus / "doc" / "versions" / "note.txt").write_text("x")


def _without_a_version(corpus: Path) -> None:
    shutil.rmtree(version_file(corpus, ""))


def _with_a_version_that_nobody_wrote(corpus: Path) -> None:
    shutil.copytree(version_file(corpus, ""), corpus / "doc" / "versions" / "v2")


def _with_another_original_and_its_list(corpus: Path) -> None:
    version_file(corpus, "original.txt").write_bytes(b"forged")
    folder = version_file(corpus, "")
    listed = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != seals.LIST}
    version_file(corpus, seals.LIST).write_bytes(seals.listing(listed))


def _with_a_link_for_a_text(corpus: Path) -> None:
    text = version_file(corpus, "text.txt")
    text.replace(corpus.parent / "text.txt")
    text.symlink_to(corpus.parent / "text.txt")


def _with_another_name(corpus: Path) -> None:
    (corpus / "digest").rename(corpus / "renamed")


@pytest.mark.parametrize(
    "harm",
    [
        _with_a_file_more,
        _with_a_file_beside_the_record,
        _with_a_file_beside_the_records,
        _with_a_file_among_the_versions,
        _without_a_version,
        _with_a_version_that_nobody_wrote,
        _with_another_original_and_its_list,
        _with_a_link_for_a_text,
        _with_another_name,
    ],
)
def test_what_does_not_belong_together_is_noticed(
    corpus: Path, harm: Callable[[Path], None]
) -> None:
    """Files that are too many or too few, or that agree with each other but not with the record."""
    harm(corpus)
    assert damage(corpus) != []


def test_a_change_by_hand_can_be_accepted(corpus: Path) -> None:
    """An archivist corrects a title, accepts it, and it is sound; so is a comment of theirs."""
    path = corpus / "doc" / "record.toml"
    path.write_text(path.read_text().replace("On the road", "On the old road") + "# checked\n")
    assert damage(corpus) != []
    soundness.accept(corpus, "doc")
    assert damage(corpus) == []
    assert records.read(corpus / "doc").document.title == "On the old road"
    assert soundness.unaccepted(corpus) == []


def test_a_changed_vocabulary_can_be_accepted(corpus: Path) -> None:
    """If it is TOML."""
    path = corpus / "themes.toml"
    path.write_text('[a]\nb = "d"\n')
    soundness.accept(corpus, "themes.toml")
    assert damage(corpus) == []
    path.write_text("[a\n")
    with pytest.raises(RecordError, match="no TOML"):
        soundness.accept(corpus, "themes.toml")


@pytest.mark.parametrize("name", ["text.txt", "original.txt", "capture.warc.gz"])
def test_a_changed_version_is_never_accepted(corpus: Path, name: str) -> None:
    """What people cite cannot be altered and then declared sound."""
    path = version_file(corpus, name)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(RecordError):
        soundness.accept(corpus, "doc")
    assert damage(corpus) != []


def test_what_an_older_program_wrote_is_sealed(corpus: Path) -> None:
    """Records and versions without checksums are named, read as before, and sealed on request."""
    for path in files(corpus):
        if path.name == seals.LIST:
            path.unlink()
        elif path.suffix == ".toml" and path.name != "provenance.toml":
            path.write_bytes(seals.unsealed(path.read_bytes()))
    assert len(list(records.read_all(corpus))) == 2
    assert damage(corpus) != []
    for name in soundness.unaccepted(corpus):
        soundness.accept(corpus, name)
    assert damage(corpus) == []


def test_what_is_not_there_cannot_be_accepted(corpus: Path) -> None:
    """The name is in the message."""
    with pytest.raises(RecordError, match="nowhere"):
        soundness.accept(corpus, "nowhere")


def test_a_record_written_again_stays_sealed(corpus: Path) -> None:
    """Replacing the fields of a document keeps the checksums of its versions."""
    record = records.read(corpus / "doc")
    records.write(corpus, records.catalogue_record(_with_digest(record.document)))
    assert damage(corpus) == []
    assert len(records.read(corpus / "doc").versions) == 2


def _with_digest(document: Document) -> Document:
    return Document(doc_id=document.doc_id, title="Another title", digest="Tells it.")


@given(st.binary(max_size=40), st.dictionaries(st.sampled_from(["v1", "a-b"]), st.just("0" * 64)))
def test_a_seal_is_taken_off_again(content: bytes, versions: dict[str, str]) -> None:
    """Sealing and unsealing gives the bytes back, whatever they are, and the seal is whole."""
    body = content + b"\n"
    sealed = seals.sealed(body, versions)
    assert seals.unsealed(sealed) == body
    seal = seals.opened(sealed)
    assert seal is not None
    assert seal.is_whole
    assert seal.versions == versions


def test_the_command_names_each_damage(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with status 1 where something is wrong, and says how many records are sound."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(corpus))
    run = CliRunner()
    assert run.invoke(archive, ["check"]).output == "2 records are sound.\n"
    version_file(corpus, "text.txt").write_text("forged")
    answer = run.invoke(archive, ["check"])
    assert answer.exit_code == 1
    assert "text.txt: altered" in answer.output
    assert answer.output.endswith("2 records; damages found: 2.\n")
    (corpus / "themes.toml").write_text("a = 1\n")
    assert "themes.toml: has no seal" in run.invoke(archive, ["check"]).output
    version_file(corpus, "text.txt").write_text(NEW[0].text)
    assert run.invoke(archive, ["check", "--accept", "themes.toml"]).exit_code == 0
