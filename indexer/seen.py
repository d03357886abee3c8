"""What earlier builds read of each record, so that only what changed since is read again.

A file counts as unchanged while its path, inode, size and instants of change are, as `git` has it;
every byte is looked at by `archive check`.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from archive import durable, records
from archive.cites import Said
from archive.errors import RecordError

NAME = "seen.json"
# A file changed less than this before it was looked at may change once more within the same tick
# of the file system's clock, which is 2 s on the coarsest (FAT).
SETTLED_NS = 2_000_000_000


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
    """A record's folder: how its files looked, their SHA-256, and what was read of them.

    `stamp` is the SHA-256 of the files' paths and status; `is_settled` says that it will not do
    for other bytes. `files` are the lines of the corpus's digest, of a path and its SHA-256.
    `contents` is None where the files were hashed and not read.
    """

    stamp: str
    is_settled: bool
    files: tuple[str, ...]
    contents: Contents | None = None


def look(corpus: Path, known: Mapping[str, Seen]) -> dict[str, Seen]:
    """Each record of `corpus` by its folder's name, in order; taken from `known` if unchanged.

    Raises RecordError for a link in a record, or without a corpus; OSError.
    """
    if not corpus.is_dir():
        raise RecordError(f"There is no corpus at '{corpus}'; set ARCHIVE_CORPUS to its folder.")
    found = {}
    for folder in records.folders(corpus):
        stamp, newest_ns, paths = _looks(folder)
        one = known.get(folder.name)
        if one is None or one.stamp != stamp:
            files = tuple(f"{path}\0{records.sha256_of(corpus / path)}\n" for path in paths)
            one = Seen(stamp=stamp, is_settled=_is_settled(newest_ns), files=files)
        found[folder.name] = one
    return found


def is_as_seen(folder: Path, seen: Seen) -> bool:
    """Whether the record in `folder` still looks as it did."""
    return _looks(folder)[0] == seen.stamp


def _is_settled(newest_ns: int) -> bool:
    return newest_ns < time.time_ns() - SETTLED_NS


def _looks(folder: Path) -> tuple[str, int, list[str]]:
    """The stamp of a record's folder, the latest change in it, and its files' paths."""
    if folder.is_symlink():
        records.sha256_of(folder)  # Refuses it.
    found = sorted(_files(os.fspath(folder), folder.name))
    stamp = hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()
    newest_ns = max((max(one[3:]) for one in found), default=0)
    return stamp, newest_ns, [one[0] for one in found]


def _files(folder: str, inside: str) -> list[tuple[str, int, int, int, int]]:
    """Each file below `folder`: path, inode, size, and when it and its status changed, in ns."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            path = f"{inside}/{name}"
            if entry.is_symlink():
                records.sha256_of(Path(entry.path))  # Refuses it.
            elif entry.is_dir():
                found += _files(entry.path, path)
            elif entry.is_file():
                one = entry.stat()
                status = (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns)
                found.append((path, *status))
    return found


def digest(seen: Iterable[Seen]) -> str:
    """What `records.digest_of` says of the same files."""
    lines = [line for one in seen for line in one.files]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def save(var: Path, seen: Mapping[str, Seen]) -> None:
    """Remember in `var` the records that are settled."""
    settled = {doc_id: _as_list(one) for doc_id, one in seen.items() if one.is_settled}
    body = json.dumps(settled, ensure_ascii=False, separators=(",", ":")).encode()
    durable.write(var / NAME, f"{_seal(body)}\n".encode() + body)


def load(var: Path) -> dict[str, Seen]:
    """What is remembered in `var`; nothing if that is damaged or another program's."""
    try:
        seal, body = (var / NAME).read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return {}
    if seal.decode(errors="replace") != _seal(body):
        return {}
    return {doc_id: _from_list(one) for doc_id, one in json.loads(body).items()}


def _seal(body: bytes) -> str:
    return hashlib.sha256(_program() + body).hexdigest()


@cache
def _program() -> bytes:
    """SHA-256 of the archive's own sources: another program may read records otherwise."""
    found = hashlib.sha256()
    for path in sorted(Path(records.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.digest()


def _as_list(one: Seen) -> list[object]:
    contents = one.contents
    if contents is None:
        return [one.stamp, one.files]
    keys = b"".join(contents.keys).hex()
    said = (contents.said.address, contents.said.links)
    return [one.stamp, one.files, keys, contents.passage_ids, contents.earlier, *said]


def _from_list(values: list[Any]) -> Seen:
    stamp, files, *read = values
    one = Seen(stamp=stamp, is_settled=True, files=tuple(files))
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
