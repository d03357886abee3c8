"""How a passage is shown: what it is called, and its text cut at its links and calls of notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.called import MARK, Call
from archive.link_states import Known
from archive.model import LinkState, Passage, PassageKind
from archive.page_labels import page_label

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


_LEADS: dict[LinkState, str] = {
    LinkState.UNRESOLVED: "not in this archive",
    LinkState.CANDIDATE: "not in this archive",
    LinkState.FILED: "in this archive",
    LinkState.DEAD: "dead",
    LinkState.REFUSED: "refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a passage's text; a link where `is_link`, with its `url` if that can be followed.

    Where `note` is the id of a passage, it is a call of that note: `text` is its number and no
    part of the passage's words, `call_id` the id of the place.
    """

    text: str
    is_link: bool = False
    url: str = ""
    note: str = ""
    call_id: str = ""


def label(passage: Passage) -> str:
    """What the passage is: its kind and number, its page; empty for a plain paragraph."""
    return ", ".join(part for part in (kind_label(passage), page_label(passage)) if part)


def kind_label(passage: Passage) -> str:
    """Its kind and number; empty for a plain paragraph."""
    return " ".join(part for part in (_LABELS[passage.kind], passage.number) if part)


def pieces(passage: Passage, called: Sequence[Call] = ()) -> tuple[Piece, ...]:
    """The passage's text in order, cut where its links begin and end and its notes are `called`."""
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
    for call in reversed(called):
        found = _with_call(found, call, at=call.at - passage.start)
    return tuple(piece for piece in found if piece.text)


def _with_call(found: Sequence[Piece], called: Call, *, at: int) -> list[Piece]:
    """The pieces with the call of a note, `at` so many letters into them; behind a link's words."""
    done: list[Piece] = []
    note = called.note
    call: Piece | None = Piece(
        text=note.number or "*", note=note.passage_id, call_id=called.call_id
    )
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


def lead_label(known: Known) -> str:
    """What is known of where a link leads."""
    return _LEADS[known.state]


def raised(text: str) -> tuple[Piece, ...]:
    """A text with marks of calls as pieces; those that are calls have a `note`, their number."""
    pieces = (
        Piece(text=mark[2:-1], note=mark[2:-1]) if at % 2 else Piece(text=mark)
        for at, mark in enumerate(MARK.split(text))
    )
    return tuple(piece for piece in pieces if piece.text)


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
