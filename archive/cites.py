"""Which documents cite which: by links to each other's addresses, and by editors' decisions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from archive.link_states import Known
from archive.model import Link, LinkState, Record

STORED = "cites.json"


def key(link: Link) -> str:
    """What a link's state is kept under: its address, or its words where the address was lost."""
    target = link.target.split("#")[0]
    return target if target.startswith(("http://", "https://")) else link.anchor


def _same(address: str) -> str:
    """An address without what does not tell pages apart: scheme, www., fragment, last slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    path = f"{parts.path.rstrip('/')}?{parts.query}" if parts.query else parts.path.rstrip("/")
    return f"{host}{path}" if host and path else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a record says of others: its own address, and of each link its address and document.

    The document is the one that a link was filed as, empty where it was not.
    """

    address: str
    links: tuple[tuple[str, str], ...]


def said_by(record: Record, states: Mapping[str, Known]) -> Said:
    """A record's address, and where its current version's links lead."""
    keys = (key(link) for one in record.current.passages for link in one.links)
    names = dict.fromkeys([*keys, *states])
    return Said(
        address=_same(record.document.url),
        links=tuple((_same(name), _filed(states.get(name))) for name in names),
    )


@dataclass(slots=True)
class Gathering:
    """What records say of each other, gathered one by one."""

    _documents: dict[str, str] = field(default_factory=dict)
    _links: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def add(self, doc_id: str, said: Said) -> None:
        """Remember what the record `doc_id` says."""
        if said.address:
            self._documents.setdefault(said.address, doc_id)
        if said.links:
            self._links[doc_id] = said.links

    def cites(self) -> dict[str, list[str]]:
        """The documents that each document cites, by its id; those that cite none are left out."""
        found = {}
        for doc_id, links in self._links.items():
            cited = [filed or self._documents.get(address, "") for address, filed in links]
            others = [one for one in dict.fromkeys(cited) if one and one != doc_id]
            if others:
                found[doc_id] = others
        return found


def _filed(known: Known | None) -> str:
    return known.doc_id if known and known.state is LinkState.FILED else ""


def write(folder: Path, cites: Mapping[str, list[str]]) -> None:
    """Write `cites` into a generation's `folder`; nothing where there are none."""
    if cites:
        (folder / STORED).write_text(json.dumps(cites, sort_keys=True), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Cites:
    """Who cites whom in a generation, by doc_id, in the order of the links or of the ids."""

    cites: Mapping[str, tuple[str, ...]]
    cited_by: Mapping[str, tuple[str, ...]]


def load(folder: Path) -> Cites:
    """What `write` wrote."""
    path = folder / STORED
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    by: dict[str, list[str]] = {}
    for doc_id in sorted(found):
        for cited in found[doc_id]:
            by.setdefault(cited, []).append(doc_id)
    return Cites(
        {doc_id: tuple(cited) for doc_id, cited in found.items()},
        {doc_id: tuple(citing) for doc_id, citing in by.items()},
    )
