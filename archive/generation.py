"""Opening a built index: a generation is trusted only after every file of it was verified."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import manifest as manifests
from archive.errors import GenerationError, NoGenerationError, NotFoundError
from archive.manifest import FileEntry, Manifest

POINTER = "current"
FOLDER = "generations"
_ID = re.compile(rf"g[0-9a-f]{{{manifests.ID_DIGITS}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One immutable built index; `note` says why another than the published one was opened."""

    generation_id: str
    folder: Path
    manifest: Manifest
    note: str = ""

    @property
    def encoder(self) -> dict[str, Any] | None:
        """The identity of the model that made the vectors; None for a keyword-only index."""
        return None if self.manifest.encoder is None else dict(self.manifest.encoder)

    @property
    def segment_ids(self) -> tuple[str, ...]:
        """The segments in the order of the manifest."""
        return tuple(segment.segment_id for segment in self.manifest.segments)

    def segment(self, segment_id: str) -> Path:
        """The folder of a segment's immutable files."""
        return self.folder / "segments" / segment_id

    def live(self, segment_id: str) -> NDArray[np.bool_]:
        """Which rows of the segment are still wanted: (rows,) bool, read-only, memory-mapped."""
        path = self.folder / "live" / f"{segment_id}.npy"
        mask: NDArray[np.bool_] = np.load(path, mmap_mode="r", allow_pickle=False)
        return mask


def current_id(var: Path) -> str | None:
    """The id in the pointer file; None if there is no pointer or it holds no id."""
    try:
        text = (var / POINTER).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return text if _ID.fullmatch(text) else None


def read_generation(var: Path, generation_id: str) -> Generation:
    """Read one generation's manifest; its files are not looked at.

    Raises NotFoundError if there is none of that id, GenerationError if the manifest is damaged,
    foreign or of another format.
    """
    folder = var / FOLDER / generation_id
    if not _ID.fullmatch(generation_id) or not folder.is_dir():
        raise NotFoundError(
            f"There is no generation '{generation_id}' in {var}; `archive generations` lists them."
        )
    manifest = manifests.read(folder)
    if manifest.generation_id != generation_id:
        raise GenerationError(
            f"{folder} holds the generation {manifest.generation_id}; run `archive build`."
        )
    return Generation(generation_id=generation_id, folder=folder, manifest=manifest)


def damage(
    folder: Path, manifest: Manifest, *, verified: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Each file that is not as it was built, with what is wrong; empty for a sound folder.

    Files at the paths `verified` have to be there, and are not read.
    """
    found = set(manifests.paths(folder))
    expected = {entry.path: entry for entry in manifest.files}
    foreign = [f"{path}: not in the manifest" for path in found - expected.keys()]
    missing = [f"{path}: missing" for path in expected.keys() - found]
    faults = [_fault(folder, expected[path]) for path in (expected.keys() & found) - verified]
    return tuple(sorted(foreign + missing + [fault for fault in faults if fault]))


def _fault(folder: Path, expected: FileEntry) -> str:
    try:
        found = manifests.entry(folder, expected.path)
    except OSError as error:
        return f"{expected.path}: cannot be read ({error.strerror})"
    return "" if found == expected else f"{expected.path}: altered"


def _nothing(_: Generation) -> frozenset[str]:
    """No file was verified before."""
    return frozenset()


def open_generation(
    var: Path,
    generation_id: str | None = None,
    *,
    verified: Callable[[Generation], frozenset[str]] = _nothing,
) -> Generation:
    """Open one generation (the published one by default) and verify every file of it.

    Files at the paths that `verified` gives for it have to be there, and are not read. Raises
    NoGenerationError if none is published, NotFoundError if there is none of that id, and
    GenerationError if it is damaged, foreign or of another format.
    """
    wanted = generation_id or current_id(var)
    if wanted is None:
        raise NoGenerationError(f"No index is published in {var}; run `archive build`.")
    generation = read_generation(var, wanted)
    known = verified(generation)
    damaged = damage(generation.folder, generation.manifest, verified=known)
    if damaged:
        raise GenerationError(
            f"{wanted} is damaged in {len(damaged)} of {len(generation.manifest.files)} files "
            f"({damaged[0]}); `archive verify {wanted}` names all, `archive build` repairs it."
        )
    return generation


def open_served(var: Path) -> Generation:
    """Open the published generation, or the newest earlier one that is sound, with a note.

    Raises NoGenerationError if nothing is published and GenerationError if nothing is sound.
    """
    if not (var / POINTER).exists():
        raise NoGenerationError(f"No index is published in {var}; run `archive build`.")
    while True:
        pointed = current_id(var)
        try:
            if pointed is None:
                raise GenerationError(f"{var / POINTER} names no index; run `archive build`.")
            return open_generation(var, pointed)
        except (GenerationError, NotFoundError) as error:
            # A build may have published another and removed this one while it was read.
            if current_id(var) == pointed:
                return _fall_back(var, pointed=pointed, reason=error)


def listing(var: Path) -> tuple[Generation, ...]:
    """The generations whose manifest is readable, newest first, then by id; files unverified."""
    found = []
    for folder in (var / FOLDER).glob("g*"):
        try:
            found.append(read_generation(var, folder.name))
        except (GenerationError, NotFoundError):
            continue  # A damaged one cannot be rolled back to; `archive verify ID` says why.
    by_id = sorted(found, key=lambda generation: generation.generation_id)
    return tuple(sorted(by_id, key=lambda generation: generation.manifest.built_at, reverse=True))


def earlier(var: Path, generation_id: str | None) -> tuple[Generation, ...]:
    """The generations built before that one, newest first; all others if it cannot be read."""
    found = listing(var)
    ids = [generation.generation_id for generation in found]
    if generation_id in ids:
        return found[ids.index(generation_id) + 1 :]
    return found


def _fall_back(var: Path, *, pointed: str | None, reason: Exception) -> Generation:
    for candidate in earlier(var, pointed):
        if not damage(candidate.folder, candidate.manifest):
            return replace(candidate, note=f"{reason} Serving {candidate.generation_id} instead.")
    raise GenerationError(f"{reason} No earlier index is sound.") from reason
