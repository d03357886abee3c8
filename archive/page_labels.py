"""How the page of a passage is called, as printed and as the file counts it."""

from typing import Protocol


class Placed(Protocol):
    """What stands on a page: `page` from 1 or None, `folio` the printed number or empty."""

    @property
    def page(self) -> int | None:
        """The page of the file."""

    @property
    def folio(self) -> str:
        """The number printed on it."""


def page_label(place: Placed) -> str:
    """Its page as printed, and as the PDF counts it where that differs; empty without pages."""
    if place.page is None:
        return ""
    if place.folio in ("", str(place.page)):
        return f"p. {place.page}"
    return f"p. {place.folio}, page {place.page} of the PDF"
