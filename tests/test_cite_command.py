"""`archive cite`: what the page gives, in the terminal."""

import pytest
from click.testing import CliRunner, Result

from archive.citation.styles import STYLES
from archive.errors import NotFoundError
from archive.settings import Settings
from indexer.cli import archive


@pytest.fixture
def run(site_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run `archive cite` over the small corpus."""
    monkeypatch.setenv("ARCHIVE_VAR", str(site_settings.var))
    monkeypatch.setenv("ARCHIVE_ADDRESS", "https://archive.example")

    def cite(*arguments: str) -> Result:
        return CliRunner().invoke(archive, ["cite", *arguments])

    return cite


def test_every_style_is_printed(run: object) -> None:
    """Without options a document is cited in all styles, by its public address."""
    assert callable(run)
    text = run("statement-2025-en").output
    for style in STYLES.values():
        assert f"{style.label}\n" in text
    assert text.count("https://archive.example/d/statement-2025-en") == len(STYLES)


def test_one_style_or_one_format_is_printed_alone(run: object) -> None:
    """A script takes the output as it is."""
    assert callable(run)
    only = run("statement-2025-en", "--style", "oscola").output
    assert only.startswith("FIDH and REDRESS, ‘Justice Needs Courage’ (17 July 2025)")
    assert only.count("\n") == 1
    assert run("statement-2025-en", "--format", "ris").output.startswith("TY  - RPRT")


def test_a_passage_of_another_document_is_refused(run: object) -> None:
    """An id that is not of the document is an error, not a citation of something else."""
    assert callable(run)
    assert isinstance(run("digest-fr", "--passage", "p" + 12 * "a").exception, NotFoundError)
    assert isinstance(run("none").exception, NotFoundError)
