"""Atom feeds: any search, and with it any theme or publisher, for whoever wants to be told."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from archive.citation.cited import ARCHIVE
from archive.citation.of_row import document_address, passage_address
from archive.citation.xml_text import HEAD, element, filled
from archive.datestamps import Stamp
from archive.errors import QueryError
from archive.nodes import Sort
from archive.query.limits import MAX_LIMIT
from archive.results import DocumentHit, PassageHit
from web import parameters, stamps
from web.citing import address
from web.names import COLUMNS
from web.pages import searcher

feeds = Blueprint("feeds", __name__)

# Passages in a feed.
MOST = 50


@feeds.get("/search.atom")
def search() -> Response:
    """The passages that a search finds, with the parameters of `/search`, newest in here first.

    Of the most relevant documents those come first that are new or changed in the archive, by
    their datestamp: a document of 1998 that was added today is news.
    """
    asked = parameters.read(request.args)
    if asked.tree is None and not asked.filters:
        raise QueryError("A feed needs a search; give q, theme or another filter.")
    answering = searcher()
    answer = answering.search(replace(asked, limit=MAX_LIMIT, page=1, sort=Sort.RELEVANCE))
    known = stamps.current(answering)
    entries = sorted(
        (
            (known[hit.document.doc_id], hit, passage)
            for hit in answer.hits
            for passage in hit.passages
        ),
        key=lambda entry: (entry[1].rank, entry[2].passage.passage_id),
    )
    newest = sorted(entries, key=lambda entry: entry[0].changed_at, reverse=True)[:MOST]
    given = urlencode([*request.args.items(multi=True)])
    fields = (
        filled("id", f"{address()}/search.atom?{given}")
        + filled("title", f"{asked.text or _filters(request.args)} – {ARCHIVE}")
        + filled("updated", _updated(known, newest))
        + element("link", "", {"rel": "self", "href": f"{address()}/search.atom?{given}"})
        + element("link", "", {"rel": "alternate", "href": f"{address()}/search?{given}"})
    )
    shown = "".join(_entry(stamp, hit, passage) for stamp, hit, passage in newest)
    feed = element("feed", fields + shown, {"xmlns": "http://www.w3.org/2005/Atom"})
    return stamps.revalidated(Response(f"{HEAD}{feed}\n", mimetype="application/atom+xml"))


def _filters(given: Mapping[str, str]) -> str:
    return ", ".join(value for name, value in given.items() if name in COLUMNS)


def _updated(
    known: Mapping[str, Stamp], newest: list[tuple[Stamp, DocumentHit, PassageHit]]
) -> str:
    """When the newest entry changed; of an empty feed, when the archive began."""
    if newest:
        return newest[0][0].changed_at
    return min((stamp.changed_at for stamp in known.values()), default="1970-01-01T00:00:00Z")


def _entry(stamp: Stamp, hit: DocumentHit, found: PassageHit) -> str:
    """One passage; its id is its permalink, which stays whatever happens to the document."""
    document, passage = hit.document, found.passage
    page = document_address(address(), document.doc_id)
    authors = "".join(
        element("author", filled("name", name)) for name in document.publishers or (ARCHIVE,)
    )
    content = (
        filled("id", passage_address(address(), passage.passage_id))
        + filled("title", document.title)
        + filled("updated", stamp.changed_at)
        + filled("published", f"{document.issued}T00:00:00Z" if len(document.issued) == 10 else "")
        + authors
        + element("link", "", {"rel": "alternate", "href": f"{page}#{passage.passage_id}"})
        + filled("summary", "".join(fragment.text for fragment in found.snippet))
    )
    language = "" if passage.language == "und" else passage.language
    return element("entry", content, {"xml:lang": language})
