"""The records of the archive: documents, their versions, and the passages people cite."""

from dataclasses import dataclass
from enum import StrEnum


class PassageKind(StrEnum):
    """What a passage is in its document."""

    PARAGRAPH = "paragraph"
    CALL = "call"
    HEADING = "heading"
    QUOTATION = "quotation"
    CAPTION = "caption"
    NOTE = "note"
    BOILERPLATE = "boilerplate"
    DIGEST = "digest"


class Voice(StrEnum):
    """Whose words a passage holds."""

    OWN = "own"
    QUOTED = "quoted"


class TextOrigin(StrEnum):
    """Where a version's text comes from."""

    CAPTURED = "captured"
    DIGEST = "digest"


class LinkState(StrEnum):
    """What is known of a link's target."""

    UNRESOLVED = "unresolved"
    CANDIDATE = "candidate"
    FILED = "filed"
    DEAD = "dead"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in a version's text; `start` and `end` are offsets of its anchor in `version.text`."""

    anchor: str
    start: int
    end: int
    target: str = ""
    state: LinkState = LinkState.UNRESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A citable piece of a version: `version.text[start:end] == text`, offsets in characters.

    `language` is an ISO 639-1 code, or "und" where it is not known. `page` counts from 1 and is
    None where the source has no pages; `folio` is the number printed on it, empty where that is
    not sure. `number` is the printed number of a call, `lead_in` the
    text that introduces it, `section` the nearest heading above. `called_at` is where in
    `version.text` a note is called, None where that is not known, and `called_again` where else.
    `confidence` is how sure the program is that read the text from a picture, in per cent; None
    where it is no such text.
    """

    passage_id: str
    doc_id: str
    version_id: str
    text: str
    start: int
    end: int
    kind: PassageKind
    language: str
    voice: Voice = Voice.OWN
    number: str = ""
    section: str = ""
    lead_in: str = ""
    page: int | None = None
    links: tuple[Link, ...] = ()
    called_at: int | None = None
    confidence: int | None = None
    folio: str = ""
    called_again: tuple[int, ...] = ()

    @property
    def printed(self) -> str:
        """The text behind its printed number, if it has one."""
        return f"{self.number}. {self.text}" if self.number else self.text

    @property
    def calls(self) -> tuple[int, ...]:
        """Every place in the version's text that calls this note."""
        return () if self.called_at is None else (self.called_at, *self.called_again)

    @property
    def is_quoted(self) -> bool:
        """Whether it holds somebody else's words."""
        return self.voice is Voice.QUOTED or self.kind is PassageKind.QUOTATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of a document.

    `sha256` is of the original bytes (of the UTF-8 text for a digest); `original` the file name
    of those bytes in the version's folder, empty for a digest; `captured_at` an ISO 8601 instant
    with its offset, empty for a digest.
    """

    version_id: str
    doc_id: str
    text: str
    origin: TextOrigin
    passages: tuple[Passage, ...]
    sha256: str
    original: str = ""
    media_type: str = ""
    source: str = ""
    captured_at: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an archivist would write down about one statement, report, judgment or resolution.

    `issued` is a date seen in the source (`2025-07-17`, `2025-07` or `2025`), empty if none was
    seen; `issued_inferred` one that was worked out and is shown as such. An address that nobody
    has checked (`url_checked` false) is never shown as a source. `digest` is our own words.
    """

    doc_id: str
    title: str
    publishers: tuple[str, ...] = ()
    kind: str = ""
    language: str = "und"
    issued: str = ""
    issued_inferred: str = ""
    url: str = ""
    url_checked: bool = False
    themes: tuple[str, ...] = ()
    digest: str = ""
    confidence: str = ""
    rights: str = ""
    status: str = "published"

    @property
    def date(self) -> str:
        """The date to sort and filter by: the seen one, else the inferred one, else empty."""
        return self.issued or self.issued_inferred

    @property
    def shown_date(self) -> str:
        """The date in plain text, where an inferred one is said to be so; else "undated"."""
        inferred = f"{self.issued_inferred} (inferred)" if self.issued_inferred else "undated"
        return self.issued or inferred

    @property
    def shown_title(self) -> str:
        """The title, or what the document is in brackets, as a citation names an untitled work."""
        return self.title if self.title.strip() else f"[untitled {self.kind or 'document'}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A document with its versions, oldest first; the last one is what is searched."""

    document: Document
    versions: tuple[Version, ...]

    @property
    def current(self) -> Version:
        """The version that is searched and shown first."""
        return self.versions[-1]
