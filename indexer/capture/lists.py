"""Read the addresses that a sitemap or a feed lists (sitemaps.org 0.9, RFC 4287, RSS 2.0)."""

import zlib
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from archive.errors import CaptureError

# The most that a sitemap may list and hold (sitemaps.org): addresses, and bytes unpacked.
ADDRESSES_MAX = 50_000
BYTES_MAX = 50_000_000
_GZIP = b"\x1f\x8b"


def listed(content: bytes, where: str) -> tuple[list[str], list[str]]:
    """The addresses of pages that a list gives, each once in order, and those of further sitemaps.

    `where` is the list's own address. Relative ones are resolved against it. Raises CaptureError
    for what is no sitemap or feed, and for one beyond the limits.
    """
    root = _root(_unpacked(content, where), where)
    name = _name(root)
    if name == "sitemapindex":
        return [], _distinct(_texts(root, "loc"), where)
    if name == "urlset":
        found = _texts(root, "loc")
    elif name == "feed":
        found = [_alternate(one) for one in root if _name(one) == "entry"]
    elif name in ("rss", "rdf"):
        found = [_link(one) for one in root.iter(etree.Element) if _name(one) == "item"]
    else:
        raise CaptureError(f"{where}: '{name:.40}' is no sitemap, Atom or RSS; give one.")
    return _distinct(found, where), []


def _unpacked(content: bytes, where: str) -> bytes:
    if content.startswith(_GZIP):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, BYTES_MAX + 1)
        except zlib.error as error:
            raise CaptureError(f"{where}: its gzip is broken ({error}); try again.") from error
    if len(content) > BYTES_MAX:
        raise CaptureError(f"{where}: above {BYTES_MAX} bytes; split it.")
    return content


def _root(content: bytes, where: str) -> etree._Element:
    """The parsed list; no entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CaptureError(
            f"{where}: it is no XML ({error!s:.100}); give a sitemap or feed."
        ) from error


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _texts(root: etree._Element, name: str) -> list[str]:
    return [one.text or "" for one in root.iter(etree.Element) if _name(one) == name]


def _alternate(entry: etree._Element) -> str:
    """The page that an Atom entry is about."""
    links = [one for one in entry if _name(one) == "link"]
    pages = [one.get("href") or "" for one in links if one.get("rel", "alternate") == "alternate"]
    return pages[0] if pages else ""


def _link(item: etree._Element) -> str:
    """The page that an RSS item is about."""
    return next((one.text or "" for one in item if _name(one) == "link"), "")


def _distinct(found: list[str], where: str) -> list[str]:
    """Web addresses alone; raises CaptureError for too many."""
    whole = (_resolved(one.strip(), where) for one in found if one.strip())
    addresses = [one for one in dict.fromkeys(whole) if one.startswith(("http://", "https://"))]
    if len(addresses) > ADDRESSES_MAX:
        raise CaptureError(f"{where}: above {ADDRESSES_MAX} addresses; split it.")
    return addresses


def _resolved(address: str, where: str) -> str:
    try:
        return urljoin(where, address)
    except ValueError:
        return ""
