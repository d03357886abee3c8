"""`archive diff` shows what changed between two versions of a record."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_earlier import DROPPED, NEW, OLD, SAID, SAYS, keep, noted_version

from indexer.cli import archive


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201
    """Run `archive` over a corpus of one record with two versions."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path))
    keep(tmp_path, OLD, NEW)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(archive, ["diff", *arguments])

    return call


def test_the_last_two_versions_are_compared(run) -> None:  # noqa: ANN001
    """Edited words are marked within the passage, gone and added passages whole."""
    answer = run("doc")
    assert answer.exit_code == 0
    assert "road [-before-]{+after+} the night" in answer.output
    assert f"[-{DROPPED}-]" in answer.output
    assert "{+A heading+}" in answer.output
    assert "1 exact, 0 moved, 1 edited, 0 split, 0 merged, 1 gone, 1 added" in answer.output


def test_versions_can_be_named(run) -> None:  # noqa: ANN001
    """A version compared with itself has no change; backwards what was added is gone."""
    old, new = OLD[0].version_id, NEW[0].version_id
    assert "3 exact, 0 moved" in run("doc", old, old).output
    assert "[-A heading-]" in run("doc", new, old).output


@pytest.mark.parametrize("arguments", [("nowhere",), ("doc", "v0"), ("doc", "v0", "v1")])
def test_what_is_not_there_is_named(run, arguments: tuple[str, ...]) -> None:  # noqa: ANN001
    """The message holds the id that was asked for and what to do."""
    answer = run(*arguments)
    assert answer.exit_code == 1
    assert arguments[-1] in str(answer.exception) or arguments[1] in str(answer.exception)


def test_one_version_has_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to get another version."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path))
    keep(tmp_path, OLD)
    answer = CliRunner().invoke(archive, ["diff", "doc"])
    assert answer.exit_code == 1
    assert "archive add" in str(answer.exception)


def test_calls_of_notes_and_printed_pages_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call is a mark within the words; the page is as printed, and as the file counts it."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path))
    old = noted_version(SAID, number="3", page=1, day=1)
    keep(tmp_path, old, noted_version(SAYS, number="4", page=2, day=2))
    answer = CliRunner().invoke(archive, ["diff", "doc"])
    assert "p. 11, page 1 of the PDF → " in answer.output
    assert "p. 12, page 2 of the PDF\n" in answer.output
    assert "It found[-[^3]-]{+[^4]+} that the army" in answer.output
    assert ".[-[^3]-]{+[^4]+}\n" in answer.output
