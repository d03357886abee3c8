"""Join pieces of running text, or a table's cells, into one clean line that knows its links."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from indexer.extract.blocks import Block, BlockKind, BlockLink

# A piece of text with the address it links to: None is no link, "" a link without a target. A
# piece without text is a place in the document that leads to another, as the call of a note does.
Run = tuple[str, str | None]

# Left out: controls, soft hyphens, zero-width spaces, word joiners, byte order marks, object
# replacement characters, noncharacters and lone surrogates. Joiners and direction marks stay:
# Arabic and Persian need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffc\ufffe\uffff\ud800-\udfff]"
)
# Latin ligatures and Arabic presentation forms are typesetting; NFKC gives their letters.
_TYPESET = re.compile("[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")
_SPACES = re.compile(r"\s+")
# French sets a no-break space before these, and after an opening guillemet; elsewhere it is an
# accident of the editor and becomes a plain space.
_BEFORE_MARK = re.compile("[\u00a0\u202f](?![;:!?»%])")
_AFTER_GUILLEMET = re.compile("«[\u00a0\u202f]")


def clean(text: str) -> str:
    """Return `text` in Unicode NFC without controls and typesetting, spaces left as they are."""
    text = _DROPPED.sub("", text)
    text = _TYPESET.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text)


def row(cells: Iterable[Iterable[Run]]) -> Block:
    """A row of a table: its cells with a bar between them; an empty cell is left out."""
    runs: list[Run] = []
    for cell in cells:
        pieces = list(cell)
        if runs and pieces:
            runs.append((" | ", None))
        runs.extend(pieces)
    text, links = join(runs)
    return Block(text=text, kind=BlockKind.ROW, links=links)


def join(runs: list[Run]) -> tuple[str, tuple[BlockLink, ...]]:
    """Join `runs` into one line with single spaces; return it with its links in order.

    Neighbouring runs with the same target are one link. A link without any letter is dropped.
    """
    parts: list[str] = []
    links: list[BlockLink] = []
    length = 0
    open_target: str | None = None
    open_start = 0
    for raw, target in [*runs, ("", None)]:
        if not raw and target:
            links.append(BlockLink(start=length, end=length, target=target))
            continue
        if target != open_target:
            if open_target is not None:
                links.append(BlockLink(start=open_start, end=length, target=open_target))
            open_target, open_start = target, length
        text = _narrow(clean(raw))
        if text[:1] == " " and (not parts or parts[-1].endswith(" ")):
            text = text[1:]
        if text:
            parts.append(text)
            length += len(text)
    whole = "".join(parts)
    return whole.rstrip(), tuple(_trimmed(links, whole))


def _narrow(text: str) -> str:
    """Every run of white space as one space, but for French no-break spaces."""
    text = _AFTER_GUILLEMET.sub("«\ue000", text)
    text = _BEFORE_MARK.sub(" ", text)
    text = text.replace("\u00a0", "\ue000").replace("\u202f", "\ue001")
    text = _SPACES.sub(" ", text)
    return text.replace("\ue000", "\u00a0").replace("\ue001", "\u202f")


def _trimmed(links: list[BlockLink], text: str) -> list[BlockLink]:
    """The links without white space at their ends; those without anything else are dropped."""
    kept = []
    for link in links:
        if link.start == link.end:
            at = len(text[: link.start].rstrip())
            kept.append(BlockLink(start=at, end=at, target=link.target))
            continue
        anchor = text[link.start : link.end]
        start = link.start + len(anchor) - len(anchor.lstrip())
        end = start + len(anchor.strip())
        if end > start:
            kept.append(BlockLink(start=start, end=end, target=link.target))
    return kept


def cut(links: tuple[BlockLink, ...], *, start: int, end: int) -> tuple[BlockLink, ...]:
    """Return the links of `text[start:end]`, their offsets counted from `start`."""
    return tuple(
        BlockLink(
            start=max(link.start, start) - start, end=min(link.end, end) - start, target=link.target
        )
        for link in links
        if (link.start < end and link.end > start) or start <= link.start == link.end <= end
    )


def within(address: str, base: str = "") -> str:
    """Return "#" and the name of the place in the document that an address leads to, else "".

    `base` is the document's own address. A file's address is of the machine that the document was
    made on, and is its own too.
    """
    document, sign, name = address.strip().partition("#")
    is_own = document in ("", base.partition("#")[0]) or document.lower().startswith("file:")
    return f"#{unquote(name)}" if sign and name and is_own else ""


def target(address: str, base: str = "") -> str:
    """Return a link's address in full, or "" where it names no place outside the document.

    A relative address is resolved against `base`, the document's own address, if that is known.
    """
    address = address.strip()
    if not address or address.startswith("#"):
        return ""
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme.lower() == "mailto":
        return whole
    return whole if parts.scheme.lower() in ("http", "https") and parts.netloc else ""
