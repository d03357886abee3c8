"""A write of a record that is cut short leaves whole records, and the next one clears up."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from appeals import captured, keep, record_of

from archive import records
from archive.errors import RecordError
from archive.model import (
    Record,
    TextOrigin,
)


def killed_at(call: int, write: Callable[[], object]) -> bool:
    """Run `write` in a process that dies at its nth step on the disk; whether it died."""
    child = os.fork()
    if child == 0:
        left = call
        for name in ("mkdir", "replace", "fsync"):
            step = getattr(os, name)

            def dying(
                *given: object, step: Callable[..., object] = step, **named: object
            ) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os._exit(9)
                return step(*given, **named)

            setattr(os, name, dying)
        try:
            write()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # os.fork, from 3.12
@pytest.mark.parametrize("before", [None, record_of(), record_of(captured("v0"))])
def test_a_crash_leaves_whole_records_and_the_next_write_clears_up(
    before: Record | None, tmp_path: Path
) -> None:
    """Killed at each of its steps, a write leaves versions that are there or not, never half."""
    new = record_of(captured(), title="New")
    old_versions = before.versions if before and before.document != new.document else ()
    old_captured = [v for v in old_versions if v.origin is TextOrigin.CAPTURED]
    for call in range(1, 100):
        corpus = tmp_path / str(call)
        if before:
            keep(corpus, before)
        died = killed_at(call, partial(keep, corpus, new))
        for record in records.read_all(corpus) if corpus.exists() else ():
            assert record.document in {new.document, before.document if before else None}
            assert set(record.versions) <= {*old_versions, *new.versions}
        folder = keep(corpus, new)
        assert records.read(folder) == replace(new, versions=(*old_captured, *new.versions))
        assert [path.name for path in corpus.iterdir()] == ["appeal"]
        if not died:
            break
    assert call > 5


def test_leftovers_of_a_killed_writer_go_with_the_next_write(tmp_path: Path) -> None:
    """The staging folder holds nothing that anyone needs, so it is emptied, and then removed."""
    (tmp_path / ".staging" / "half").mkdir(parents=True)
    (tmp_path / ".staging" / "half" / "record.toml").write_text("doc_id =")
    assert list(records.read_all(tmp_path)) == []
    keep(tmp_path, record_of())
    assert [path.name for path in tmp_path.iterdir()] == ["appeal"]


def test_a_full_disk_is_said_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses to flush, the old record stays and no staging is left."""
    folder = keep(tmp_path, record_of())
    before = records.digest_of(tmp_path)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(RecordError, match="No space left on device"):
            keep(tmp_path, record_of(captured(), title="New"))
    assert records.digest_of(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    """Eight versions of one document written at once are all kept."""
    versions = [captured(f"v{number}", day=number + 1) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda v: keep(tmp_path, record_of(v)), versions))
    assert records.read(folders[0]).versions == tuple(versions)
