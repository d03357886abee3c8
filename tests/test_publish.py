"""Publishing: one build at a time, the last few generations are kept, and rolled back to."""

import multiprocessing
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builds import (
    HashEncoder,
    fill,
    live_rows,
    put,
    quick_folder,
    settings_in,
    tree,
    wanted_rows,
    words,
)

from archive import generation, manifest
from archive.errors import (
    BuildInProgressError,
    GenerationError,
    NoGenerationError,
    NotFoundError,
)
from archive.settings import Settings
from indexer import publish
from indexer.build import build


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A corpus of six documents with three passages each, and nothing built."""
    with quick_folder(tmp_path) as folder:
        made = settings_in(folder)
        fill(made.corpus, 6)
        yield made


def test_a_removed_generation_is_moved_aside_first(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill in the middle of removing leaves no half generation where readers look."""
    real = shutil.rmtree
    removed: list[Path] = []

    def rmtree(path: Path, **options: bool) -> None:
        removed.append(path)
        real(path, **options)

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    for text in ("one", "two"):
        put(settings.corpus, "doc-000", [text])
        build(replace(settings, keep_generations=1), encoder=HashEncoder())
    inside = [path for path in removed if path.is_relative_to(settings.var)]
    assert any(path.name.startswith("removed-") for path in inside)
    assert not [path for path in inside if generation.FOLDER in path.parts]


def test_the_last_generations_are_kept_and_the_served_one_always(settings: Settings) -> None:
    """As many as the setting says, newest first; what is rolled back to is never removed."""
    made = []
    for step in range(5):
        put(settings.corpus, "doc-000", [words(f"step {step}", 12)])
        made.append(build(settings, encoder=HashEncoder()))
    kept = [one.generation_id for one in generation.listing(settings.var)]
    assert kept == [made[4], made[3], made[2]]
    publish.roll_back(settings.var, made[2])
    with publish.lock(settings.var):
        publish.prune(settings.var, keep=1)
    kept = [one.generation_id for one in generation.listing(settings.var)]
    assert kept == [made[4], made[2]]


def test_rolling_back_serves_the_one_before(settings: Settings) -> None:
    """Without an id it is the newest earlier sound one; `build` then publishes the corpus again."""
    first = build(settings, encoder=HashEncoder())
    rows = live_rows(settings.var)
    put(settings.corpus, "doc-000", ["another"])
    second = build(settings, encoder=HashEncoder())
    started = time.perf_counter()
    assert publish.roll_back(settings.var).generation_id == first
    assert time.perf_counter() - started < 1
    assert live_rows(settings.var) == rows
    with pytest.raises(NotFoundError, match="archive generations"):
        publish.roll_back(settings.var)
    assert publish.roll_back(settings.var, second).generation_id == second
    publish.roll_back(settings.var, first)
    assert build(settings, encoder=HashEncoder()) == second
    assert live_rows(settings.var) == wanted_rows(settings.corpus)


def test_a_damaged_generation_is_not_rolled_back_to(settings: Settings) -> None:
    """By its id it is refused, and without an id it is passed over."""
    made = []
    for step in range(3):
        put(settings.corpus, "doc-000", [words(f"step {step}", 12)])
        made.append(build(settings, encoder=HashEncoder()))
    folder = settings.var / generation.FOLDER / made[1]
    only_there = manifest.read(folder).files[0].path  # a live mask: files of segments are shared
    (folder / only_there).write_bytes(b"")
    with pytest.raises(GenerationError, match=only_there):
        publish.roll_back(settings.var, made[1])
    assert publish.roll_back(settings.var).generation_id == made[0]


def test_nothing_to_roll_back_to(tmp_path: Path) -> None:
    """Before the first build the message says so."""
    with pytest.raises((NotFoundError, NoGenerationError), match="archive"):
        publish.roll_back(tmp_path / "var")


def hold_lock(var: Path, held: "multiprocessing.synchronize.Event") -> None:
    with publish.lock(var):
        held.set()
        multiprocessing.Event().wait()


def test_a_second_build_refuses_at_once_and_names_the_first(settings: Settings) -> None:
    """Two builds never write together; a killed one frees the lock."""
    first = build(settings, encoder=HashEncoder())
    before = tree(settings.var / generation.FOLDER)
    fork = multiprocessing.get_context("fork")
    held = fork.Event()
    other = fork.Process(target=hold_lock, args=(settings.var, held))
    other.start()
    try:
        assert held.wait(20)
        started = time.perf_counter()
        for refused in (
            lambda: build(settings, encoder=HashEncoder()),
            lambda: publish.roll_back(settings.var),
        ):
            with pytest.raises(BuildInProgressError, match=rf"Process {other.pid}\b"):
                refused()
        assert time.perf_counter() - started < 1
    finally:
        other.kill()
        other.join()
    assert tree(settings.var / generation.FOLDER) == before
    put(settings.corpus, "doc-000", ["after the kill"])
    assert build(settings, encoder=HashEncoder()) != first
