"""A newly published generation is taken up without a restart and without a failed request."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from builds import HashEncoder, fill, put, settings_in
from sites import open_small, searchers_of

from archive import generation
from archive.errors import GenerationError, NoGenerationError
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build
from web.app import create_app
from web.searchers import RETRY_S, Searchers


class Clock:
    """A clock that only moves when told."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A built corpus that a test may change."""
    wanted = settings_in(tmp_path)
    fill(wanted.corpus, 3)
    build(wanted, encoder=HashEncoder())
    return wanted


def publish_another(settings: Settings, text: str = "another text") -> str:
    """Change the corpus and publish it; the new generation's id."""
    put(settings.corpus, "doc-added", [text])
    return build(settings, encoder=HashEncoder())


def let_it_open() -> None:
    """Wait for the thread that opens a generation, if one runs."""
    for thread in threading.enumerate():
        if thread.name == "open-generation":
            thread.join(timeout=30)


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    """The first thing a new installation shows is the next step."""
    with pytest.raises(NoGenerationError, match="archive build"):
        searchers_of(settings_in(tmp_path)).current()


def test_the_first_generation_is_taken_as_soon_as_it_is_published(tmp_path: Path) -> None:
    """A server that was started before the first build needs no restart."""
    settings = settings_in(tmp_path)
    searchers = searchers_of(settings)
    with pytest.raises(NoGenerationError):
        searchers.current()
    fill(settings.corpus, 1)
    published = build(settings, encoder=HashEncoder())
    assert searchers.current().generation_id == published


def test_an_unchanged_pointer_keeps_the_same_searcher(settings: Settings) -> None:
    """Opening reads every file; it happens once a generation."""
    searchers = searchers_of(settings)
    assert searchers.current() is searchers.current()


def test_a_new_generation_replaces_the_old_one(settings: Settings) -> None:
    """The request that notices is answered by the old one, those after it by the new one."""
    searchers = searchers_of(settings)
    old = searchers.current()
    new_id = publish_another(settings)
    assert searchers.current() is old
    let_it_open()
    assert searchers.current().generation_id == new_id
    assert searchers.current().documents == old.documents + 1


def test_only_one_thread_opens_and_the_others_go_on(settings: Settings) -> None:
    """While a generation opens, requests neither wait nor open it again."""
    may_open, opened = threading.Event(), []

    def opener(wanted: Settings) -> Searcher:
        opened.append(generation.current_id(wanted.var))
        if len(opened) > 1:
            assert may_open.wait(30)
        return open_small(wanted)

    searchers = Searchers(settings, opener=opener)
    old = searchers.current()
    new_id = publish_another(settings)
    assert [searchers.current() for _ in range(20)] == [old] * 20
    may_open.set()
    let_it_open()
    assert searchers.current().generation_id == new_id
    assert opened == [old.generation_id, new_id]


def test_readers_at_the_start_share_one_opening(settings: Settings) -> None:
    """Many first requests at once open one searcher."""
    opened = []

    def opener(wanted: Settings) -> Searcher:
        opened.append(1)
        return open_small(wanted)

    searchers = Searchers(settings, opener=opener)
    found: list[Searcher] = []
    threads = [threading.Thread(target=lambda: found.append(searchers.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (len(opened), len(found), len({id(one) for one in found})) == (1, 8, 1)


def damage(settings: Settings, generation_id: str) -> None:
    """Flip a bit in one file of a generation that no other one shares."""
    path = settings.var / "generations" / generation_id / "manifest.json"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_damaged_generation_is_not_served_and_tried_again_later(settings: Settings) -> None:
    """The old one goes on; a repaired one is taken after a while, not never and not at once."""
    clock = Clock()
    searchers = Searchers(
        settings,
        opener=open_small,
        clock=clock,
    )
    old = searchers.current()
    new_id = publish_another(settings)
    folder = settings.var / "generations" / new_id
    shutil.copytree(folder, settings.var / "kept")
    damage(settings, new_id)
    for _ in range(3):
        assert searchers.current() is old
        let_it_open()
    shutil.rmtree(folder)
    shutil.move(settings.var / "kept", folder)
    searchers.current()
    let_it_open()
    assert searchers.current() is old
    clock.now += RETRY_S
    searchers.current()
    let_it_open()
    assert searchers.current().generation_id == new_id


def test_a_rollback_is_followed(settings: Settings) -> None:
    """The pointer decides, whichever direction it moves."""
    searchers = searchers_of(settings)
    old_id = searchers.current().generation_id
    new_id = publish_another(settings)
    searchers.current()
    let_it_open()
    assert searchers.current().generation_id == new_id
    (settings.var / generation.POINTER).write_text(old_id, encoding="ascii")
    searchers.current()
    let_it_open()
    assert searchers.current().generation_id == old_id


def test_a_disk_that_cannot_be_read_is_said_plainly(settings: Settings) -> None:
    """An operating system's error becomes one of ours, and is not asked again at each request."""
    tries = []

    def opener(_: Settings) -> Searcher:
        tries.append(1)
        raise OSError(24, "Too many open files")

    searchers = Searchers(settings, opener=opener, clock=Clock())
    for _ in range(3):
        with pytest.raises(GenerationError, match="Too many open files"):
            searchers.current()
    assert len(tries) == 1


def test_no_request_fails_while_generations_come_and_go(settings: Settings) -> None:
    """Four readers search while the index is published five times: every answer is whole."""
    app = create_app(settings, searchers=searchers_of(settings))
    stop, statuses, served = threading.Event(), [], set()

    def read() -> None:
        with app.test_client() as client:
            while not stop.is_set():
                answer = client.get("/api/search?q=impunity+torture")
                statuses.append(answer.status_code)
                served.add(json.loads(answer.data).get("generation_id"))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(5):
        publish_another(settings, f"text number {number}")
    stop.set()
    for reader in readers:
        reader.join(timeout=30)
    assert set(statuses) == {200}
    assert None not in served
