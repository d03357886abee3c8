"""The import of a list: good lines go in, bad ones are named, what is there is not lost."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import records
from archive.errors import RecordError
from archive.model import Document, Record, TextOrigin, Version
from indexer.cli import archive
from indexer.import_list import LINE_MAX_BYTES, State, document_of, outcomes

GOOD = {
    "doc_id": "appeal-2025",
    "title": "Une déclaration",
    "publishers": ["A", "B"],
    "kind": "joint statement",
    "language": "fr",
    "issued": None,
    "issued_inferred": "2025-07",
    "url": "https://example.org/appeal",
    "url_checked": False,
    "themes": ["victims' rights"],
    "digest": "Demande aux États d'agir.",
    "confidence": "medium",
}


def write_list(path: Path, *rows: object) -> Path:
    """A list in JSON Lines; a row that is bytes already is written as it is."""
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def run(path: Path, *options: str) -> Result:
    """`archive import` on this list, into the folder `corpus` beside it."""
    environment = {"ARCHIVE_CORPUS": str(path.parent / "corpus")}
    return CliRunner().invoke(archive, ["import", str(path), *options], env=environment)


def states(path: Path, **options: bool) -> list[State]:
    """What became of each line, taken into the folder `corpus` beside the list."""
    return [outcome.state for outcome in outcomes(path, path.parent / "corpus", **options)]


def test_a_line_becomes_a_catalogue_record(tmp_path: Path) -> None:
    """Every field is kept as it stands; a date that nobody has seen stays empty."""
    path = write_list(tmp_path / "list.jsonl", GOOD)
    assert states(path) == [State.ADDED]
    (record,) = records.read_all(tmp_path / "corpus")
    assert record.document == Document(
        doc_id="appeal-2025",
        title="Une déclaration",
        publishers=("A", "B"),
        kind="joint statement",
        language="fr",
        issued="",
        issued_inferred="2025-07",
        url="https://example.org/appeal",
        url_checked=False,
        themes=("victims' rights",),
        digest="Demande aux États d'agir.",
        confidence="medium",
    )
    assert record.current.origin is TextOrigin.DIGEST


def test_an_equal_record_is_left_untouched(tmp_path: Path) -> None:
    """Importing a list again writes nothing, so it can be repeated after a fault."""
    path = write_list(tmp_path / "list.jsonl", GOOD)
    assert states(path) == [State.ADDED]
    stored = tmp_path / "corpus" / "appeal-2025" / "record.toml"
    before = stored.stat()
    assert states(path) == states(path, replace=True) == [State.UNCHANGED]
    assert (stored.stat().st_ino, stored.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_differing_record_is_replaced_only_when_asked(tmp_path: Path) -> None:
    """An editor's work is not lost to a list by accident."""
    corpus = tmp_path / "corpus"
    states(write_list(tmp_path / "first.jsonl", GOOD))
    path = write_list(tmp_path / "second.jsonl", {**GOOD, "title": "Another"})
    (refused,) = outcomes(path, corpus)
    assert refused.state is State.FAILED
    assert refused.message.startswith(f"{path}:1: doc_id 'appeal-2025'")
    assert "--replace" in refused.message
    assert records.read(corpus / "appeal-2025").document.title == "Une déclaration"
    assert states(path, replace=True) == [State.REPLACED]
    assert records.read(corpus / "appeal-2025").document.title == "Another"


def test_replacing_keeps_the_captured_text(tmp_path: Path) -> None:
    """A list knows metadata alone; the version that people cite stays."""
    corpus = tmp_path / "corpus"
    document = Document(doc_id="appeal-2025", title="Captured")
    version = Version(
        version_id="v1",
        doc_id="appeal-2025",
        text="The text.",
        origin=TextOrigin.CAPTURED,
        passages=(),
        sha256=hashlib.sha256(b"raw").hexdigest(),
        original="a.txt",
        captured_at="2026-01-01T00:00:00+00:00",
    )
    records.write(corpus, Record(document=document, versions=(version,)), originals={"v1": b"raw"})
    path = write_list(tmp_path / "list.jsonl", GOOD)
    assert states(path, replace=True) == [State.REPLACED]
    record = records.read(corpus / "appeal-2025")
    assert (record.document.title, record.versions) == ("Une déclaration", (version,))


def test_a_document_twice_in_one_list_is_judged_as_if_it_were_there(tmp_path: Path) -> None:
    """A dry run and a real one count the same, also for a list that contradicts itself."""
    path = write_list(tmp_path / "list.jsonl", GOOD, GOOD, {**GOOD, "kind": "report"})
    expected = [State.ADDED, State.UNCHANGED, State.FAILED]
    assert states(path, dry_run=True) == expected
    assert not (tmp_path / "corpus").exists()
    assert states(path) == expected


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"doc_id": None}, "the field 'doc_id' is missing"),
        ({"doc_id": "../etc"}, "doc_id '../etc'"),
        ({"title": None}, "the field 'title' is missing"),
        ({"title": " "}, "title is empty"),
        ({"title": ["A"]}, "title: ['A'] is no text"),
        ({"digest": ""}, "digest is empty"),
        ({"publishers": "A"}, "publishers: 'A' is no list"),
        ({"themes": [5]}, "themes: 5 is no text"),
        ({"url": "javascript:alert(1)"}, "url 'javascript:alert(1)'"),
        ({"url_checked": "no"}, "url_checked: 'no'"),
        ({"language": "French"}, "language 'French'"),
        ({"issued": "2025-02-30"}, "issued '2025-02-30'"),
        ({"author": "A"}, "there is no field 'author'"),
        ({"digest": "half \ud800"}, "digest: it holds half of a surrogate pair"),
    ],
)
def test_a_bad_line_is_named_with_its_field_and_value(
    change: dict[str, object], fault: str
) -> None:
    """Whoever keeps the list finds the place to correct."""
    with pytest.raises(RecordError, match=r"^list\.jsonl:7: ") as caught:
        document_of(json.dumps({**GOOD, **change}).encode(), "list.jsonl:7")
    assert fault in str(caught.value)


@pytest.mark.parametrize("line", [b"{", b"\xff\xfe", b"[" * 100_000, b"5", b"[]", b'"text"'])
def test_a_line_that_is_no_record_is_refused(line: bytes) -> None:
    """Broken JSON, other bytes, deep nesting or another kind of value is one error, no crash."""
    with pytest.raises(RecordError, match=r"^list\.jsonl:7: "):
        document_of(line, "list.jsonl:7")


def test_a_list_in_brackets_is_told_to_be_lines(tmp_path: Path) -> None:
    """As a program saves JSON; the message says what to do."""
    path = tmp_path / "list.json"
    path.write_text(json.dumps([GOOD], indent=1))
    messages = [one.message for one in outcomes(path, tmp_path / "corpus")]
    assert "it is a list; write a record a line" in messages[0]


def test_the_other_lines_go_on(tmp_path: Path) -> None:
    """One bad line costs one document; an overlong one does not shift the line numbers."""
    overlong = json.dumps({**GOOD, "digest": "x" * 3 * LINE_MAX_BYTES}).encode()
    path = write_list(
        tmp_path / "list.jsonl", b"{", b"", overlong, {**GOOD, "url": "ftp://x"}, GOOD
    )
    result = run(path)
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{path}:{number}" for number in (1, 3, 4)]
    assert "longer than" in lines[1]
    assert result.stdout == "4 read: 1 added, 0 replaced, 0 unchanged, 3 failed.\n"
    assert result.exit_code == 1
    assert len(list(records.read_all(tmp_path / "corpus"))) == 1


def test_a_damaged_record_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    """What is there but cannot be read may hold more than the list does."""
    path = write_list(tmp_path / "list.jsonl", GOOD, {**GOOD, "doc_id": "other"})
    stored = records.write(
        tmp_path / "corpus", records.catalogue_record(document_of(json.dumps(GOOD).encode(), ""))
    )
    (stored / "record.toml").write_text("damaged")
    assert states(path, replace=True) == [State.FAILED, State.ADDED]
    assert (stored / "record.toml").read_text() == "damaged"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It says what would happen, in the same words."""
    path = write_list(tmp_path / "list.jsonl", GOOD)
    result = run(path, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout == (
        "Dry run, nothing written: 1 read: 1 added, 0 replaced, 0 unchanged, 0 failed.\n"
    )
    assert result.stderr == ""
    assert not (tmp_path / "corpus").exists()


def test_a_good_list_exits_with_0_and_replace_is_an_option(tmp_path: Path) -> None:
    """The exit status says whether all of the list is in the corpus."""
    path = write_list(tmp_path / "list.jsonl", GOOD)
    assert run(path).exit_code == 0
    write_list(path, {**GOOD, "title": "Another"})
    assert run(path).exit_code == 1
    result = run(path, "--replace")
    assert (result.exit_code, result.stdout) == (
        0,
        "1 read: 0 added, 1 replaced, 0 unchanged, 0 failed.\n",
    )


CSV_HEAD = "doc_id;title;publishers;language;url_checked;digest\n"
CSV_ROW = 'appeal-2025;"Une; déclaration";A | B;fr;;"Demande aux États\nd\'agir."\n'


def write_csv(path: Path, content: str | bytes) -> Path:
    """A list in CSV."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    """Semicolons, quoted line ends, a mark at the beginning, Windows' own encoding."""
    path = write_csv(tmp_path / "list.csv", (CSV_HEAD + CSV_ROW).encode(encoding))
    assert states(path) == [State.ADDED]
    document = records.read(tmp_path / "corpus" / "appeal-2025").document
    assert (document.title, document.publishers) == ("Une; déclaration", ("A", "B"))
    assert (document.digest, document.url_checked) == ("Demande aux États\nd'agir.", False)


def test_a_csv_can_be_tried_first(tmp_path: Path) -> None:
    """A dry run says what would happen and writes nothing."""
    path = write_csv(tmp_path / "list.csv", CSV_HEAD + CSV_ROW)
    assert "1 read: 1 added" in run(path, "--dry-run").output
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a;b\n", "2 cells for 6 fields"),
        ("appeal;T;A;fr;perhaps;D\n", "url_checked 'perhaps'"),
        ("../x;T;A;fr;;D\n", "doc_id '../x'"),
        ("appeal;;A;fr;;D\n", "title"),
        ('appeal;"T" x;A;fr;;D\n', "no CSV"),
        ('appeal;"' + "x" * (LINE_MAX_BYTES + 9) + ";A\n", "no CSV"),
    ],
)
def test_a_bad_row_of_a_csv_is_named(tmp_path: Path, row: str, reason: str) -> None:
    """With its line and what is wrong; rows before it are in."""
    path = write_csv(tmp_path / "list.csv", CSV_HEAD + CSV_ROW + row)
    found = list(outcomes(path, tmp_path / "corpus"))
    assert [one.state for one in found] == [State.ADDED, State.FAILED]
    assert reason in found[1].message
    assert f"{path}:4" in found[1].message


@pytest.mark.parametrize("head", ["", "doc_id;doc_id\n", "title;digest\n", "doc_id,<script>\n"])
def test_a_csv_without_usable_names_is_refused(tmp_path: Path, head: str) -> None:
    """The first line has to say what the columns are."""
    with pytest.raises(RecordError, match="the first line has to name"):
        list(outcomes(write_csv(tmp_path / "list.csv", head), tmp_path / "corpus"))
