"""What is doubtful is listed, the worst first, with why; what is good is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pages import column, pdf

from indexer.cli import archive

GOOD = "The commission heard forty families of the disappeared in the old court house."
BAD = GOOD.replace("e", "\ufffd").replace("i", "\ufffd")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path / "corpus"))

    def call(*words: object) -> Result:
        return CliRunner().invoke(archive, [str(word) for word in words])

    return call


def test_doubtful_texts_are_listed_and_good_ones_not(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    """Each with its score and its signs; also when it is taken in."""
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "bad.txt").write_text(BAD)
    empty = [column([GOOD, GOOD]), *[[]] * 3, column(["The last page."])]
    (tmp_path / "holes.pdf").write_bytes(pdf(*empty))
    added = run("add", *(tmp_path / name for name in ("good.txt", "bad.txt", "holes.pdf")))
    assert added.exit_code == 0
    assert "of it are no words" in added.stdout.splitlines()[1]
    assert "; nothing on pages 2, 3, 4 of 5" in added.stdout.splitlines()[2]
    (bad, holes, count) = run("review").stdout.splitlines()
    assert bad.startswith("bad-en: 0.2")
    assert holes.startswith("holes-en: 0.40; nothing on pages 2, 3, 4 of 5; 141 letters from ")
    assert count == "Texts to review: 2."


def test_little_text_from_a_large_file_is_listed(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    """A page whose text is loaded by a script, or a file that is mostly pictures."""
    page = f"<html><body><article><p>{GOOD}</p></article><!-- {'x' * 60_000} --></body></html>"
    (tmp_path / "page.html").write_text(page)
    assert "letters from 6" in run("add", tmp_path / "page.html").stdout


def test_a_sound_corpus_has_nothing_to_review(tmp_path: Path, run: Callable[..., Result]) -> None:
    """And says so."""
    (tmp_path / "corpus").mkdir()
    assert run("review").stdout == "No text is doubtful.\n"
