"""schema.org as JSON-LD, which search engines and aggregators read."""

import json
from typing import Any

from archive.citation.cited import ARCHIVE, Citation

SCHEMA = "https://schema.org"


def json_ld_item(citation: Citation) -> dict[str, Any]:
    """A Report or CreativeWork, or a Quotation that is part of one.

    An inferred date is no `datePublished`; a digest is an abstract, never the text.
    """
    document = _document(citation)
    passage = citation.passage
    if passage is None or citation.is_digest:
        return {"@context": SCHEMA, "@id": citation.permalink, **document}
    quoted = {
        "@context": SCHEMA,
        "@type": "Quotation",
        "@id": citation.permalink,
        "text": passage.text,
        "inLanguage": passage.language,
        "isPartOf": document,
    }
    return {name: value for name, value in quoted.items() if value != "und"}


def json_ld(citation: Citation) -> str:
    """The item as text that may also stand in a page: no `<`, `>` or `&` in it."""
    text = json.dumps(json_ld_item(citation), ensure_ascii=False, indent=2)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text + "\n"


def _original(citation: Citation) -> dict[str, Any] | None:
    if citation.is_digest or not citation.sha256:
        return None
    original = {"@type": "MediaObject", "sha256": citation.sha256}
    return original | ({"dateCreated": citation.captured_at} if citation.captured_at else {})


def _document(citation: Citation) -> dict[str, Any]:
    document = citation.document
    item: dict[str, Any] = {
        "@type": "Report" if citation.is_bookish else "CreativeWork",
        "name": citation.title,
        "author": [{"@type": "Organization", "name": name} for name in citation.authors],
        "datePublished": document.issued,
        "inLanguage": "" if document.language == "und" else document.language,
        "genre": citation.genre,
        "about": [*document.themes],
        "url": citation.source or citation.permalink,
        "abstract": document.digest if citation.is_digest else "",
        "license" if document.rights.startswith("https://") else "copyrightNotice": document.rights,
        "archivedAt": citation.permalink,
        "identifier": document.doc_id,
        "encoding": _original(citation),
        "holdingArchive": {"@type": "ArchiveOrganization", "name": ARCHIVE},
    }
    return {name: value for name, value in item.items() if value}
