"""Text of the archive as a terminal may print it."""

from archive.model import Document

# What stands by words that are this archive's own.
OF_DIGEST = "digest, not the document's words"


def plain(text: str) -> str:
    """The text on one line, without characters that would steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def head(what: str, *, total: int, page: int, pages: int) -> str:
    """The line above a page of a list: how many there are of `what`, and which page this is."""
    if page > pages:
        return f"There {'is only 1 page' if pages == 1 else f'are only {pages:,} pages'}."
    return f"{total:,} {what}{'' if total == 1 else 's'}, page {page} of {pages}"


def publishers(document: Document) -> str:
    """Who published it, or that this is not known."""
    return ", ".join(document.publishers) or "publisher not known"
