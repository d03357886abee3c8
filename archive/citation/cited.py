"""What is cited: a document or a passage of it, with where it was seen and when."""

import re
from dataclasses import dataclass
from datetime import date

from archive.model import Document, Passage, TextOrigin

ARCHIVE = "Archive against Impunity"

# Kinds that stand alone like a book: styles give their year and set their title as a book's.
# All others are dated to the day and set as a page is.
_BOOKISH = frozenset({"judgment", "principles", "report", "resolution", "treaty"})
# A kind that says nothing of what the document is.
_NO_GENRE = frozenset({"", "page"})
# Hex digits of the SHA-256 that a printed citation shows, 48 bits; exports carry all 64.
SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A document (or a passage) as it was read in this archive on the day `accessed`.

    `permalink` is the address here; `sha256` and `captured_at` are the version's, `origin` says
    whether it is the document's text or a digest of ours.
    """

    document: Document
    origin: TextOrigin
    permalink: str
    accessed: date
    passage: Passage | None = None
    sha256: str = ""
    captured_at: str = ""

    @property
    def title(self) -> str:
        """The title on one line, as the document gives it; of an untitled one what it is."""
        return one_line(self.document.shown_title)

    @property
    def authors(self) -> tuple[str, ...]:
        """The publishers, who are corporate authors: a name is never split or turned."""
        return tuple(name for name in map(one_line, self.document.publishers) if name)

    @property
    def source(self) -> str:
        """The document's own address; empty unless somebody checked it and it is of the web."""
        address = one_line(self.document.url)
        is_web = re.match(r"https?://[^\s/]", address) is not None
        return address.replace(" ", "%20") if self.document.url_checked and is_web else ""

    @property
    def genre(self) -> str:
        """What the document is, in small letters; empty where that says nothing."""
        kind = one_line(self.document.kind)
        return "" if kind in _NO_GENRE else kind

    @property
    def is_bookish(self) -> bool:
        """Whether styles treat it as a report rather than as a page of a site."""
        return self.document.kind in _BOOKISH

    @property
    def is_digest(self) -> bool:
        """Whether the archive holds our digest only, which is never quoted as the document."""
        return self.origin is TextOrigin.DIGEST

    @property
    def is_inferred(self) -> bool:
        """Whether the date was worked out; it then stands in square brackets."""
        return not self.document.issued and bool(self.document.issued_inferred)

    @property
    def page(self) -> str:
        """The page to point to, as it is printed where that is sure, else as the PDF counts it.

        Empty for a whole document and for a digest.
        """
        passage = self._pointed
        return (one_line(passage.folio) or self.page_of_file) if passage else ""

    @property
    def page_of_file(self) -> str:
        """The page as the PDF counts it; empty for a whole document and for a digest."""
        passage = self._pointed
        return str(passage.page) if passage and passage.page is not None else ""

    @property
    def number(self) -> str:
        """The printed number of the paragraph or call to point to, without its full stop."""
        passage = self._pointed
        return one_line(passage.number).rstrip(".") if passage else ""

    @property
    def version(self) -> str:
        """The version by its hash, as a printed citation shows it; empty where there is none."""
        return f"sha256:{self.sha256[:SHOWN_DIGITS]}" if self.sha256 else ""

    @property
    def _pointed(self) -> Passage | None:
        """The passage, where its place is one in the document."""
        return None if self.is_digest else self.passage


def one_line(text: str) -> str:
    """`text` with every run of spaces and control characters as one space.

    No-break spaces stay: French sets them before its colons and question marks.
    """
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", text).strip(" ")
