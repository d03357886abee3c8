"""Read a list of catalogue records in CSV: a line of field names, then a line a record."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from archive.errors import RecordError
from archive.model import Document
from archive.record_fields import fault

# What a spreadsheet puts between cells, by the country it is set to.
_DELIMITERS = ",;\t"
# Between the values of one cell, as publishers.
_PARTS = "|"
_LISTS = frozenset(("publishers", "themes"))
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_NAMES = frozenset(field.name for field in fields(Document))


def rows(
    path: Path, *, most_bytes: int
) -> Iterator[tuple[str, int, dict[str, object] | RecordError]]:
    """The place of each row (`path:line`), its size in bytes, and its fields or what is wrong.

    Empty cells are fields that are not stated. Raises RecordError for a list without usable field
    names. A cell of more than `most_bytes` characters ends the list.
    """
    csv.field_size_limit(most_bytes)
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        head = file.readline(most_bytes)
        delimiter = max(_DELIMITERS, key=lambda one: (head.count(one), -_DELIMITERS.index(one)))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        names = _named(next(reader, []), f"{path}:1")
        while True:
            where = f"{path}:{reader.line_num + 1}"
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield where, 0, fault(where, f"it is no CSV ({error})")
                return
            if any(cell.strip() for cell in cells):
                yield where, len(delimiter.join(cells).encode()), _values(names, cells, where)


def _encoding(path: Path) -> str:
    """UTF-8, or what Windows writes where that is not it; told by the first megabyte."""
    with path.open("rb") as file:
        begin = file.read(1 << 20)
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"  # "Unicode text" of a spreadsheet
    try:
        begin[: begin.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _named(head: list[str], where: str) -> list[str]:
    names = [cell.strip().lower() for cell in head]
    unknown = next((name for name in names if name not in _NAMES), None)
    if unknown is not None or len(set(names)) != len(names) or "doc_id" not in names:
        shown = names if unknown is None else unknown
        raise fault(
            where, f"'{shown!s:.100}': the first line has to name doc_id, title, digest and others"
        )
    return names


def _values(names: list[str], cells: list[str], where: str) -> dict[str, object] | RecordError:
    if len(cells) != len(names):
        return fault(where, f"there are {len(cells)} cells for {len(names)} fields")
    values: dict[str, object] = {}
    for name, cell in zip(names, map(str.strip, cells), strict=True):
        if name in _LISTS:
            values[name] = [part.strip() for part in cell.split(_PARTS) if part.strip()]
        elif name == "url_checked":
            if cell.lower() not in _TRUTHS:
                return fault(where, f"url_checked '{cell:.100}' is neither true nor false")
            values[name] = _TRUTHS[cell.lower()]
        elif cell:
            values[name] = cell
    return values
