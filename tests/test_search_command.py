"""`archive search` shows what was found, plainly, and what to try where nothing was."""

import json
from pathlib import Path

import click
import pytest
from builds import HashEncoder, settings_in
from click.testing import CliRunner, Result
from sites import put_digest, put_statement

from archive import encoder
from archive.errors import NoGenerationError
from indexer.build import build
from indexer.commands.search import search


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built index of a captured statement and two digests."""
    folder = tmp_path_factory.mktemp("archive")
    chosen = settings_in(folder)
    put_statement(chosen.corpus)
    put_digest(
        chosen.corpus,
        "digest-fr",
        title="Les victimes d'abord",
        digest="Les organisations demandent réparation pour les victimes de torture.",
        publishers=("FIDH",),
        kind="report",
        language="fr",
        issued_inferred="2024-05",
    )
    put_digest(
        chosen.corpus,
        "hostile",
        title="Title \x1b[2J\u202ewith escapes",
        digest="A hostage digest \x1b]0;owned\x07 about wiretapping.",
        language="en",
    )
    build(chosen, encoder=HashEncoder())
    return folder


@pytest.fixture(autouse=True)
def _archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "load", lambda name, *, cache: HashEncoder())
    chosen = settings_in(folder)
    monkeypatch.setenv("ARCHIVE_CORPUS", str(chosen.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(chosen.var))
    monkeypatch.setenv("ARCHIVE_ENCODER", chosen.encoder)


def run(*options: str, color: bool = False) -> Result:
    return CliRunner().invoke(search, options, catch_exceptions=False, color=color)


def test_a_hit_says_what_it_is_and_where_it_stands() -> None:
    """Rank, title, date, kind, publishers, lanes, the matched text and its address."""
    result = run("sanctions", "against", "judges", "--mode", "keyword")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0].startswith("1 document in ")
    assert lines[2] == "1. Justice needs courage"
    assert lines[3] == "   2025-07-17 · joint statement · FIDH, REDRESS · found by words"
    assert "Protect judges of the court against sanctions." in lines[4]
    assert lines[5].strip().startswith("statement-2025-en#")


def test_an_inferred_date_is_shown_as_inferred() -> None:
    """A date that nobody saw in the source is not shown as if it had been."""
    assert "2024-05 (inferred) · report · FIDH" in run("victimes").stdout


def test_words_that_are_not_the_documents_own_are_told_from_its_own() -> None:
    """A digest is never read as a quotation; a statement's own words need no remark."""
    french = run("réparation", "--kind", "report", "--mode", "keyword").stdout
    assert "found by words · digest, not the document's words" in french
    own = run("sanctions", "against", "judges", "--mode", "keyword", "--kind", "joint statement")
    assert "digest" not in own.stdout
    browsed = run("kind:report").stdout
    assert "found by" not in browsed
    assert "digest, not the document's words" in browsed


def test_matched_words_are_bold_in_a_terminal_only() -> None:
    """What goes to a file has no control sequences."""
    assert click.style("judges", bold=True) in run("judges", color=True).stdout
    assert "\x1b" not in run("judges").stdout


@pytest.mark.parametrize("color", [True, False])
def test_a_document_cannot_steer_the_terminal(color: bool) -> None:
    """Control characters of a text are shown as blanks."""
    text = run("wiretapping", "--mode", "keyword", color=color).stdout
    assert "with escapes" in text
    for letters in ("\x1b[2J", "\x1b]0", "\x07", "\u202e"):
        assert letters not in text


def test_json_is_that_of_the_api() -> None:
    """The same object, with the limit and page that were asked for."""
    answer = json.loads(run("torture", "--json", "--limit", "1", "--page", "2").stdout)
    assert (answer["query"], answer["mode"]) == ("torture", "hybrid")
    assert (answer["limit"], answer["page"]) == (1, 2)
    assert [hit["rank"] for hit in answer["hits"]] == [2]
    assert "facets" in answer


def test_filters_may_be_repeated() -> None:
    """Values of one column are alternatives, columns are conditions."""
    found = ("torture", "--json", "--kind", "report", "--kind", "joint statement")
    both = json.loads(run(*found).stdout)
    assert {hit["doc_id"] for hit in both["hits"]} == {"digest-fr", "statement-2025-en"}
    one = json.loads(run(*found, "--language", "fr", "--year", "2024").stdout)
    assert [hit["doc_id"] for hit in one["hits"]] == ["digest-fr"]


def test_an_empty_answer_says_what_to_try() -> None:
    """Finding nothing is an answer, not an error."""
    result = run('"no such phrase anywhere"')
    assert result.exit_code == 0
    assert "Nothing was found. Try\n- fewer words" in result.stdout


def test_to_leave_out_what_no_document_meets_is_tried_first() -> None:
    """As on the page: a condition in the query, then a filter."""
    told = run("torture kind:zebra", "--language", "zz").stdout
    conditions = ("kind: zebra", "language: zz")
    first = "".join(f"- without “{one}”: no document here meets it;\n" for one in conditions)
    assert f"Nothing was found. Try\n{first}- fewer words" in told


@pytest.mark.parametrize("typed", ["", '""', "?"])
def test_what_has_no_word_is_refused(typed: str) -> None:
    """An empty answer would say that the archive has nothing."""
    result = CliRunner().invoke(search, [typed])
    assert result.exit_code == 2
    assert f"There is no word in '{typed}'" in result.stderr


def test_a_page_behind_the_last_one_is_said() -> None:
    """A page without hits of an answer with hits names the way back."""
    result = run("torture", "--page", "50")
    assert result.exit_code == 0
    assert "Page 50 is behind the last one; ask for --page 1." in result.stdout


@pytest.mark.parametrize("option", [("--limit", "101"), ("--limit", "0"), ("--page", "101")])
def test_values_outside_their_limits_are_refused(option: tuple[str, str]) -> None:
    """A usage error names the option and its range."""
    result = CliRunner().invoke(search, ["torture", *option])
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_without_an_index_the_next_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has been built: the message says what to run."""
    monkeypatch.setenv("ARCHIVE_VAR", str(tmp_path))
    with pytest.raises(NoGenerationError, match="archive build"):
        run("torture")
