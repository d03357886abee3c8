"""What is there, for crawlers and browsers: the map of all documents, and how to search."""

from flask import Blueprint, Response, request

from archive.citation.cited import ARCHIVE
from archive.citation.xml_text import HEAD, element, filled
from archive.errors import NotFoundError
from web import stamps
from web.citing import address
from web.pages import searcher

sitemap = Blueprint("sitemap", __name__)

# The most addresses that one map may hold (sitemaps.org, protocol 0.9).
MOST = 50_000
_SITEMAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
# At most 16 characters (OpenSearch 1.1).
_SHORT_NAME = "Against Impunity"


@sitemap.get("/sitemap.xml")
def addresses() -> Response:
    """Every document with the day of its last change; a map of maps (`part`) above MOST."""
    known = stamps.current(searcher())
    live = sorted((doc_id, one) for doc_id, one in known.items() if not one.is_deleted)
    parts = range(1, -(-len(live) // MOST) + 1)
    part = request.args.get("part", "")
    if not part and len(parts) > 1:
        maps = (filled("loc", f"{address()}/sitemap.xml?part={number}") for number in parts)
        return _xml(
            element("sitemapindex", "".join(element("sitemap", one) for one in maps), _SITEMAP)
        )
    if part and part not in map(str, parts):
        raise NotFoundError(f"There is no part '{part[:10]}' of the map; it has {len(parts)}.")
    first = (int(part or 1) - 1) * MOST
    urls = (
        filled("loc", f"{address()}/d/{doc_id}") + filled("lastmod", stamp.changed_at)
        for doc_id, stamp in live[first : first + MOST]
    )
    return _xml(element("urlset", "".join(element("url", one) for one in urls), _SITEMAP))


@sitemap.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser searches here from its own box."""
    url = {"type": "text/html", "template": f"{address()}/search?q={{searchTerms}}"}
    feed = {
        "type": "application/atom+xml",
        "template": f"{address()}/search.atom?q={{searchTerms}}",
    }
    content = (
        filled("ShortName", _SHORT_NAME)
        + filled("Description", f"Search the {ARCHIVE}")
        + filled("InputEncoding", "UTF-8")
        + element("Url", "", url)
        + element("Url", "", feed)
    )
    root = {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"}
    answer = _xml(element("OpenSearchDescription", content, root))
    answer.mimetype = "application/opensearchdescription+xml"
    return answer


def _xml(content: str) -> Response:
    return stamps.revalidated(
        Response(f"{HEAD}{content}\n", mimetype="application/xml"), searcher()
    )
