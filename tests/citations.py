"""The citations of tests/golden as the archive makes them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.citation.cited import Citation
from archive.citation.of_row import document_address, passage_address
from archive.citation.runs import Runs
from archive.model import Document, Passage, PassageKind, TextOrigin

ADDRESS = "https://archive.example"
ACCESSED = date(2026, 11, 3)
SHA256 = "1f2e3d4c5b6a" + 52 * "0"
_DOCUMENT = ("title", "kind", "language", "issued", "issued_inferred", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A record with what each style makes of it, `_x_` being italic."""

    name: str
    citation: Citation
    styles: dict[str, str]


def cited(**fields: Any) -> Citation:
    """A citation of a document with these fields; `passage` gives kind, page and number."""
    place = fields.get("passage")
    document = Document(
        doc_id="s",
        publishers=tuple(fields.get("publishers", ())),
        url_checked=fields.get("url_checked", True),
        themes=tuple(fields.get("themes", ())),
        digest=fields.get("digest", ""),
        rights=fields.get("rights", ""),
        **{name: fields[name] for name in _DOCUMENT if name in fields},
    )
    return Citation(
        document=document,
        origin=TextOrigin(fields.get("origin", "captured")),
        permalink=passage_address(ADDRESS, "p1") if place else document_address(ADDRESS, "s"),
        accessed=ACCESSED,
        passage=_passage(place) if place else None,
        sha256=SHA256,
        captured_at=fields.get("captured_at", ""),
    )


def _passage(place: dict[str, Any]) -> Passage:
    return Passage(
        passage_id="p1",
        doc_id="s",
        version_id="v-1",
        text="We call on States to act.",
        start=0,
        end=25,
        kind=PassageKind(place["kind"]),
        language="en",
        page=place.get("page"),
        number=place.get("number", ""),
    )


def golden(name: str = "citations.toml") -> list[Expected]:
    """Every record of a golden file."""
    path = Path(__file__).parent / "golden" / name
    records = tomllib.loads(path.read_text(encoding="utf-8"))["record"]
    names = ("chicago", "apa", "mla", "oscola", "harvard", "un")
    keys = [*names, *(f"{name}_mention" for name in ("apa", "mla", "harvard"))]
    return [
        Expected(
            name=record["name"],
            citation=cited(**record),
            styles={key: record[key] for key in keys},
        )
        for record in records
    ]


def by_hand() -> list[Expected]:
    """The records whose citations have no address of the archive after them."""
    return golden("citations_by_hand.toml")


def underscored(runs: Runs) -> str:
    """The runs as the golden file writes them."""
    return "".join(f"_{run.text}_" if run.italic else run.text for run in runs)
