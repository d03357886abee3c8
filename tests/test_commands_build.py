"""`archive build`, `generations`, `rollback` and `verify`, as a terminal runs them."""

import time
from pathlib import Path

import pytest
from builds import HashEncoder, fill, put
from click.testing import CliRunner, Result

from archive import encoder, generation
from archive.errors import ArchiveError, GenerationError, NoGenerationError, NotFoundError
from indexer.cli import archive


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small corpus that the settings point to; the model is the small one."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ARCHIVE_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(encoder, "load", lambda name, *, cache, threads: HashEncoder())
    fill(tmp_path / "corpus", 2)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(archive, arguments)
    if result.exception and not isinstance(result.exception, (ArchiveError, SystemExit)):
        raise result.exception
    return result


def served(here: Path) -> str:
    generation_id = generation.current_id(here / "var")
    assert generation_id is not None
    return generation_id


def test_build_names_the_generation_its_counts_and_the_time(here: Path) -> None:
    """One line on standard output, and no bar where there is no terminal."""
    result = run("build")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{served(here)} is published: 2 documents, 6 passages in 1 segment, "
    )
    assert result.stdout.endswith(" s.\n")
    assert result.stderr == ""


def test_a_second_build_has_nothing_to_do(here: Path) -> None:
    """It says so and ends well."""
    run("build")
    result = run("build", "--quiet")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{served(here)} is up to date, nothing to do: 2 documents")


def test_generations_are_listed_newest_first_with_the_served_one_marked(here: Path) -> None:
    """The table follows a rollback."""
    run("build")
    first = served(here)
    put(here / "corpus", "doc-000", ["another"])
    run("build")
    second = served(here)
    lines = run("generations").stdout.splitlines()
    assert lines[0].split() == ["id", "built", "documents", "passages", "encoder"]
    assert [line.split()[0] for line in lines[1:]] == [second, first]
    assert lines[1].split()[3:] == ["UTC", "2", "4", "hash", "served"]
    assert lines[2].split()[3:] == ["UTC", "2", "6", "hash"]
    assert run("rollback").stdout.startswith(f"{first} is served, built ")
    assert served(here) == first
    assert run("generations").stdout.splitlines()[2].endswith("served")
    assert run("rollback", second).exit_code == 0
    assert served(here) == second


def test_verify_reads_every_file_and_names_the_damaged_ones(here: Path) -> None:
    """A sound generation is said to be so with its size; damage is exit status 1."""
    run("build")
    folder = here / "var" / generation.FOLDER / served(here)
    assert f"{served(here)} is sound: " in run("verify").stdout
    files = [file.path for file in generation.open_served(here / "var").manifest.files]
    for name in files[:2]:
        (folder / name).write_bytes(b"damaged")
    result = run("verify", served(here))
    assert result.stdout.splitlines() == [f"{name}: altered" for name in files[:2]]
    assert result.exit_code == 1
    assert isinstance(result.exception, GenerationError)
    assert "2 damaged files" in str(result.exception)


@pytest.mark.parametrize("command", ["generations", "verify"])
def test_before_the_first_build_the_next_step_is_named(here: Path, command: str) -> None:
    """Nothing published is one plain error."""
    result = run(command)
    assert isinstance(result.exception, NoGenerationError)
    assert "archive build" in str(result.exception)


def test_an_unknown_generation_is_named(here: Path) -> None:
    """A mistyped id is not found."""
    run("build")
    for command in ("verify", "rollback"):
        result = run(command, "g0")
        assert isinstance(result.exception, NotFoundError)
        assert "'g0'" in str(result.exception)


def test_rolling_back_takes_less_than_a_second(here: Path) -> None:
    """It renames one file and verifies what it points to."""
    run("build")
    put(here / "corpus", "doc-000", ["another"])
    run("build")
    started = time.perf_counter()
    assert run("rollback").exit_code == 0
    assert time.perf_counter() - started < 1
