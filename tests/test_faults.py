"""Killed builds, full disks and unflushed files: readers see the old index or the new one."""

import errno
import itertools
import multiprocessing
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builds import HashEncoder, fill, live_rows, put, quick_folder, settings_in, wanted_rows, words

from archive import generation, records
from archive.errors import ArchiveError
from archive.settings import Settings
from indexer import publish, seen, verified
from indexer.build import build

SEED = 20_251_124
KILLS = 50
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Four documents, built once, then changed: the next build has something to do."""
    with quick_folder(tmp_path) as folder:
        made = settings_in(folder, keep=2)
        fill(made.corpus, 4)
        build(made, encoder=HashEncoder())
        edit(made.corpus, "first")
        yield made


def edit(corpus: Path, seed: str) -> None:
    put(corpus, "doc-001", [words(f"{seed} {place}", 12) for place in range(2)])


def in_child(run: Callable[[], object]) -> "multiprocessing.context.ForkProcess":
    """Run in a process of its own, which a test may kill; it says nothing when it fails."""

    def quietly() -> None:
        try:
            run()
        except ArchiveError:
            os._exit(3)
        os._exit(0)

    child = FORK.Process(target=quietly)
    child.start()
    return child


def assert_sound(settings: Settings, *, old: str) -> None:
    """What is served verifies, needs no fallback, and is the old index or that of the corpus."""
    served = generation.open_served(settings.var)
    assert served.note == ""
    if served.generation_id != old:
        assert served.manifest.corpus_digest == records.digest_of(settings.corpus)
        assert live_rows(settings.var) == wanted_rows(settings.corpus)


def assert_next_build_works(settings: Settings) -> None:
    """The next build publishes the corpus and leaves nothing of the failed one."""
    build(settings, encoder=HashEncoder())
    assert live_rows(settings.var) == wanted_rows(settings.corpus)
    assert generation.open_served(settings.var).note == ""
    there = {path.name for path in settings.var.iterdir()}
    remembered = {seen.NAME, verified.NAME, "embeddings"}
    assert there == {generation.FOLDER, generation.POINTER, publish.LOCK, *remembered}
    folders = {path.name for path in (settings.var / generation.FOLDER).iterdir()}
    assert folders == {one.generation_id for one in generation.listing(settings.var)}
    assert len(folders) <= settings.keep_generations + 1


def test_builds_killed_at_random_moments(settings: Settings) -> None:
    """A reader that opens the index all through 50 killed builds gets the old or the new one."""
    chosen = random.Random(SEED)
    started = time.perf_counter()
    child = in_child(lambda: build(settings, encoder=HashEncoder()))
    child.join()
    longest_s = time.perf_counter() - started
    assert child.exitcode == 0
    killed = 0
    for step in range(KILLS):
        edit(settings.corpus, f"kill {step}")
        old = generation.open_served(settings.var).generation_id
        deadline = time.perf_counter() + chosen.uniform(0, longest_s)
        child = in_child(lambda: build(settings, encoder=HashEncoder()))
        while time.perf_counter() < deadline:
            assert_sound(settings, old=old)
        child.kill()
        child.join()
        killed += child.exitcode != 0
        # The first build took longer than those after it, and another program may slow any: the
        # next is killed sooner after one that came to its end, else later.
        longest_s *= 1.25 if child.exitcode else 0.8
        assert_sound(settings, old=old)
        assert_next_build_works(settings)
    assert KILLS // 4 < killed < KILLS, "builds were not killed at all moments"


class Faults:
    """Makes the n-th call that changes the disk below a folder fail, once.

    Calls are seen by Python's audit events (files opened for writing, renames, links, folders
    made and files removed) and by standing before os.fsync and os.write.
    """

    EVENTS = ("os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir")

    def __init__(self, folder: Path, *, at: int, code: int) -> None:
        self.folder = str(folder)
        self.left = at
        self.code = code
        self.real = {"fsync": os.fsync, "write": os.write}

    def arm(self) -> None:
        """From now on calls are counted; only for a process that ends soon."""
        sys.addaudithook(self.audit)
        for name, real in self.real.items():
            setattr(os, name, self.standing_before(real))

    def standing_before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The system call, counted before it is made."""

        def call(descriptor: int, *rest: object) -> object:
            self.count(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
            return real(descriptor, *rest)

        return call

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        """Count the events that change the disk."""
        if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
            mode, flags = args[1], args[2]
            if flags & (os.O_WRONLY | os.O_RDWR) or (mode and set(mode) & set("wax+")):
                self.count(os.fsdecode(args[0]))
        elif event in self.EVENTS:
            self.count(os.fsdecode(args[0]))

    def count(self, path: str) -> None:
        """Fail if this is the call whose turn it is."""
        if path.startswith(self.folder):
            self.left -= 1
            if self.left == 0:
                raise OSError(self.code, os.strerror(self.code), path)


def test_every_call_that_changes_the_disk_may_fail(settings: Settings) -> None:
    """Whichever call finds the disk full or broken, the index is sound and the next build works."""
    template = settings.var.with_name("template")
    shutil.copytree(settings.var, template)
    old = generation.current_id(template)
    assert old is not None
    codes = itertools.cycle([errno.ENOSPC, errno.EIO, errno.EMFILE])
    failed = 0
    for at, code in zip(itertools.count(1), codes, strict=False):
        shutil.rmtree(settings.var)
        shutil.copytree(template, settings.var)
        faults = Faults(settings.var, at=at, code=code)

        def run(faults: Faults = faults) -> None:
            faults.arm()
            build(settings, encoder=HashEncoder())
            if faults.left > 0:
                os._exit(4)  # There were fewer calls than that: all have failed once.

        child = in_child(run)
        child.join()
        assert child.exitcode in (0, 3, 4), f"call {at} ended the build with another exception"
        assert_sound(settings, old=old)
        assert_next_build_works(settings)
        if child.exitcode == 4:
            break
        failed += child.exitcode == 3
    assert at > 50
    assert failed > at // 2


@pytest.mark.parametrize("limit_bytes", [0, 1, 100, 1_000, 4_000, 20_000])
def test_a_disk_that_is_full_in_the_middle_of_a_file(settings: Settings, limit_bytes: int) -> None:
    """A file that could only be written in part never reaches a reader."""
    old = generation.current_id(settings.var)
    assert old is not None

    def run() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
        build(settings, encoder=HashEncoder())

    child = in_child(run)
    child.join()
    assert child.exitcode == 3
    assert generation.open_served(settings.var).generation_id == old
    assert_next_build_works(settings)


def test_everything_is_flushed_before_the_pointer_names_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file and folder of the new generation is on the disk before the pointer is renamed."""
    flushed: set[int] = set()
    before_pointer: set[int] = set()
    after_pointer: list[str] = []
    real = os.fsync

    def spy(descriptor: int) -> None:
        flushed.add(os.fstat(descriptor).st_ino)
        if before_pointer:
            after_pointer.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    real_replace = Path.replace

    def replace(path: Path, target: Path) -> Path:
        moved = real_replace(path, target)
        if target.name == generation.POINTER:
            before_pointer.update(flushed)
        return moved

    monkeypatch.setattr(os, "fsync", spy)
    monkeypatch.setattr(Path, "replace", replace)
    build(settings, encoder=HashEncoder())
    served = generation.open_served(settings.var)
    made = [served.folder.parent, served.folder, *served.folder.rglob("*")]
    assert len(made) > 20
    assert [path for path in made if path.stat().st_ino not in before_pointer] == []
    assert str(settings.var) in after_pointer
