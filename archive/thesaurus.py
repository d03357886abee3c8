"""The thesaurus: entries of equivalent names, read from the records and kept in a generation."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.record_fields import fault, string

SOURCE = "thesaurus.toml"
STORED = "thesaurus.json"

# Limits of the file: some ten times what it holds.
MAX_BYTES = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_NAMES = 64
MAX_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing: `names` in the order of the file, which begins with the full English one."""

    entry_id: str
    names: tuple[str, ...]


def read(corpus: Path) -> tuple[Entry, ...]:
    """The entries of `corpus`/thesaurus.toml in their order, none where there is no such file.

    Raises RecordError naming the entry that is malformed or the limit that is passed.
    """
    path = corpus / SOURCE
    if not path.exists():
        return ()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise fault(path, f"it is larger than {MAX_BYTES} bytes")
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise fault(path, f"it cannot be read ({error})") from error
    found = table.get("entry", [])
    if not isinstance(found, list) or len(found) > MAX_ENTRIES:
        raise fault(path, f"'entry' is no list of at most {MAX_ENTRIES} tables")
    entries = tuple(_entry(one, f"{path}, entry {n}") for n, one in enumerate(found, start=1))
    _refuse_repeated(entries, path)
    return entries


def as_bytes(entries: Iterable[Entry]) -> bytes:
    """The entries as they are kept in a generation: canonical JSON."""
    content = [{"entry_id": entry.entry_id, "names": entry.names} for entry in entries]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def load(folder: Path) -> tuple[Entry, ...]:
    """The entries that the generation in `folder` was built with; its files are verified."""
    path = folder / STORED
    if not path.exists():
        return ()
    return tuple(
        Entry(entry_id=one["entry_id"], names=tuple(one["names"]))
        for one in json.loads(path.read_bytes())
    )


def _entry(table: object, where: str) -> Entry:
    """An entry from its id and a list of names for each language, repeated names once."""
    if not isinstance(table, dict) or not table.get("id"):
        raise fault(where, "there is no 'id'")
    entry_id = string(table["id"], f"{where}: id")
    place = f"{where} '{entry_id:.50}'"
    names = [name for key in table if key != "id" for name in _names(table, key, place)]
    if len(names) > MAX_NAMES:
        raise fault(place, f"it has {len(names)} names, more than {MAX_NAMES}")
    return Entry(entry_id=entry_id, names=tuple(dict.fromkeys(names)))


def _names(table: Mapping[str, Any], language: str, where: str) -> list[str]:
    """The names in one language; raises RecordError for what is no list of names."""
    values = table[language]
    if not isinstance(values, list):
        raise fault(where, f"'{language:.20}' is no list of names")
    names = [string(value, f"{where}: {language:.20}") for value in values]
    for name in names:
        if not name.strip() or len(name) > MAX_CHARACTERS:
            raise fault(where, f"'{name:.40}' has no or more than {MAX_CHARACTERS} characters")
    return names


def _refuse_repeated(entries: Iterable[Entry], path: Path) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.entry_id in seen:
            raise fault(path, f"the id '{entry.entry_id:.50}' stands there twice")
        seen.add(entry.entry_id)
