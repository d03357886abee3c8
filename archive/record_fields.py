"""Typed records from parsed TOML and JSON, or the field that is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, TypeVar

from archive.errors import RecordError
from archive.model import Document, Link, LinkState, Passage, PassageKind, Voice

_T = TypeVar("_T", Document, Passage, Link)


def fault(where: object, what: str) -> RecordError:
    """The error for a record that is damaged or cannot be kept: where, and what is wrong there."""
    return RecordError(f"{where}: {what}; correct it or restore it from a copy.")


def built(
    kind: type[_T],
    values: object,
    *,
    where: object,
    given: Mapping[str, str] = MappingProxyType({}),
) -> _T:
    """An instance of `kind` from `values`, which hold its fields less those `given`.

    A field that is left out takes its default, so that records outlive a new field. Raises
    RecordError, naming the field, for one that is unknown, missing or of another type.
    """
    if not isinstance(values, dict):
        raise fault(where, f"{values!r:.100} is no table of fields")
    known = {field.name: field for field in fields(kind) if field.name not in given}
    for name in sorted(values.keys() - known.keys()):
        raise fault(where, f"there is no field '{name:.100}'")
    read_values: dict[str, Any] = dict(given)
    for name, field in known.items():
        if name in values:
            read_values[name] = _READERS[field.type](values[name], f"{where}: {name}")
        elif field.default is MISSING:
            raise fault(where, f"the field '{name}' is missing")
    return kind(**read_values)


def string(value: object, where: str) -> str:
    """The value as text that has a UTF-8 form; raises RecordError if it is none."""
    if not isinstance(value, str):
        raise fault(where, f"{value!r:.100} is no text")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise fault(where, "it holds half of a surrogate pair")
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    return tuple(string(item, where) for item in _items(value, where))


def _items(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise fault(where, f"{value!r:.100} is no list")
    return value


def _integer(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise fault(where, f"{value!r:.100} is no whole number")
    return value


def _integers(value: object, where: str) -> tuple[int, ...]:
    return tuple(_integer(item, where) for item in _items(value, where))


def _page(value: object, where: str) -> int | None:
    return None if value is None else _integer(value, where)


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise fault(where, f"{value!r:.100} is neither true nor false")
    return value


def _one_of(kind: type[PassageKind] | type[Voice] | type[LinkState]) -> Callable[..., object]:
    def reader(value: object, where: str) -> object:
        try:
            return kind(string(value, where))
        except ValueError as error:
            raise fault(where, f"'{value}' is none of {', '.join(kind)}") from error

    return reader


def _links(value: object, where: str) -> tuple[Link, ...]:
    return tuple(built(Link, item, where=where) for item in _items(value, where))


_READERS: dict[object, Callable[[object, str], object]] = {
    str: string,
    int: _integer,
    bool: _truth,
    int | None: _page,
    tuple[str, ...]: _strings,
    tuple[int, ...]: _integers,
    tuple[Link, ...]: _links,
    PassageKind: _one_of(PassageKind),
    Voice: _one_of(Voice),
    LinkState: _one_of(LinkState),
}
