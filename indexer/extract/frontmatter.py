"""Read the front matter of a Markdown file: TOML between `+++`, or plain `key: value` lines."""

import re
import tomllib
from collections.abc import Mapping

from archive.errors import IntakeError
from archive.messages import message

_FENCE = re.compile(r"\s*(\+\+\+|---)[ \t]*\r?\n(.*?)(?:^|\n)\1[ \t]*(?:\r?\n|$)(.*)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w .-]*):(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_BLOCK_SCALARS = {">", ">-", ">+", "|", "|-", "|+"}

# Other names that front matter gives to the fields of a document.
_NAMES = {
    "title": ("title",),
    "publishers": ("publishers", "publisher", "organisation", "organization"),
    "kind": ("kind",),
    "issued": ("issued", "date"),
    "language": ("language", "lang"),
    "url": ("url", "source"),
    "doc_id": ("doc_id",),
}


def split(text: str) -> tuple[dict[str, str | tuple[str, ...]], str]:
    """Return the fields of a document in the front matter, and the text below it.

    Raises IntakeError if the TOML cannot be read.
    """
    match = _FENCE.match(text)
    if not match:
        return {}, text
    fence, head, body = match.groups()
    values = _toml(head) if fence == "+++" else _plain(head)
    if not values:
        return {}, text
    return fields(values), body


def fields(values: Mapping[str, object]) -> dict[str, str | tuple[str, ...]]:
    """Pick the fields of a document out of `values`, by any of their names; empty ones are left."""
    found: dict[str, str | tuple[str, ...]] = {}
    lowered = {key.lower().replace("-", "_"): value for key, value in values.items()}
    for name, aliases in _NAMES.items():
        value = next((lowered[alias] for alias in aliases if lowered.get(alias)), None)
        if value is None:
            continue
        several = tuple(str(one).strip() for one in value) if isinstance(value, list) else ()
        if name == "publishers":
            found[name] = several or (str(value).strip(),)
        else:
            found[name] = several[0] if several else str(value).strip()
    return found


def _toml(head: str) -> dict[str, object]:
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise IntakeError(
            message("front matter is not TOML (%(fault)s); correct it", fault=str(error))
        ) from error


def _plain(head: str) -> dict[str, object]:
    """`key: value` lines, quoted or not, with `- item` lists and folded (`>-`) values."""
    values: dict[str, object] = {}
    key = ""
    for line in head.splitlines():
        match = _KEY.match(line)
        if match:
            key, value = match[1], (match[2] or "").strip()
            values[key] = "" if value in _BLOCK_SCALARS else _scalar(value)
        elif key and line.strip():
            values[key] = _continued(values[key], line)
    return values


def _continued(value: object, line: str) -> object:
    item = _ITEM.match(line)
    if item and not isinstance(value, str):
        return value
    if item and (not value or isinstance(value, list)):
        return [item[1].strip()]
    return f"{value} {line.strip()}".strip()


def _scalar(value: str) -> object:
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        quote = value[0]
        return value[1:-1].replace(quote * 2, quote) if quote == "'" else value[1:-1]
    return value
