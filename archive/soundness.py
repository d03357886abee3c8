"""Whether the records are as they were written: every damage by the file that it is in."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from archive import durable, link_states, records, seals, withdrawals
from archive.errors import RecordError
from archive.model import TextOrigin
from archive.record_checks import PROVENANCE
from archive.records import RECORD, STAGING, VERSIONS, folders, lists_of, only_writer

# A file whose name ends so at the corpus's root is one of its vocabularies.
TOML = ".toml"
IGNORED = frozenset({STAGING, ".gitignore"})
# Sealed files that a record may have beside record.toml.
_BESIDE = (link_states.NAME, withdrawals.NAME)


def damage(corpus: Path, progress: Callable[[int], object] = int) -> Iterator[str]:
    """Each damage in `corpus`, as "path: what is wrong", in the order of the paths.

    `progress` is told of each record that was looked at. Raises RecordError without a corpus.
    """
    if not corpus.is_dir():
        raise RecordError(f"There is no corpus at '{corpus}'; set ARCHIVE_CORPUS to its folder.")
    for path in sorted(corpus.iterdir()):
        if path.name in IGNORED:
            continue
        if path.is_dir() and not path.is_symlink():
            found = _of_record(path)
            progress(1)
        elif path.suffix == TOML:
            found = _of_toml(path)
        else:
            found = iter([f"{path}: is no file of a corpus"])
        yield from found


def _of_record(folder: Path) -> Iterator[str]:
    yield from _of_toml(folder / RECORD)
    for path in sorted(folder.iterdir()):
        if path.name in _BESIDE:
            yield from _of_toml(path)
        elif path.name not in (RECORD, VERSIONS):
            yield f"{path}: is no file of a record"
    yield from _of_versions(folder)
    try:
        record = records.read(folder)
        withdrawals.read(folder)
    except RecordError as error:
        yield str(error)
        return
    for version in record.versions:
        if version.origin is TextOrigin.CAPTURED:
            path = folder / VERSIONS / version.version_id / version.original
            if records.sha256_of(path) != version.sha256:
                yield f"{path}: is not the original whose SHA-256 is in {PROVENANCE}"


def _of_toml(path: Path) -> Iterator[str]:
    content = _content(path)
    seal = None if content is None else seals.opened(content)
    if content is None:
        yield f"{path}: cannot be read"
    elif seal is None:
        yield f"{path}: has no seal; `archive check --accept {_name(path)}` gives it one"
    elif not seal.is_whole:
        yield (
            f"{path}: altered; restore it from a copy, or if the change is meant, "
            f"`archive check --accept {_name(path)}`"
        )


def _name(path: Path) -> str:
    """What the file is called when it is accepted: a record by its folder."""
    return path.parent.name if path.name in (RECORD, *_BESIDE) else path.name


def _of_versions(folder: Path) -> Iterator[str]:
    content = _content(folder / RECORD)
    seal = seals.opened(content) if content is not None else None
    known = dict(seal.versions) if seal else {}
    there = {path.name: path for path in folders(folder / VERSIONS)}
    for name in sorted(known.keys() - there.keys()):
        yield f"{folder / VERSIONS / name}: missing"
    if (folder / VERSIONS).is_dir():
        loose = {path.name for path in (folder / VERSIONS).iterdir()} - there.keys()
        yield from (f"{folder / VERSIONS / name}: is no version" for name in sorted(loose))
    for name, path in there.items():
        yield from _of_version(path, known.get(name) if seal else None)


def _of_version(folder: Path, digest: str | None) -> Iterator[str]:
    """What is wrong with a version whose list has to have the SHA-256 `digest`."""
    path = folder / seals.LIST
    content = _content(path)
    if content is None:
        yield f"{path}: missing; `archive check --accept {folder.parents[1].name}` writes it"
        return
    if seals.sha256(content) != digest:
        yield f"{path}: is not the list that {RECORD} names"
    try:
        expected = seals.listed(content)
    except ValueError as error:
        yield f"{path}: {error}"
        return
    there = {one.name for one in folder.iterdir()} - {seals.LIST}
    yield from (f"{folder / name}: missing" for name in sorted(expected.keys() - there))
    yield from (
        f"{folder / name}: is not in {path.name}" for name in sorted(there - expected.keys())
    )
    for name in sorted(there & expected.keys()):
        found = _content(folder / name)
        if found is None or seals.sha256(found) != expected[name]:
            yield f"{folder / name}: altered"


def _content(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file():
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None


def unaccepted(corpus: Path) -> list[str]:
    """The records and vocabularies whose seal is missing or not of what stands there."""
    paths = [*(folder / RECORD for folder in folders(corpus)), *sorted(corpus.glob(f"*{TOML}"))]
    return [_name(path) for path in paths if any(_of_toml(path))]


def accept(corpus: Path, name: str) -> None:
    """Seal what stands there now: a record of that id, or a vocabulary of that file name.

    For a change that was made by hand, and for what an older program wrote. The listed files of
    versions are never accepted with other bytes. Raises RecordError if there is no such thing,
    or if it cannot be read as what it is.
    """
    path = corpus / name
    if path.suffix == TOML and path.is_file():
        _accept_vocabulary(path)
        return
    if not (path / RECORD).is_file():
        raise RecordError(f"There is no record or vocabulary '{name}' in {corpus}.")
    _accept_record(path)


def _accept_vocabulary(path: Path) -> None:
    body = seals.unsealed(path.read_bytes())
    try:
        tomllib.loads(body.decode())
    except ValueError as error:
        raise RecordError(f"{path}: it is no TOML ({error}); correct it.") from error
    durable.write(path, seals.sealed(body, {}))


def _accept_record(folder: Path) -> None:
    records.read(folder)
    with only_writer(folder.parent):
        for version in folders(folder / VERSIONS):
            if not (version / seals.LIST).exists():
                files = {one.name: one.read_bytes() for one in version.iterdir()}
                durable.write(version / seals.LIST, seals.listing(files))
            digest = seals.sha256((version / seals.LIST).read_bytes())
            for line in _of_version(version, digest):
                raise RecordError(f"{line}; restore it, a version is never accepted changed.")
        body = seals.unsealed((folder / RECORD).read_bytes())
        durable.write(folder / RECORD, seals.sealed(body, lists_of(folder)))
        if (folder / link_states.NAME).exists():
            link_states.write(folder, link_states.read(folder))
        withdrawal = withdrawals.read(folder)
        if withdrawal is not None:
            withdrawals.write(folder, withdrawal)
