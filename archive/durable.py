"""Writes that a crash leaves either undone or whole."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Flush one file, or one folder's list of names, to the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder` and then itself, deepest first."""
    for below, _, names in os.walk(folder, topdown=False):
        for name in sorted(names):
            sync(Path(below, name))
        sync(Path(below))


def rename(source: Path, target: Path) -> None:
    """Move `source` to `target` on the same disk, so that the move outlives a power cut."""
    source.replace(target)
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` and its missing parents, each flushed; nothing happens where it exists."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def aside(path: Path) -> Path:
    """Where `write` prepares the content of `path`; a killed process may leave it behind."""
    return path.with_name(f".{path.name}.aside")


def write(path: Path, content: bytes) -> None:
    """Put `content` in `path`: written aside, flushed and renamed, so readers see old or new."""
    descriptor = os.open(aside(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    rename(aside(path), path)
