"""How a passage is shown: what it is called, and its text cut at its links and calls of notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.model import Passage, PassageKind
from archive.tombstones import LastWords

DIGEST_LABEL = "digest, not the document's text"

_LABELS: dict[PassageKind, str] = {
    PassageKind.PARAGRAPH: "",
    PassageKind.CALL: "call",
    PassageKind.HEADING: "heading",
    PassageKind.QUOTATION: "quotation",
    PassageKind.CAPTION: "caption",
    PassageKind.NOTE: "note",
    PassageKind.BOILERPLATE: "about the publisher",
    PassageKind.DIGEST: DIGEST_LABEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a passage's text; a link where `is_link`, with its `url` if that can be followed.

    Where `note` is the id of a passage, it is the call of that note: `text` is its number and no
    part of the passage's words.
    """

    text: str
    is_link: bool = False
    url: str = ""
    note: str = ""


def label(passage: Passage) -> str:
    """What the passage is: its kind and number, its page; empty for a plain paragraph."""
    return ", ".join(part for part in (kind_label(passage), page_label(passage)) if part)


def page_label(place: Passage | LastWords) -> str:
    """Its page as printed, and as the PDF counts it where that differs; empty without pages."""
    if place.page is None:
        return ""
    if place.folio in ("", str(place.page)):
        return f"p. {place.page}"
    return f"p. {place.folio}, page {place.page} of the PDF"


def kind_label(passage: Passage) -> str:
    """Its kind and number; empty for a plain paragraph."""
    return " ".join(part for part in (_LABELS[passage.kind], passage.number) if part)


def calls(passages: Sequence[Passage]) -> dict[str, tuple[Passage, ...]]:
    """The notes that each passage calls, in order, by its id; a note of several parts by its first.

    Ties, two notes called at one place, go by the order of the notes.
    """
    first: dict[tuple[int, str], Passage] = {}
    for passage in passages:
        if passage.called_at is not None:
            first.setdefault((passage.called_at, passage.number), passage)
    notes = sorted(first.values(), key=lambda note: (note.called_at or 0, note.start))
    called: dict[str, list[Passage]] = {}
    at = 0
    for passage in sorted(passages, key=lambda one: one.start):
        while at < len(notes) and (notes[at].called_at or 0) <= passage.end:
            if (notes[at].called_at or 0) >= passage.start:
                called.setdefault(passage.passage_id, []).append(notes[at])
            at += 1
    return {passage_id: tuple(found) for passage_id, found in called.items()}


def pieces(passage: Passage, notes: Sequence[Passage] = ()) -> tuple[Piece, ...]:
    """The passage's text in order, cut where its links begin and end and its `notes` are called."""
    found: list[Piece] = []
    at = 0
    for link in sorted(passage.links, key=lambda link: (link.start, link.end, link.target)):
        start, end = link.start - passage.start, link.end - passage.start
        if start < at or end <= start or end > len(passage.text):
            continue  # overlapping or outside: its words are shown as text
        found.append(Piece(text=passage.text[at:start]))
        found.append(Piece(text=passage.text[start:end], is_link=True, url=web_url(link.target)))
        at = end
    found.append(Piece(text=passage.text[at:]))
    for note in reversed(notes):
        found = _with_call(found, note, at=(note.called_at or 0) - passage.start)
    return tuple(piece for piece in found if piece.text)


def _with_call(found: Sequence[Piece], note: Passage, *, at: int) -> list[Piece]:
    """The pieces with the call of a note, `at` so many letters into them; behind a link's words."""
    done: list[Piece] = []
    call: Piece | None = Piece(text=note.number or "*", note=note.passage_id)
    for piece in found:
        size = 0 if piece.note else len(piece.text)
        if call and 0 <= at <= size and not piece.note:
            cut = size if piece.is_link else at
            rest = [Piece(text=piece.text[cut:])] if cut < size else []
            kept = piece if piece.is_link else Piece(text=piece.text[:cut])
            done += [kept, call, *rest]
            call = None
        else:
            done.append(piece)
        at -= size
    return done


def web_url(address: str) -> str:
    """`address` if it is an http or https address with a host, else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def host(address: str) -> str:
    """The host of an address without `www.`, to show where a link leads."""
    return (urlsplit(address).hostname or "").removeprefix("www.") if web_url(address) else ""
