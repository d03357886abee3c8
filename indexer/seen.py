"""What earlier builds read of each record, so that only what changed since is read again.

A file or folder counts as unchanged while its path, inode, size and instants of change are, as
`git` has it; every byte is looked at by `archive check`.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import durable, records
from archive.cites import Said
from archive.errors import RecordError

NAME = "seen.json"
# A file changed less than this before it was looked at may change once more within the same tick
# of the file system's clock, which is 2 s on the coarsest (FAT).
SETTLED_NS = 2_000_000_000
# Of what is not there: no inode has this number.
_GONE = (-1, -1, -1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a generation takes from a record.

    `keys` are those of its rows in order, `earlier` the SHA-256 of its earlier versions.
    """

    keys: tuple[bytes, ...]
    passage_ids: tuple[str, ...]
    earlier: tuple[str, ...]
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record's folder: how all in it looked, its files' SHA-256, and what was read of them.

    `paths` are the folder and all below it, from the corpus on, in order; `status` has for each
    its inode, size, and when it and its status changed, in ns, as int64. `is_settled` says that
    this will not do for other bytes. `files` are the lines of the corpus's digest, of a path and
    its SHA-256. `contents` is None where the files were hashed and not read.
    """

    paths: tuple[str, ...]
    status: bytes
    is_settled: bool
    files: tuple[str, ...]
    contents: Contents | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of the records `names`, in order; all of them were settled.

    `paths` are those of one record after the other, `ends` where each record's end, and `status`
    is (paths, 4) int64 as in `Seen`. `digest` is that of the corpus if it held these records as
    they are. `rest` is JSON.
    """

    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    status: NDArray[np.int64]
    digest: str = ""
    rest: bytes = b"[]"

    def records(self) -> dict[str, Seen]:
        """Each record by its folder's name."""
        bounds = pairwise((0, *self.ends))
        values = json.loads(self.rest)
        return {
            name: _from_list(one, self.paths[begin:end], self.status[begin:end].tobytes())
            for name, one, (begin, end) in zip(self.names, values, bounds, strict=True)
        }


_NOTHING = Memory(status=np.zeros((0, 4), dtype=np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The records of a corpus as they are: `names` in order, and those that are not as `known`."""

    names: tuple[str, ...]
    known: Memory
    changed: Mapping[str, Seen]

    @property
    def is_known(self) -> bool:
        """Whether nothing changed since it was remembered."""
        return not self.changed and self.names == self.known.names

    def records(self) -> dict[str, Seen]:
        """Each record by its folder's name, in order."""
        known = self.known.records() if len(self.changed) < len(self.names) else {}
        return {name: self.changed.get(name) or known[name] for name in self.names}


def look(corpus: Path, known: Memory = _NOTHING) -> Looked:
    """Look at each record of `corpus`; those that changed since `known` are hashed.

    Raises RecordError for a link in a record, or without a corpus; OSError.
    """
    if not corpus.is_dir():
        raise RecordError(f"There is no corpus at '{corpus}'; set ARCHIVE_CORPUS to its folder.")
    names = _names(corpus)
    same = _unchanged(corpus, known)
    changed = {name: _hashed(corpus, name) for name in names if name not in same}
    return Looked(names=names, known=known, changed=changed)


def is_as_seen(folder: Path, seen: Seen) -> bool:
    """Whether the record in `folder` still looks as it did."""
    paths, status, _ = _looks(folder)
    return (paths, status.tobytes()) == (seen.paths, seen.status)


def _names(corpus: Path) -> tuple[str, ...]:
    # One that is a link is refused when it is looked at.
    with os.scandir(corpus) as entries:
        return tuple(sorted(e.name for e in entries if e.name[0] != "." and e.is_dir()))


def _unchanged(corpus: Path, known: Memory) -> frozenset[str]:
    """The names of the remembered records that look as they did."""
    if not known.names:
        return frozenset()
    found = _status(corpus, known.paths)
    differs = (found != known.status).any(axis=1)
    begins = [0, *known.ends[:-1]]
    has_changed = np.logical_or.reduceat(differs, begins).tolist()
    return frozenset(n for n, changed in zip(known.names, has_changed, strict=True) if not changed)


def _status(corpus: Path, paths: Iterable[str]) -> NDArray[np.int64]:
    """(paths, 4) int64, as in `Seen`; of what is not there minus ones. No link is followed."""
    values: list[int] = []
    # A short path from an open folder costs the system half of a long one.
    descriptor = os.open(corpus, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for path in paths:
            try:
                one = os.lstat(path, dir_fd=descriptor)
            except (FileNotFoundError, NotADirectoryError):
                values += _GONE
            else:
                values += (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns)
    finally:
        os.close(descriptor)
    return np.array(values, dtype=np.int64).reshape(-1, 4)


def _hashed(corpus: Path, name: str) -> Seen:
    """A record as it looks, with its files hashed."""
    paths, status, files = _looks(corpus / name)
    lines = tuple(f"{path}\0{records.sha256_of(corpus / path)}\n" for path in files)
    is_settled = int(status[:, 2:].max()) < time.time_ns() - SETTLED_NS
    return Seen(paths=paths, status=status.tobytes(), is_settled=is_settled, files=lines)


def _looks(folder: Path) -> tuple[tuple[str, ...], NDArray[np.int64], list[str]]:
    """The paths in a record's folder, their status, and those of them that are files."""
    if folder.is_symlink():
        records.sha256_of(folder)  # Refuses it.
    # What comes after it was listed is not among the paths, but leaves its folder unsettled.
    paths, files = _listed(os.fspath(folder), folder.name)
    ordered = tuple(sorted(paths))
    return ordered, _status(folder.parent, ordered), sorted(files)


def _listed(folder: str, inside: str) -> tuple[list[str], list[str]]:
    """The paths of `folder` and all below it, and those of files alone, from the corpus on."""
    paths, files = [inside], []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{inside}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                records.sha256_of(Path(entry.path))  # Refuses it.
            elif entry.is_dir():
                below = _listed(entry.path, path)
                paths += below[0]
                files += below[1]
            elif entry.is_file():
                paths.append(path)
                files.append(path)
    return paths, files


def digest(seen: Iterable[Seen]) -> str:
    """What `records.digest_of` says of the same files."""
    lines = [line for one in seen for line in one.files]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def save(var: Path, seen: Mapping[str, Seen]) -> None:
    """Remember in `var` the records that are settled."""
    settled = {name: seen[name] for name in sorted(seen) if seen[name].is_settled}
    paths = [path for one in settled.values() for path in one.paths]
    status = b"".join(one.status for one in settled.values())
    head = {
        "digest": digest(settled.values()),
        "ends": list(accumulate(len(one.paths) for one in settled.values())),
        "names": list(settled),
    }
    rest = _json([_as_list(one) for one in settled.values()])
    # A name may hold a line's end, but no NUL.
    parts = [_json(head), status, "\0".join(paths).encode("utf-8", "surrogatepass"), rest]
    body = b"".join([_json([len(part) for part in parts]), b"\n", *parts])
    durable.write(var / NAME, f"{_seal(body)}\n".encode() + body)


def load(var: Path) -> Memory:
    """What is remembered in `var`; nothing if that is damaged or another program's."""
    try:
        seal, body = (var / NAME).read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return _NOTHING
    if seal.decode(errors="replace") != _seal(body):
        return _NOTHING
    sizes, rest = body.split(b"\n", 1)
    bounds = pairwise(accumulate(json.loads(sizes), initial=0))
    head, status, paths, records_json = (rest[begin:end] for begin, end in bounds)
    values = json.loads(head)
    return Memory(
        names=tuple(values["names"]),
        paths=tuple(paths.decode("utf-8", "surrogatepass").split("\0")) if paths else (),
        ends=tuple(values["ends"]),
        status=np.frombuffer(status, dtype=np.int64).reshape(-1, 4),
        digest=values["digest"],
        rest=records_json,
    )


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _seal(body: bytes) -> str:
    return hashlib.sha256(_program() + body).hexdigest()


@cache
def _program() -> bytes:
    """SHA-256 of the archive's own sources and of this: another may read records otherwise."""
    found = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(Path(records.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.digest()


def _as_list(one: Seen) -> list[object]:
    contents = one.contents
    if contents is None:
        return [one.files]
    keys = b"".join(contents.keys).hex()
    said = (contents.said.address, contents.said.links)
    return [one.files, keys, contents.passage_ids, contents.earlier, *said]


def _from_list(values: list[Any], paths: tuple[str, ...], status: bytes) -> Seen:
    files, *read = values
    one = Seen(paths=paths, status=status, is_settled=True, files=tuple(files))
    if not read:
        return one
    joined, passage_ids, earlier, address, links = read
    keys = bytes.fromhex(joined)
    contents = Contents(
        keys=tuple(keys[start : start + 32] for start in range(0, len(keys), 32)),
        passage_ids=tuple(passage_ids),
        earlier=tuple(earlier),
        said=Said(address=address, links=_pairs(links)),
    )
    return replace(one, contents=contents)


def _pairs(lists: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in lists)
