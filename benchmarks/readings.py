"""The readers that are measured: the archive's own, and its peers used plainly."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from indexer.extract import child, media, notes
from indexer.extract.blocks import Block, BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of a file.

    `lines` are a second way to part the text, for a reader that does not part paragraphs. `links`
    have anchor and address; `notes` number, text and the words before the call. A reader that does
    not give them has None. `title` is the paragraph that is the page's own title, where it is kept.
    """

    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()
    title: str = ""
    links: tuple[tuple[str, str], ...] | None = None
    notes: tuple[tuple[str, str], ...] | None = None


Reader = Callable[[bytes, str], Reading]


def archive(content: bytes, media_type: str) -> Reading:
    """As `archive add` reads it, but in this process."""
    found = child.read(content, media_type).blocks
    called = [
        (found[note].text, found[block].text[:at])
        for note, places in notes.tied(found).items()
        for block, at in places
    ]
    body = [block for block in found if block.kind not in (BlockKind.NOTE, BlockKind.CAPTION)]
    links = [(b.text[one.start : one.end], one.target) for b in found for one in b.links]
    return Reading(
        paragraphs=tuple(block.printed + block.text for block in body),
        title=next((one.text for one in body if _is_title(one)), ""),
        links=tuple((anchor, target) for anchor, target in links if anchor),
        notes=tuple(called),
    )


def _is_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.level == 1


def pypdf(content: bytes, media_type: str) -> Reading:
    """Text page by page; paragraphs are parted where it parts them."""
    import pypdf  # noqa: PLC0415 - measured where it is installed

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return _plain("\n".join(pages))


def pdfplumber(content: bytes, media_type: str) -> Reading:
    """Text page by page; paragraphs are parted where it parts them."""
    import pdfplumber  # noqa: PLC0415 - measured where it is installed

    with pdfplumber.open(io.BytesIO(content)) as document:
        return _plain("\n".join(page.extract_text() for page in document.pages))


def trafilatura(content: bytes, media_type: str) -> Reading:
    """Its main text; paragraphs are its lines."""
    import trafilatura  # noqa: PLC0415 - as the others

    found = trafilatura.extract(content, include_comments=False) or ""
    return Reading(paragraphs=tuple(line for line in found.splitlines() if line))


def _plain(text: str) -> Reading:
    return Reading(
        paragraphs=tuple(part for part in text.split("\n\n") if part.strip()),
        lines=tuple(line for line in text.splitlines() if line.strip()),
    )


READERS: dict[str, tuple[Reader, ...]] = {
    media.PDF: (archive, pypdf, pdfplumber),
    media.HTML: (archive, trafilatura),
}
