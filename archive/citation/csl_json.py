"""CSL-JSON, which citation processors, pandoc and Zotero read."""

import json
from typing import Any

from archive.citation.cited import ARCHIVE, Citation
from archive.citation.wording import citation_key, note


def csl_item(citation: Citation) -> dict[str, Any]:
    """One item: publishers as literal authors, an inferred year as the literal `[2025]`."""
    document = citation.document
    item: dict[str, Any] = {
        "id": citation_key(citation),
        "type": "report" if citation.is_bookish else "webpage",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "genre": citation.genre.capitalize(),
        "language": "" if document.language == "und" else document.language,
        "issued": _issued(citation),
        "URL": citation.source,
        "accessed": {"date-parts": [_parts(citation.accessed.isoformat())]},
        "archive": ARCHIVE,
        "archive_location": citation.permalink,
        "page": citation.page,
        "note": note(citation),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(citation: Citation) -> str:
    """A list of one item, as programs expect it."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def _issued(citation: Citation) -> dict[str, Any] | None:
    if citation.is_inferred:
        return {"literal": f"[{citation.document.issued_inferred[:4]}]"}
    issued = citation.document.issued
    return {"date-parts": [_parts(issued)]} if issued else None


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]
