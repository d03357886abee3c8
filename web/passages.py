"""How a passage is shown: what it is called, and its text cut at its links and calls of notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.called import MARK, Call
from archive.link_states import Known
from archive.messages import Message, message
from archive.model import LinkState, Passage, PassageKind
from archive.page_labels import page_label

DIGEST_LABEL = message("digest, not the document's text")

_LABELS: dict[PassageKind, Message] = {
    PassageKind.PARAGRAPH: Message(""),
    PassageKind.CALL: message("call"),
    PassageKind.HEADING: message("heading"),
    PassageKind.QUOTATION: message("quotation"),
    PassageKind.CAPTION: message("caption"),
    PassageKind.NOTE: message("note"),
    PassageKind.BOILERPLATE: message("about the publisher"),
    PassageKind.DIGEST: DIGEST_LABEL,
}

_LEADS: dict[LinkState, Message] = {
    LinkState.UNRESOLVED: message("not in this archive"),
    LinkState.CANDIDATE: message("not in this archive"),
    LinkState.FILED: message("in this archive"),
    LinkState.DEAD: message("dead"),
    LinkState.REFUSED: message("refused"),
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


def label(passage: Passage) -> Message:
    """What the passage is: its kind and number, its page; empty for a plain paragraph."""
    kind, page = kind_label(passage), page_label(passage)
    return message("%(kind)s, %(page)s", kind=kind, page=page) if kind and page else kind or page


def kind_label(passage: Passage) -> Message:
    """Its kind and number; empty for a plain paragraph."""
    kind = _LABELS[passage.kind]
    if not (kind and passage.number):
        return kind or Message(passage.number)
    return message("%(kind)s %(number)s", kind=kind, number=passage.number)


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


def lead_label(known: Known) -> Message:
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
