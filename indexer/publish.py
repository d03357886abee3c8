"""Publishing a generation: one build at a time, everything flushed, then one pointer renamed."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import durable
from archive import manifest as manifests
from archive.errors import BuildInProgressError, GenerationError, NotFoundError
from archive.generation import (
    FOLDER,
    POINTER,
    Generation,
    current_id,
    damage,
    earlier,
    listing,
    open_generation,
)
from archive.manifest import Manifest
from indexer import seen, verified

STAGING = "staging"
LOCK = "build.lock"


@contextmanager
def lock(var: Path) -> Iterator[None]:
    """Hold the right to change what is published in `var`.

    The system frees it when the process ends, however it ends. Raises BuildInProgressError at
    once if another process holds it, and GenerationError where the disk refuses meanwhile.
    """
    try:
        durable.make_folder(var)
        descriptor = os.open(var / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(descriptor, var)
            yield
        finally:
            os.close(descriptor)
    except OSError as error:
        raise GenerationError(
            f"The index cannot be written: {error}. What is served is sound; make room or check "
            "the disk, then try again."
        ) from error


def _take(descriptor: int, var: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 20).decode(errors="replace") or "unknown"
        raise BuildInProgressError(
            f"Process {holder} is building in {var}; wait until it ends, or end it."
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())


def remove_left_overs(var: Path) -> None:
    """Remove what a build left aside, ended or killed; under the lock."""
    if (var / STAGING).exists():
        shutil.rmtree(var / STAGING)
    for name in (POINTER, seen.NAME, verified.NAME):
        durable.aside(var / name).unlink(missing_ok=True)


def publish(
    var: Path, staged: Path, manifest: Manifest, *, held: frozenset[str] = frozenset()
) -> str:
    """Make `staged`, a folder in staging, the served generation and return its id; under the lock.

    Everything is on the disk before the pointer names it. Raises GenerationError if a file reads
    back otherwise than it was written; what was served before then still is. The files at the
    paths `held` are verified under another name.
    """
    generation_id = manifest.generation_id
    target = var / FOLDER / generation_id
    durable.write(staged / manifests.NAME, manifests.dump(manifest))
    durable.sync_tree(staged)
    durable.make_folder(target.parent)
    if target.exists():
        # Never the served one unless that is damaged: an unchanged build stops before this.
        durable.rename(target, var / STAGING / f"replaced-{generation_id}")
    durable.rename(staged, target)
    damaged = damage(target, manifest, verified=held)
    if damaged:
        durable.rename(target, staged)
        raise GenerationError(
            f"{generation_id} reads back otherwise than written ({damaged[0]}); check the disk."
        )
    _point(var, generation_id)
    return generation_id


def _any(_: Generation) -> bool:
    return True


def prune(var: Path, *, keep: int, is_fit: Callable[[Generation], bool] = _any) -> None:
    """Remove all but the newest `keep` that are fit, and the served one; under the lock.

    Readers that have one open keep its files until they close them. Each is moved aside first,
    so that a kill leaves no half generation.
    """
    served = current_id(var)
    fit = [generation for generation in listing(var) if is_fit(generation)]
    kept = {generation.generation_id for generation in fit[:keep]} | {served}
    durable.make_folder(var / STAGING)
    for folder in sorted((var / FOLDER).iterdir()):
        if folder.name not in kept:
            aside = var / STAGING / f"removed-{folder.name}"
            durable.rename(folder, aside)
            shutil.rmtree(aside)


def roll_back(var: Path, generation_id: str | None = None) -> Generation:
    """Serve an earlier generation: that of the id, or the newest sound one before the served.

    Raises NotFoundError if there is none, GenerationError if the one of the id is damaged, and
    BuildInProgressError while another process builds.
    """
    with lock(var):
        target = open_generation(var, generation_id) if generation_id else _previous(var)
        _point(var, target.generation_id)
    return target


def _previous(var: Path) -> Generation:
    served = current_id(var)
    for candidate in earlier(var, served):
        if not damage(candidate.folder, candidate.manifest):
            return candidate
    raise NotFoundError(
        f"No sound generation is older than {served}; `archive generations` lists them all."
    )


def _point(var: Path, generation_id: str) -> None:
    durable.write(var / POINTER, f"{generation_id}\n".encode())
