"""A citation of what a generation holds: a row is all that is needed."""

from datetime import date
from urllib.parse import quote

from archive.citation.cited import Citation
from archive.rows import Row


def document_address(address: str, doc_id: str) -> str:
    """The permalink of a document in the archive served at `address`."""
    return f"{address.rstrip('/')}/d/{quote(doc_id)}"


def passage_address(address: str, passage_id: str) -> str:
    """The permalink of a passage in the archive served at `address`."""
    return f"{address.rstrip('/')}/p/{quote(passage_id)}"


def of_document(row: Row, *, address: str, accessed: date) -> Citation:
    """The whole document that `row` belongs to."""
    return Citation(
        document=row.document,
        origin=row.origin,
        permalink=document_address(address, row.document.doc_id),
        accessed=accessed,
        sha256=row.sha256,
        captured_at=row.captured_at,
    )


def of_passage(row: Row, *, address: str, accessed: date) -> Citation:
    """The passage of `row`."""
    return Citation(
        document=row.document,
        origin=row.origin,
        permalink=passage_address(address, row.passage.passage_id),
        accessed=accessed,
        passage=row.passage,
        sha256=row.sha256,
        captured_at=row.captured_at,
    )
