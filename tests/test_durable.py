"""Writes that a crash leaves either undone or whole."""

import os
from pathlib import Path

import pytest

from archive import durable


def test_a_failed_write_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reader opens is the old content until the new one is on the disk."""
    path = tmp_path / "pointer"
    durable.write(path, b"old")

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        durable.write(path, b"new")
    assert path.read_bytes() == b"old"


def test_the_content_is_flushed_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is flushed, then renamed, then its folder is flushed."""
    real = os.fsync
    seen: list[tuple[str, bool]] = []

    def spy(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        seen.append((name, (tmp_path / "pointer").exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    durable.write(tmp_path / "pointer", b"new")
    assert seen == [(".pointer.aside", False), (tmp_path.name, True)]


def test_missing_folders_are_made_and_flushed_into_their_parents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder's name lives in its parent, so the parent is what is flushed."""
    real = os.fsync
    seen: list[str] = []

    def spy(descriptor: int) -> None:
        seen.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    durable.make_folder(tmp_path / "a" / "b")
    durable.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert seen == [tmp_path.name, "a"]
