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


@dataclass(slots=True)
class Gathering:
    """What records say of each other, gathered one by one."""

    _documents: dict[str, str] = field(default_factory=dict)
    _links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, record: Record, states: Mapping[str, Known]) -> None:
        """Remember a record's address, and where its current version's links lead."""
        doc_id = record.document.doc_id
        if address := _same(record.document.url):
            self._documents.setdefault(address, doc_id)
        keys = (key(link) for one in record.current.passages for link in one.links)
        links = [
            (_same(name), _filed(states.get(name))) for name in dict.fromkeys([*keys, *states])
        ]
        if links:
            self._links[doc_id] = links

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
