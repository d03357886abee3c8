"""The ledger of calls: marks last, only grow, follow their passage, and are shown and exported."""

import csv
import hashlib
import io
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builds import put, quick_folder, settings_in
from click.testing import CliRunner
from flask.testing import FlaskClient
from sites import app_over, put_digest

from archive import ledger, records, soundness
from archive.annotation import rules
from archive.errors import ArchiveError, NotFoundError, QueryError, RecordError
from archive.generation import open_served
from archive.ledger import CallState, Mark
from archive.model import Passage, PassageKind, TextOrigin, Version
from archive.opened import Opened, open_index
from archive.positions.calls import calls
from archive.positions.calls_csv import COLUMNS
from archive.settings import Settings
from indexer import marking
from indexer.build import build
from indexer.cli import archive, main

CORPUS = Path(__file__).parents[1] / "corpus"
CALL = "We call on all States to adopt a blocking statute."
ASKED = "We urge the Court to =publish its reasons."
MARK = Mark(
    passage_id="",
    doc_id="",
    state=CallState.MET,
    date="2025-11",
    by="An editor",
    marked_at="2026-01-01T00:00:00+00:00",
    evidence="The statute\nwas adopted <b>.",
    url="https://example.org/statute",
)


def _settings(folder: Path) -> None:
    settings = settings_in(folder)
    settings.corpus.mkdir()
    for name in rules.SOURCES:
        shutil.copyfile(CORPUS / name, settings.corpus / name)
    put(settings.corpus, "statement", [CALL, ASKED, "The sun shone."])
    put_digest(
        settings.corpus, "old", title="Old", digest="The Network calls on France to act.",
        publishers=("=cmd()",), language="en", issued="2023-03-01",
    )  # fmt: skip
    build(settings, encoder=None)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A built corpus with two calls of a statement and one of a digest."""
    with quick_folder(tmp_path_factory.mktemp("calls")) as folder:
        _settings(folder)
        yield folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Iterator[Settings]:
    """A copy of it, to be changed."""
    with quick_folder(tmp_path) as folder:
        shutil.copytree(built, folder / "copy")
        yield settings_in(folder / "copy")


def _opened(settings: Settings) -> Opened:
    return open_index(open_served(settings.var))


def _id_of(opened: Opened, text: str) -> str:
    rows = (opened.row(number) for number in range(len(opened.live)) if opened.live[number])
    return next(row.passage.passage_id for row in rows if row.passage.text == text)


def _marked(settings: Settings, text: str = CALL, **changes: object) -> Mark:
    opened = _opened(settings)
    entry = replace(MARK, passage_id=_id_of(opened, text), **changes)  # type: ignore[arg-type]
    return marking.mark(settings.corpus, opened, entry)


def test_a_mark_is_shown_once_it_is_built_in(settings: Settings) -> None:
    """The corpus has it at once, readers after the next build; nothing else changes."""
    made = _marked(settings)
    assert made.evidence == "The statute was adopted <b>."
    opened = _opened(settings)
    assert {one.state for one in calls(opened, opened.marks, filters={}).calls} == {"not-marked"}
    assert calls(opened, ledger.read(settings.corpus), filters={"state": "met"}).total == 1
    build(settings, encoder=None)
    opened = _opened(settings)
    found = calls(opened, opened.marks, filters={})
    assert [call.state for call in found.calls].count("met") == 1
    assert {one.value: one.count for one in found.choices["state"]} == {"met": 1, "not-marked": 2}


def test_marks_only_grow(settings: Settings) -> None:
    """The last mark counts and the earlier ones are told; the file is sealed each time."""
    _marked(settings, state=CallState.OPEN, evidence="", url="")
    first = (settings.corpus / ledger.SOURCE).read_bytes()
    _marked(settings)
    second = (settings.corpus / ledger.SOURCE).read_bytes()
    assert second.startswith(first[: first.rindex(b"# SHA-256")])
    found = calls(_opened(settings), ledger.read(settings.corpus), filters={"state": "met"})
    assert [str(entry.mark.state) for entry in found.calls[0].entries] == ["met", "open"]
    assert [one for one in soundness.damage(settings.corpus) if ledger.SOURCE in one] == []


def test_an_altered_ledger_is_refused(settings: Settings) -> None:
    """Neither read nor added to, and named by the check; the old index is served on."""
    _marked(settings)
    path = settings.corpus / ledger.SOURCE
    path.write_bytes(path.read_bytes().replace(b"met", b"mot", 1))
    with pytest.raises(RecordError, match="altered"):
        ledger.read(settings.corpus)
    with pytest.raises(RecordError, match="altered"):
        _marked(settings)
    assert any("calls.toml: altered" in one for one in soundness.damage(settings.corpus))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"evidence": "", "url": ""}, "no evidence"),
        ({"date": "2025-13"}, "2025-13"),
        ({"date": "2026-01-02"}, "still to come"),
        ({"by": " \t"}, "by is empty"),
        ({"by": "x" * 101}, "101"),
        ({"evidence": "x" * 2001}, "2001"),
        ({"url": "javascript:alert(1)"}, "javascript"),
        ({"url": "https://"}, "https://"),
    ],
)
def test_values_are_held_to_their_limits(
    settings: Settings, changes: dict[str, str], wrong: str
) -> None:
    """What cannot be kept is named, and nothing is written."""
    with pytest.raises(QueryError, match=wrong):
        _marked(settings, **changes)
    assert not (settings.corpus / ledger.SOURCE).exists()


def test_a_file_that_cannot_be_written_is_named(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """One line and status 1, as for every mistake: a folder that is not there is no crash."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    monkeypatch.setattr(sys, "argv", ["archive", "calls", "export", str(tmp_path / "no" / "a.csv")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert re.fullmatch(r"archive: .*/no/.*: No such file or directory\n", capsys.readouterr().err)


def test_only_calls_are_marked(settings: Settings) -> None:
    """A passage that asks for nothing, and one that is not there, have no state."""
    with pytest.raises(QueryError, match="no call"):
        _marked(settings, "The sun shone.")
    with pytest.raises(NotFoundError, match="nowhere"):
        marking.mark(settings.corpus, _opened(settings), replace(MARK, passage_id="nowhere"))


def _new_version(settings: Settings, text: str) -> None:
    """The statement captured again, its call in other words."""
    record = records.read(settings.corpus / "statement")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    passage = Passage(
        passage_id="",
        doc_id="statement",
        version_id=f"v-{sha256[:12]}",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language="en",
    )
    version = Version(
        version_id=passage.version_id,
        doc_id="statement",
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=records.with_ids([passage]),
        sha256=sha256,
        original="original.txt",
        media_type="text/plain",
        captured_at="2026-02-01T00:00:00+00:00",
    )
    records.write(
        settings.corpus,
        replace(record, versions=(*record.versions, version)),
        originals={version.version_id: text.encode()},
    )
    build(settings, encoder=None)


def test_a_mark_follows_its_passage_into_a_new_version(settings: Settings) -> None:
    """An edited call keeps its state, and says that it was marked on an earlier wording."""
    old_id = _marked(settings).passage_id
    _new_version(settings, CALL.replace("adopt", "finally adopt"))
    opened = _opened(settings)
    found = calls(opened, opened.marks, filters={"state": "met"})
    assert found.calls[0].card.passage.passage_id != old_id
    assert found.calls[0].entries[0].verdict == "edited"
    assert found.lost == ()


def test_a_mark_whose_call_has_gone_is_not_lost(settings: Settings) -> None:
    """It is listed beside the calls with what became of its passage."""
    _marked(settings)
    _new_version(settings, "Nothing of it stands here, but the weather was fine all week.")
    opened = _opened(settings)
    found = calls(opened, opened.marks, filters={})
    assert [(entry.mark.state, entry.verdict) for entry in found.lost] == [("met", "gone")]


def test_the_page_the_api_and_the_csv(settings: Settings) -> None:
    """Each shows the same calls, and what would be run or rendered is text."""
    _marked(settings)
    build(settings, encoder=None)
    client: FlaskClient = app_over(settings).test_client()
    page = client.get("/calls?state=met").text
    assert "The statute was adopted &lt;b&gt;." in page
    assert 'href="https://example.org/statute"' in page
    assert "digest, not the document" not in page
    assert client.get("/api/calls?state=met").get_json()["calls"][0]["marks"][0]["by"] == MARK.by
    answer = client.get("/calls.csv")
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == [*COLUMNS]
    assert len(lines) == 4
    told = {line[lines[0].index("words")]: dict(zip(COLUMNS, line, strict=True)) for line in lines}
    assert told[CALL]["state"] == "met"
    digest = told["The Network calls on France to act."]
    assert (digest["origin"], digest["publishers"]) == ("digest", "'=cmd()")
    assert (digest["addressees"], digest["named_states"]) == ("named-state", "France")
    assert 'authorities: <bdi lang="en" dir="ltr">France</bdi>' in client.get("/calls").text
    named = {one["words"]: one["named_states"] for one in client.get("/api/calls").json["calls"]}
    assert (named[digest["words"]], named[CALL]) == (["France"], [])
    for wrong in ("state=lost", "page=0", "theme=nothing"):
        assert client.get(f"/calls?{wrong}").status_code == 400
    for wrong in ("state=lost", "theme=nothing"):
        assert client.get(f"/calls.csv?{wrong}").status_code == 400


def test_a_date_that_was_worked_out_is_told_as_such(settings: Settings) -> None:
    """In the file it stands apart from what sources say, and in the terminal it is named."""
    words = "The Network calls on Chile to act."
    put_digest(
        settings.corpus,
        "guessed",
        title="G",
        digest=words,
        language="en",
        issued_inferred="2024-05",
    )
    build(settings, encoder=None)
    answer = app_over(settings).test_client().get("/calls.csv").data.decode("utf-8-sig")
    by_words = {line["words"]: line for line in csv.DictReader(io.StringIO(answer))}
    assert (by_words[words]["issued"], by_words[words]["issued_inferred"]) == ("", "2024-05")
    seen = by_words["The Network calls on France to act."]
    assert (seen["issued"], seen["issued_inferred"]) == ("2023-03-01", "")
    places = {"ARCHIVE_CORPUS": str(settings.corpus), "ARCHIVE_VAR": str(settings.var)}
    listed = CliRunner().invoke(archive, ["calls", "list"], env=places)
    assert "2024-05 (inferred)" in listed.output


def test_a_theme_is_never_called_as_an_addressee_is(settings: Settings) -> None:
    """One id, un-mechanisms, is both; the link to the theme has the theme's name."""
    put(
        settings.corpus,
        "mechanism",
        ["We call on all States to fund the UN Commission of Inquiry."],
    )
    build(settings, encoder=None)
    opened = _opened(settings)
    name = next(t for t in opened.annotations.rules.themes if t.term_id == "un-mechanisms").label
    client = app_over(settings).test_client()
    for path in ("/calls", "/calls?theme=un-mechanisms"):
        page = client.get(path).text
        assert f'<a href="/positions/un-mechanisms">{name["en"]}</a>' in page
    assert f"Remove the filter Theme: {name['en']}" in page


def test_the_state_is_on_the_card_of_the_timeline(settings: Settings) -> None:
    """Who reads a theme sees what became of its calls."""
    _marked(settings)
    build(settings, encoder=None)
    page = app_over(settings).test_client().get("/positions/icc-sanctions").text
    assert "The statute was adopted" in page


def test_the_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Marking, listing and exporting in a terminal."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    name = _id_of(_opened(settings), CALL)
    run = CliRunner().invoke
    words = ["calls", "mark", name, "met", "--by", "E", "--evidence", "done", "--date", "2025"]
    assert "is met" in run(archive, words, catch_exceptions=False).output
    listed = run(archive, ["calls", "list", "--state", "met"], catch_exceptions=False).output
    assert "2025 met, E: done" in listed
    assert listed.splitlines()[2:5] == [
        "2025-07 · publisher not known · met · All States / international community",
        f"  {CALL}",
        "  On statement",
    ]
    run(archive, ["calls", "export", str(tmp_path / "calls.csv")], catch_exceptions=False)
    assert (tmp_path / "calls.csv").read_text(encoding="utf-8-sig").count("\n") == 4
    narrow = ["--origin", "digest", "--year", "2023", "--to", "named-state"]
    run(archive, ["calls", "export", str(tmp_path / "few.csv"), *narrow], catch_exceptions=False)
    (line,) = csv.DictReader(io.StringIO((tmp_path / "few.csv").read_text(encoding="utf-8-sig")))
    assert line["words"] == "The Network calls on France to act."
    beyond = run(archive, ["calls", "list", "--page", "9"], catch_exceptions=False).output
    assert beyond == "There is only 1 page.\n"
    refused = run(archive, ["calls", "mark", name, "met", "--by", "E"])
    assert isinstance(refused.exception, ArchiveError)
