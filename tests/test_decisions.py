"""Decisions of editors: they override the rules, outlive rebuilds, and are counted."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds import put, quick_folder, settings_in
from click.testing import CliRunner
from sites import app_over

from archive import decisions, soundness
from archive.annotation import rules
from archive.decisions import Decision, Kind, precision
from archive.errors import NotFoundError, QueryError, RecordError
from archive.generation import open_served
from archive.opened import Opened, open_index
from archive.positions.timeline import timeline
from archive.settings import Settings
from indexer import marking
from indexer.build import build
from indexer.cli import archive

CORPUS = Path(__file__).parents[1] / "corpus"
TEXT = "We call on all States to adopt a blocking statute."


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the built corpus, to be changed."""
    with quick_folder(tmp_path) as folder:
        shutil.copytree(built, folder / "copy")
        yield settings_in(folder / "copy")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A built corpus of one statement."""
    with quick_folder(tmp_path_factory.mktemp("decisions")) as folder:
        _fill(folder)
        yield folder


def _fill(folder: Path) -> None:
    settings = settings_in(folder)
    settings.corpus.mkdir()
    for name in rules.SOURCES:
        shutil.copyfile(CORPUS / name, settings.corpus / name)
    put(settings.corpus, "statement", [TEXT, "The sun shone."])
    build(settings, encoder=None)


def _opened(settings: Settings) -> Opened:
    return open_index(open_served(settings.var))


def _decide(settings: Settings, value: str, *, accepted: bool, row: int = 0) -> Decision:
    opened = _opened(settings)
    passage_id = opened.row(row).passage.passage_id
    made = marking.decide(opened, passage_id=passage_id, value=value, accepted=accepted, by="E")
    marking.keep(settings.corpus, made)
    return made


def test_a_rejected_theme_goes_and_stays_away(settings: Settings) -> None:
    """After this build and after one that annotates everything anew."""
    assert _decide(settings, "icc-sanctions", accepted=False).found
    build(settings, encoder=None)
    assert timeline(_opened(settings), "icc-sanctions", filters={}).total == 0
    shutil.rmtree(settings.var)
    build(settings, encoder=None)
    assert timeline(_opened(settings), "icc-sanctions", filters={}).total == 0
    _decide(settings, "icc-sanctions", accepted=True)
    build(settings, encoder=None)
    filed = timeline(_opened(settings), "icc-sanctions", filters={}).filed
    assert [one.theme.accepted for one in filed] == [True]


def test_accepted_values_come_where_nothing_was_found(settings: Settings) -> None:
    """Theme, act and addressee of a plain sentence, by an editor alone."""
    for value in ("evidence", "demand", "eu"):
        assert not _decide(settings, value, accepted=True, row=1).found
    build(settings, encoder=None)
    filed = timeline(_opened(settings), "evidence", filters={"to": "eu", "act": "demand"}).filed
    assert [(one.card.annotation.act, one.theme.basis) for one in filed] == [("demand", "editor")]
    _decide(settings, "demand", accepted=False)
    build(settings, encoder=None)
    assert _opened(settings).annotations.of(0).act == ""


def test_a_value_has_one_meaning(settings: Settings) -> None:
    """What is no id, and what is two, is refused with what to write."""
    with pytest.raises(QueryError, match="theme:un-mechanisms or addressee:un-mechanisms"):
        _decide(settings, "un-mechanisms", accepted=True)
    assert _decide(settings, "theme:un-mechanisms", accepted=True).kind is Kind.THEME
    with pytest.raises(QueryError, match="nothing-such"):
        _decide(settings, "nothing-such", accepted=True)
    with pytest.raises(QueryError, match="colour"):
        _decide(settings, "colour:evidence", accepted=True)
    with pytest.raises(NotFoundError, match="nowhere"):
        marking.decide(_opened(settings), passage_id="nowhere", value="eu", accepted=True, by="E")


def test_precision_counts_the_last_decision_on_what_was_found() -> None:
    """Two right and one wrong of three found are 2/3; what was missed is told apart."""

    def one(passage_id: str, accepted: bool, found: bool) -> Decision:
        return Decision(
            passage_id=passage_id,
            doc_id="d",
            kind=Kind.THEME,
            value="evidence",
            accepted=accepted,
            found=found,
            by="E",
            decided_at="2026-01-01T00:00:00+00:00",
        )

    made = [one("a", False, True), one("b", True, True), one("c", False, True)]
    counted = precision([*made, one("a", True, True), one("d", True, False)])
    assert [(p.accepted, p.rejected, p.missed) for p in counted] == [(2, 1, 1)]
    assert counted[0].share == 2 / 3
    assert precision([one("d", True, False)])[0].share is None


def test_the_list_is_sealed_and_refused_where_it_was_altered(settings: Settings) -> None:
    """As every file of the corpus."""
    _decide(settings, "icc-sanctions", accepted=False)
    path = settings.corpus / decisions.SOURCE
    assert [one for one in soundness.damage(settings.corpus) if path.name in one] == []
    path.write_bytes(path.read_bytes().replace(b"false", b"true", 1))
    with pytest.raises(RecordError, match="altered"):
        build(settings, encoder=None)


def test_the_command_and_the_page(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided in a terminal, counted there, on the page of themes and in the API."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    name = _opened(settings).row(0).passage.passage_id
    run = CliRunner().invoke
    words = ["annotations", "accept", name, "icc-sanctions", "all-states", "--by", "E"]
    assert run(archive, words, catch_exceptions=False).output.count("accepted") == 2
    report = run(archive, ["annotations", "report"], catch_exceptions=False).output
    assert "     1.00      1      0       0  theme icc-sanctions" in report
    build(settings, encoder=None)
    client = app_over(settings).test_client()
    assert "editors found 1 of 1 right" in client.get("/positions").text
    themes = client.get("/api/positions").get_json()["themes"]
    judged = {one["theme_id"]: one["judged"] for one in themes if one["judged"]}
    counts = {"accepted": 1, "rejected": 0, "missed": 0, "precision": 1.0}
    assert judged == {"icc-sanctions": counts}
