"""The calls as CSV (RFC 4180), for spreadsheets: one line each, with its last mark."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from archive.positions.calls import Call, Entry

COLUMNS = (
    *("state", "state_date", "evidence", "evidence_url", "evidence_passage", "marked_by"),
    *("marked_at", "earlier_marks", "issued", "issued_inferred", "publishers", "addressees"),
    *(
        "named_states",
        "themes",
        "number",
        "lead_in",
        "words",
        "origin",
        "title",
        "doc_id",
        "passage_id",
        "address",
    ),
)
# A cell that begins so is run as a formula (OWASP ASVS 5.0, 1.2.10); an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# By this mark a spreadsheet knows the text for UTF-8.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def lines(calls: Iterable[Call], *, address_of: Callable[[str], str]) -> Iterator[str]:
    """The head and a line for each call; `address_of` gives the address of a passage's id."""
    yield _MARK + _line(COLUMNS)
    for call in calls:
        yield _line(_cells(call, address_of))


def _cells(call: Call, address_of: Callable[[str], str]) -> tuple[str, ...]:
    document, passage = call.card.document, call.card.passage
    annotation = call.card.annotation
    return (
        *_marked(call),
        document.issued,
        document.issued_inferred,
        "; ".join(document.publishers),
        "; ".join(annotation.addressees),
        "; ".join(annotation.states),
        "; ".join(theme.theme_id for theme in annotation.themes),
        passage.number,
        passage.lead_in,
        passage.text,
        "digest" if call.card.is_digest else "captured",
        document.title,
        document.doc_id,
        passage.passage_id,
        address_of(passage.passage_id),
    )


def _marked(call: Call) -> tuple[str, ...]:
    if not call.entries:
        return (call.state, *[""] * 7)
    mark = call.entries[0].mark
    earlier = "; ".join(map(_told, call.entries[1:]))
    evidence = (mark.evidence, mark.url, mark.evidence_id)
    return (call.state, mark.date, *evidence, mark.by, mark.marked_at, earlier)


def _told(entry: Entry) -> str:
    mark = entry.mark
    shown = " ".join(one for one in (mark.evidence, mark.url, mark.evidence_id) if one)
    return f"{mark.state} {mark.date} by {mark.by}" + (f": {shown}" if shown else "")


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_neutral(cell) for cell in cells])
    return text.getvalue()


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
