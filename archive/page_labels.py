"""How the page of a passage is called, as printed and as the file counts it."""

from typing import Protocol

from archive.messages import Message, message


class Placed(Protocol):
    """What stands on a page: `page` from 1 or None, `folio` the printed number or empty."""

    @property
    def page(self) -> int | None:
        """The page of the file."""

    @property
    def folio(self) -> str:
        """The number printed on it."""


def page_label(place: Placed) -> Message:
    """Its page as printed, and as the PDF counts it where that differs; empty without pages."""
    if place.page is None:
        return Message("")
    if place.folio in ("", str(place.page)):
        return message("p. %(page)s", page=str(place.page))
    return message(
        "p. %(printed)s, page %(page)s of the PDF", printed=place.folio, page=str(place.page)
    )
