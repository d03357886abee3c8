"""`archive add` takes in what it can and tells what it cannot, each in one line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import records
from indexer.commands.add import add

TEXT = "# {}\n\nVictims and their families have waited for the truth for many long years.\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path / "corpus"))

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(add, [str(argument) for argument in arguments])

    return call


def test_good_files_are_kept_and_bad_ones_named(tmp_path: Path, run: Callable[..., Result]) -> None:
    """One bad file stops no other; the exit status tells, and nothing half-written stays."""
    folder = tmp_path / "offered"
    folder.mkdir()
    (folder / "a.md").write_text(TEXT.format("One"))
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "c.txt").write_bytes(bytes(100))
    (folder / "d.md").write_text(TEXT.format("Two"))
    (folder / "e.md").write_text(TEXT.format("One"))
    result = run(folder, tmp_path / "absent.md")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{folder}/a.md: added as one-en, 2 passages; not stated: publishers, kind, issued, url",
        f"{folder}/d.md: added as two-en, 2 passages; not stated: publishers, kind, issued, url",
    ]
    assert result.stderr.splitlines() == [
        f"{folder}/b.pdf: the PDF is broken; open it in a viewer and save it again",
        f"{folder}/c.txt: the file is empty; give one with text",
        f"{folder}/e.md: the same file is kept as one-en",
        f"{tmp_path}/absent.md: there is no such file",
    ]
    assert sorted(path.name for path in (tmp_path / "corpus").iterdir()) == ["one-en", "two-en"]


def test_a_side_file_without_its_document_is_named(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    """What somebody wrote down of a document is not passed over because of a wrong name."""
    folder = tmp_path / "offered"
    folder.mkdir()
    for name in ("a", "b", "c.d"):
        (folder / f"{name}.md").write_text(TEXT.format(name))
    for name in ("a", "b.md", "c.d", "e"):
        (folder / f"{name}.meta.toml").write_text('kind = "appeal"\n')
    result = run(folder)
    assert result.exit_code == 1
    assert result.stdout.count("not stated: publishers, issued, url") == 3
    assert result.stderr == (
        f"{folder}/e.meta.toml: the file that it describes is not there; put it beside.\n"
    )


def test_a_dry_run_writes_nothing_and_says_what_would_be(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    """Duplicates among the offered files are found too."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TEXT.format("One"))
    result = run("--dry-run", tmp_path / "a.md", tmp_path / "b.md")
    assert "a.md: would be added as one-en" in result.stdout
    assert "b.md: the same file is kept as one-en" in result.stderr
    assert not (tmp_path / "corpus").exists()


def test_options_describe_the_document(tmp_path: Path, run: Callable[..., Result]) -> None:
    """Every field of the record that a person knows can be given."""
    (tmp_path / "a.md").write_text(TEXT.format("One"))
    options = (
        *("--title", "Given", "--publisher", "A", "--publisher", "B", "--kind", "report"),
        *("--issued", "2024-05", "--language", "en", "--url", "https://a.example/x"),
        *("--doc-id", "given-id"),
    )
    result = run(tmp_path / "a.md", *options)
    assert result.exit_code == 0, result.stderr
    assert "not stated" not in result.stdout
    document = records.read(tmp_path / "corpus" / "given-id").document
    assert (document.title, document.publishers, document.kind) == ("Given", ("A", "B"), "report")
    assert (document.issued, document.url) == ("2024-05", "https://a.example/x")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--issued", "yesterday"), "issued is 'yesterday'"),
        (("--doc-id", "../../x"), "doc_id is '../../x'"),
        (("--title", "One title"), "2 files"),
    ],
)
def test_options_that_cannot_hold_are_refused(
    tmp_path: Path, run: Callable[..., Result], options: tuple[str, ...], reason: str
) -> None:
    """Nothing is taken in under a wrong description."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TEXT.format(name))
    result = run(tmp_path / "a.md", tmp_path / "b.md", *options)
    assert reason in str(result.exception)
    assert not (tmp_path / "corpus").exists()


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path, run: Callable[..., Result]) -> None:
    """Silence would look like success."""
    assert "nothing to add" in str(run(tmp_path).exception)
