"""A build takes files for verified as long as they look as they did; nothing else does."""

import os
from pathlib import Path

import pytest
from builds import HashEncoder, fill

from archive import generation, manifest
from archive.errors import GenerationError
from archive.settings import Settings
from indexer import verified
from indexer.build import build


@pytest.fixture
def built(tmp_path: Path) -> Settings:
    """Five records, built."""
    settings = Settings(
        corpus=tmp_path / "corpus", var=tmp_path / "var", encoder="hash", keep_generations=3
    )
    fill(settings.corpus, 5)
    build(settings, encoder=HashEncoder())
    return settings


def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are hashed from now on."""
    found: list[str] = []
    real = manifest.entry

    def entry(folder: Path, path: str) -> manifest.FileEntry:
        found.append(path)
        return real(folder, path)

    monkeypatch.setattr(manifest, "entry", entry)
    return found


def test_a_build_does_not_hash_again_what_it_built(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what an earlier build verified; opening to serve reads every file."""
    read = hashed(monkeypatch)
    build(built, encoder=HashEncoder())
    assert read == []
    served = generation.open_served(built.var)
    assert sorted(read) == [one.path for one in served.manifest.files]


def test_after_a_loss_all_is_hashed_once(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered can be deleted or damaged at any time."""
    read = hashed(monkeypatch)
    for content in (b"", b"[]", b"{}", b"\xff"):
        (built.var / verified.NAME).write_bytes(content)
        build(built, encoder=HashEncoder())
        assert read != []
        read.clear()
        build(built, encoder=HashEncoder())
        assert read == []


@pytest.mark.parametrize("change", ["bytes", "bytes and time", "gone"])
def test_a_build_sees_a_file_that_changed(built: Settings, change: str) -> None:
    """Even where size and time of change were set back; it repairs the index."""
    served = generation.open_served(built.var)
    path = served.folder / next(one.path for one in served.manifest.files if one.size_bytes > 200)
    before, content = path.stat(), path.read_bytes()
    path.unlink() if change == "gone" else path.write_bytes(content[::-1])
    if change == "bytes and time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(GenerationError):
        generation.open_generation(built.var)
    build(built, encoder=HashEncoder())
    assert generation.open_generation(built.var).generation_id == served.generation_id
    assert path.read_bytes() == content
