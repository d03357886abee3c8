"""The addresses that a sitemap or a feed gives, from a file or from its own address."""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import CaptureError, IntakeError
from indexer import offered
from indexer.capture import lists
from indexer.capture.fetch import Fetcher

# A sitemap of sitemaps is followed one step, and to so many of them.
SITEMAPS_MAX = 50
# How servers call what they list with.
LIST_TYPES = (
    *("application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    *("text/", "application/gzip", "application/x-gzip"),
)


def addresses(given: str, fetcher: Fetcher) -> Iterator[str]:
    """The pages that the list at an address or in a file gives, in its order.

    Raises CaptureError for what is no such list or cannot be read.
    """
    pages, further = lists.listed(_content(given, fetcher), given)
    yield from pages
    if len(further) > SITEMAPS_MAX:
        raise CaptureError(f"{given}: it names {len(further)} sitemaps; give the ones you mean.")
    for sitemap in further:
        yield from lists.listed(_content(sitemap, fetcher), sitemap)[0]


def _content(given: str, fetcher: Fetcher) -> bytes:
    if given.startswith(("http://", "https://")):
        return fetcher.fetch(given, types=LIST_TYPES).answer.content
    try:
        return offered.content(Path(given))
    except IntakeError as error:
        raise CaptureError(f"{given}: {error}; give a sitemap or feed.") from error
