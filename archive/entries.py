"""Lists in the corpus that only grow: sealed TOML files of tables, added to at their end."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from archive import durable, seals
from archive.errors import QueryError
from archive.record_fields import fault

# Some forty thousand entries of 400 bytes.
MAX_BYTES = 16 * 1024 * 1024
# Limits of what one entry holds, in characters: some paragraphs, a long address, a name.
TEXT_CHARACTERS, ADDRESS_CHARACTERS, NAME_CHARACTERS = 2_000, 2_000, 100
_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?", re.ASCII)


def read(path: Path, table: str) -> list[dict[str, Any]]:
    """The entries of `path`, each a `[[table]]`, in the order they were made; none without a file.

    Raises RecordError for a file that was altered since it was sealed, or that is no such list.
    """
    if not path.exists():
        return []
    content = _content(path)
    try:
        found = tomllib.loads(content.decode()).get(table, [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise fault(path, f"it cannot be read ({error})") from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise fault(path, f"'{table}' is no list of tables")
    return found


def append(path: Path, table: str, entry: Mapping[str, str | bool]) -> None:
    """Add `entry` behind what `path` holds, and seal it; the caller is the corpus's only writer.

    Raises RecordError for a file that was altered or would grow too large, OSError.
    """
    before = seals.unsealed(_content(path)) if path.exists() else b""
    added = f"{chr(10) if before else ''}[[{table}]]\n{tomli_w.dumps(entry)}".encode()
    if len(before) + len(added) > MAX_BYTES:
        raise fault(path, f"with one entry more it is larger than {MAX_BYTES} bytes")
    durable.write(path, seals.sealed(before + added, {}))


def _content(path: Path) -> bytes:
    if path.is_symlink() or path.stat().st_size > MAX_BYTES:
        raise fault(path, f"it is a link, or larger than {MAX_BYTES} bytes")
    content = path.read_bytes()
    seal = seals.opened(content)
    if seal is None or not seal.is_whole:
        raise fault(
            path,
            "it was altered since it was sealed (if that was meant, "
            f"`archive check --accept {path.name}`)",
        )
    return content


def line(name: str, value: str, *, most: int, needed: bool = False) -> str:
    """`value` on one line without signs that cannot be printed.

    Raises QueryError if it is longer than `most` characters, or empty where it is `needed`.
    """
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    short = " ".join(plain.split())
    if len(short) > most:
        raise QueryError(f"{name} has {len(short)} characters; give at most {most}.")
    if needed and not short:
        raise QueryError(f"{name} is empty; say it.")
    return short


def day(value: str) -> str:
    """`value` if it is a date as YYYY, YYYY-MM or YYYY-MM-DD; raises QueryError."""
    match = _DATE.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        date.fromisoformat(match[1] + (match[2] or "-01") + (match[3] or "-01"))
    except ValueError as error:
        raise QueryError(f"'{value:.40}' is no date; write 2024, 2024-05 or 2024-05-31.") from error
    return value
