"""What is known of the targets that a record links to: `links.toml` in its folder, sealed."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w

from archive import durable, seals
from archive.errors import RecordError
from archive.model import LinkState

NAME = "links.toml"
MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A target and its state.

    `doc_id` is the document it was filed as or is a candidate for, `checked_at` the ISO 8601
    instant of the last fetch or decision, `note` the reason in words.
    """

    target: str
    state: LinkState
    doc_id: str = ""
    checked_at: str = ""
    note: str = ""


def read(folder: Path) -> dict[str, Known]:
    """The states by target of the record in `folder`; none where nothing was recorded.

    Raises RecordError for a file that cannot be read as what it is.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    try:
        if path.is_symlink() or path.stat().st_size > MAX_BYTES:
            raise ValueError(f"a link, or above {MAX_BYTES} bytes")
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        found = [Known(**{**one, "state": LinkState(one["state"])}) for one in values["link"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path}: it is no list of links ({error}); restore it.") from error
    return {one.target: one for one in found}


def write(folder: Path, states: Mapping[str, Known]) -> None:
    """Keep the states of the record in `folder`, by target; raises OSError."""
    links = [{**asdict(states[name]), "state": str(states[name].state)} for name in sorted(states)]
    body = tomli_w.dumps({"link": links}).encode()
    durable.write(folder / NAME, seals.sealed(body, {}))
