"""A damaged record is named with its file, and nothing outside the corpus is read for it."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from appeals import captured, keep, record_of

from archive import record_checks, records
from archive.errors import RecordError
from archive.model import (
    Document,
)


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
