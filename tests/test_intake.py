"""A file becomes a record with what is stated of it, and nothing that is not."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from archive import records
from archive.errors import IntakeError
from archive.model import Document
from indexer import description, intake, offered
from indexer.description import Description

TEXT = (
    "# The truth is owed\n\nGeneva, 5 May 2024 – Victims and their families have waited for "
    "many years.\n\nWe call on all States to:\n\n1. Open the archives of the security services.\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> intake.Corpus:
    return intake.opened(tmp_path / "corpus")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "statement.md"
    path.write_text(TEXT)
    return path


def take(path: Path, corpus: intake.Corpus, **given: str | tuple[str, ...]) -> intake.Taken:
    return intake.take(path, corpus, given=Description(**given))  # type: ignore[arg-type]


def test_the_file_says_what_it_is(file: Path, corpus: intake.Corpus) -> None:
    """Title and date are read from the text; what it does not say stays empty."""
    taken = take(file, corpus)
    document = taken.document
    assert (document.title, document.issued) == ("The truth is owed", "2024-05-05")
    assert (document.publishers, document.kind, document.url) == ((), "", "")
    assert document.language == "en"
    assert document.doc_id == "2024-05-05-the-truth-is-owed-en"
    assert taken.missing == ("publishers", "kind", "url")


def test_options_overrule_the_side_file_and_that_the_file(
    file: Path, corpus: intake.Corpus
) -> None:
    """Each field comes from the first that states it."""
    side = file.with_name("statement.md.meta.toml")
    side.write_text("title = 'Beside'\npublishers = ['A', 'B']\nissued = 2024-06-01\n")
    document = take(file, corpus, title="Given", url="https://a.example/x").document
    assert (document.title, document.issued) == ("Given", "2024-06-01")
    assert document.publishers == ("A", "B")
    assert (document.url, document.url_checked) == ("https://a.example/x", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("titel = 'x'", "no field 'titel'"),
        ("title = ", "TOML"),
        ("issued = 'May 2024'", "issued is 'May 2024'"),
        ("doc_id = '../x'", "doc_id is '../x'"),
        ("language = 'English'", "language is 'English'"),
        ("url = 'javascript:x'", "url is 'javascript:x'"),
    ],
)
def test_a_wrong_side_file_is_refused(
    file: Path, corpus: intake.Corpus, text: str, reason: str
) -> None:
    """A slip of the pen is told, not passed over."""
    file.with_name("statement.meta.toml").write_text(text)
    with pytest.raises(IntakeError, match=reason):
        take(file, corpus)


def test_the_record_reads_back_as_it_was_written(file: Path, corpus: intake.Corpus) -> None:
    """Text, passages and provenance are kept with the original's bytes."""
    taken = take(file, corpus)
    intake.keep(taken, corpus)
    record = records.read(corpus.folder / taken.document.doc_id)
    assert record == taken.record
    version = record.current
    original = corpus.folder / record.document.doc_id / "versions" / version.version_id
    assert (original / version.original).read_bytes() == TEXT.encode()
    assert (version.source, version.media_type) == ("statement.md", "text/markdown")
    assert datetime.fromisoformat(version.captured_at).utcoffset() is not None
    assert "markdown-it-py" in version.extractor


def test_the_version_id_is_the_contents(file: Path, corpus: intake.Corpus, tmp_path: Path) -> None:
    """The same bytes have the same id, whenever and under whatever name they come."""
    other = tmp_path / "other.md"
    other.write_bytes(file.read_bytes())
    assert take(file, corpus).version.version_id == take(other, corpus).version.version_id


def test_the_same_file_twice_is_refused_with_the_record_that_keeps_it(
    file: Path, corpus: intake.Corpus
) -> None:
    """A duplicate is known by its bytes."""
    intake.keep(take(file, corpus), corpus)
    with pytest.raises(IntakeError, match="kept as 2024-05-05-the-truth-is-owed-en"):
        take(file, intake.opened(corpus.folder))


def test_another_file_with_the_same_id_gets_one_of_its_own(
    file: Path, corpus: intake.Corpus
) -> None:
    """Nothing that is kept is overwritten because it is called alike."""
    intake.keep(take(file, corpus), corpus)
    file.write_text(TEXT + "\nA line more.\n")
    second = take(file, intake.opened(corpus.folder)).document.doc_id
    assert second.startswith("2024-05-05-the-truth-is-owed-en-")
    assert len(second) == len("2024-05-05-the-truth-is-owed-en-") + 8


def test_a_stated_id_that_is_kept_gets_a_new_version(file: Path, corpus: intake.Corpus) -> None:
    """A catalogue record gets its text and keeps what was written down about it."""
    noted = Document(doc_id="alliance-1", title="Noted", kind="statement", digest="In our words.")
    records.write(corpus.folder, records.catalogue_record(noted))
    first = take(file, intake.opened(corpus.folder), doc_id="alliance-1")
    assert (first.document.kind, first.document.digest) == ("statement", "In our words.")
    intake.keep(first, corpus)
    file.write_text(TEXT + "\nA line more.\n")
    intake.keep(take(file, intake.opened(corpus.folder), doc_id="alliance-1"), corpus)
    kept = records.read(corpus.folder / "alliance-1")
    assert len(kept.versions) == 2
    assert {version.origin for version in kept.versions} == {"captured"}


def test_a_text_that_is_too_short_is_refused(tmp_path: Path, corpus: intake.Corpus) -> None:
    """A file with next to no text is never stored silently."""
    path = tmp_path / "short.md"
    path.write_text("# Hello\n\n![a picture of everything that matters here](x.png)\n")
    with pytest.raises(IntakeError, match="only 5 letters"):
        take(path, corpus)


def test_only_plain_files_are_read(tmp_path: Path) -> None:
    """Links, pipes, devices, folders and what is not there are refused, each with its reason."""
    target = tmp_path / "a.txt"
    target.write_text("x")
    (tmp_path / "link.txt").symlink_to(target)
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in (("link.txt", "a link"), ("pipe.txt", "no plain"), ("no.txt", "no such")):
        with pytest.raises(IntakeError, match=reason):
            offered.content(tmp_path / name)
    for path in (Path("/dev/zero"), tmp_path):
        with pytest.raises(IntakeError, match="no plain file"):
            offered.content(path)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file says its size without costing its reading."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(offered.FILE_MAX_BYTES + 1)
    with pytest.raises(IntakeError, match="50000001 bytes"):
        offered.content(path)


def test_a_folder_offers_its_readable_files_in_order(tmp_path: Path) -> None:
    """Hidden names, other types and side files are passed over; folders below are not."""
    for name in ("b.md", "a/c.pdf", ".hidden.md", ".git/x.md", "d.png", "b.md.meta.toml", "B.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in offered.files(tmp_path)]
    assert found == ["B.TXT", "b.md", "a/c.pdf"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Description(title="Été : l'État & les «disparus»"), "ete-letat-les-disparus-fr"),
        (Description(title="الحقيقة"), "paper-7-fr"),
        (
            Description(publishers=("Médecins du Monde",), issued="2024-05"),
            "medecins-du-monde-2024-05-paper-7-fr",
        ),
        (Description(title="word " * 40), "word-word-word-word-word-word-word-word-word-fr"),
    ],
)
def test_an_id_is_made_of_ascii(stated: Description, expected: str) -> None:
    """Publisher, date, title and language; the file's name where there is no Latin title."""
    assert description.made_doc_id(stated, language="fr", name="Paper 7") == expected
