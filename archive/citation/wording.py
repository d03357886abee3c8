"""What the exports share: the date as a machine reads it, the key, and a note in plain words."""

from archive.citation.cited import ARCHIVE, Citation


def citation_key(citation: Citation) -> str:
    """A key that stays the same: the record's id, with the passage's where there is one."""
    passage = citation.passage
    return citation.document.doc_id + (f"-{passage.passage_id}" if passage else "")


def pinpoint(citation: Citation) -> str:
    """`p. 2, page 4 of the PDF, para. 3`; empty for a whole document."""
    is_other = citation.page != citation.page_of_file
    file = f"page {citation.page_of_file} of the PDF" if is_other else ""
    places = (("p. ", citation.page), ("", file), ("para. ", citation.number))
    return ", ".join(label + value for label, value in places if value)


def note(citation: Citation) -> str:
    """Where it is kept, which version was read, and what about its date was worked out."""
    held = "A digest of this document, not its text, is" if citation.is_digest else "Archived"
    parts = [
        f"{held} in the {ARCHIVE}: {citation.permalink}",
        f"Version SHA-256: {citation.sha256}" if citation.sha256 else "",
        f"Captured: {citation.captured_at}" if citation.captured_at else "",
        f"Passage: {pinpoint(citation)}" if pinpoint(citation) else "",
        f"Date inferred by the archive: {citation.document.date}" if citation.is_inferred else "",
    ]
    return ". ".join(part for part in parts if part) + "."
