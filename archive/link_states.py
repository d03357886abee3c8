"""What is known of the targets that a record links to: `links.toml` in its folder, sealed."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomli_w

from archive import durable, seals
from archive.errors import RecordError
from archive.model import LinkState

NAME = "links.toml"
MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A target and its state.

    `target` is the address, or the link's words where that was lost. `doc_id` is the document it
    was filed as, `checked_at` the ISO 8601 instant of the last fetch or decision, `note` the
    reason in words; `candidates` are documents that it may mean, the best first, and `rejected`
    those that an editor said it is not.
    """

    target: str
    state: LinkState
    doc_id: str = ""
    checked_at: str = ""
    note: str = ""
    rejected: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is known yet of what it leads to."""
        return self.state in (LinkState.UNRESOLVED, LinkState.CANDIDATE)


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
        found = [known_of(one) for one in values["link"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path}: it is no list of links ({error}); restore it.") from error
    return {one.target: one for one in found}


def known_of(values: Mapping[str, Any]) -> Known:
    """The state whose fields were written; raises ValueError, KeyError or TypeError."""
    lists = {name: tuple(values.get(name, ())) for name in ("rejected", "candidates")}
    return Known(**{**values, **lists, "state": LinkState(values["state"])})


def _values(known: Known) -> dict[str, Any]:
    values = {**asdict(known), "state": str(known.state)}
    if not known.candidates:
        del values["candidates"]  # so that lists of before the field stay as they are
    return values


def write(folder: Path, states: Mapping[str, Known]) -> None:
    """Keep the states of the record in `folder`, by target; raises OSError."""
    links = [_values(states[name]) for name in sorted(states)]
    body = tomli_w.dumps({"link": links}).encode()
    durable.write(folder / NAME, seals.sealed(body, {}))
