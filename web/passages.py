"""How a passage is shown: what it is called, and its text cut at its links."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.model import Passage, PassageKind

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
    """A run of a passage's text; a link where `is_link`, with its `url` if that can be followed."""

    text: str
    is_link: bool = False
    url: str = ""


def label(passage: Passage) -> str:
    """What the passage is: its kind and number, its page; empty for a plain paragraph."""
    page = f"p. {passage.page}" if passage.page is not None else ""
    return ", ".join(part for part in (kind_label(passage), page) if part)


def kind_label(passage: Passage) -> str:
    """Its kind and number; empty for a plain paragraph."""
    return " ".join(part for part in (_LABELS[passage.kind], passage.number) if part)


def pieces(passage: Passage) -> tuple[Piece, ...]:
    """The passage's text in order, cut where its links begin and end."""
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
    return tuple(piece for piece in found if piece.text)


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
