"""RIS, one tag a line: read by Zotero, EndNote, Mendeley and RefWorks."""

from archive.citation.cited import ARCHIVE, Citation, one_line
from archive.citation.wording import citation_key, note


def ris(citation: Citation) -> str:
    """One reference of type RPRT, lines ending in CR LF.

    A publisher stands in AU without a comma, so that Zotero keeps it whole; a comma inside a name
    is dropped for that reason. An inferred year stands in square brackets.
    """
    document = citation.document
    inferred = document.issued_inferred[:4]
    fields = [
        ("TY", "RPRT"),
        ("ID", citation_key(citation)),
        ("TI", citation.title),
        *(("AU", name.replace(",", "")) for name in citation.authors),
        ("PB", "; ".join(citation.authors)),
        ("PY", document.issued[:4] or (f"[{inferred}]" if inferred else "")),
        ("DA", _day(document.issued)),
        ("M3", citation.genre.capitalize()),
        ("LA", "" if document.language == "und" else document.language),
        *(("KW", one_line(theme)) for theme in document.themes),
        ("SP", citation.page),
        ("UR", citation.source or citation.permalink),
        ("Y2", f"{citation.accessed:%Y/%m/%d}"),
        ("DB", ARCHIVE),
        ("AV", citation.permalink),
        ("N1", note(citation)),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _day(issued: str) -> str:
    """`2025/07/17`, as far as it is known; empty for a year alone, which PY gives."""
    return issued.replace("-", "/") if "-" in issued else ""
