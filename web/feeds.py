"""Atom feeds: any search, and what is close to a passage, for whoever wants to be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from archive.citation.cited import ARCHIVE, one_line
from archive.citation.of_row import document_address, passage_address
from archive.citation.xml_text import HEAD, element, filled
from archive.errors import EncoderError, NotFoundError, QueryError
from archive.model import Passage
from archive.nodes import Mode, Query, Sort
from archive.query.limits import MAX_LIMIT
from archive.results import DocumentHit, PassageHit
from archive.search import Searcher
from web import fates, parameters, stamps
from web.citing import address
from web.names import COLUMNS
from web.pages import searcher

feeds = Blueprint("feeds", __name__)

# Passages in a feed.
MOST = 50
# How many standard deviations nearer than the mean one a passage is to be close to another. Of
# the shipped passages 15 are (median of 300), and 42 % of those share a theme of the catalogue
# with it; of all, 8 % do.
CLOSE_DEVIATIONS = 2.0
# Characters of a passage in the title of its feed.
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A passage that a feed tells of, since when it is in the archive, and its document."""

    since: str
    hit: DocumentHit
    found: PassageHit


@feeds.get("/search.atom")
def search() -> Response:
    """The passages that a search finds, with the parameters of `/search`, newest in here first.

    Of the most relevant documents the passages come first that are new in the archive: one of a
    document of 1998 that was added today is news.
    """
    asked = parameters.read(request.args)
    if asked.tree is None and not asked.filters and not asked.like:
        raise QueryError("A feed needs a search; give q, theme or another filter.")
    answering = searcher()
    answer = answering.search(replace(asked, limit=MAX_LIMIT, page=1, sort=Sort.RELEVANCE))
    given = urlencode([*request.args.items(multi=True)])
    return _feed(
        answering,
        _entries(answering, answer.hits),
        path=f"/search.atom?{given}",
        page=f"/search?{given}",
        title=asked.text or _filters(request.args) or "Passages like another",
    )


@feeds.get("/p/<passage_id>/near.atom")
def near(passage_id: str) -> Response:
    """The passages of other documents that are close in meaning to this one, newest in here first.

    Of an earlier version's passage those that are close to what it is now.
    """
    answering = searcher()
    if answering.semantic_note:
        raise EncoderError(answering.semantic_note)
    passage = _present(answering, passage_id)
    query = Query(
        text="", tree=None, meaning="", mode=Mode.SEMANTIC, limit=MAX_LIMIT, like=passage.passage_id
    )
    close = [
        entry
        for entry in _entries(answering, answering.search(query).hits)
        if all(lane.score >= CLOSE_DEVIATIONS for lane in entry.found.lanes)
    ]
    words = one_line(passage.text)
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return _feed(
        answering,
        close,
        path=f"/p/{passage_id}/near.atom",
        page=f"/search?{urlencode({'like': passage.passage_id})}",
        title=f"Close to “{shown}”",
    )


def _present(answering: Searcher, passage_id: str) -> Passage:
    """The passage as it stands now; raises WithdrawnError or NotFoundError."""
    pointed = fates.pointed(answering, passage_id)
    if pointed.row is not None and pointed.former is None:
        return pointed.row.passage
    if pointed.former is not None and pointed.former.now:
        return pointed.former.now[0].passage
    answering.opened.tombstones.refuse(passage_id)
    raise NotFoundError(
        f"There is no passage '{passage_id[:40]}' in the present texts; search for its words."
    )


def _entries(answering: Searcher, hits: Iterable[DocumentHit]) -> list[Entry]:
    """The passages of the hits, by their rank."""
    known = stamps.current(answering)
    return [
        Entry(
            since=known[hit.document.doc_id].since_of(found.passage.passage_id),
            hit=hit,
            found=found,
        )
        for hit in hits
        for found in hit.passages
    ]


def _feed(
    answering: Searcher, entries: list[Entry], *, path: str, page: str, title: str
) -> Response:
    """The newest of `entries`, of equally new ones those of the best documents."""
    ranked = sorted(entries, key=lambda one: (one.hit.rank, one.found.passage.passage_id))
    newest = sorted(ranked, key=lambda one: one.since, reverse=True)[:MOST]
    fields = (
        filled("id", f"{address()}{path}")
        + filled("title", f"{title} – {ARCHIVE}")
        + filled("updated", newest[0].since if newest else _began(answering))
        + element("link", "", {"rel": "self", "href": f"{address()}{path}"})
        + element("link", "", {"rel": "alternate", "href": f"{address()}{page}"})
    )
    shown = "".join(map(_entry, newest))
    feed = element("feed", fields + shown, {"xmlns": "http://www.w3.org/2005/Atom"})
    answer = Response(f"{HEAD}{feed}\n", mimetype="application/atom+xml")
    return stamps.revalidated(answer, answering)


def _filters(given: Mapping[str, str]) -> str:
    return ", ".join(value for name, value in given.items() if name in COLUMNS)


def _began(answering: Searcher) -> str:
    """When the archive began, for a feed without an entry."""
    known = stamps.current(answering).values()
    return min((stamp.changed_at for stamp in known), default="1970-01-01T00:00:00Z")


def _entry(entry: Entry) -> str:
    """One passage; its id is its permalink, which stays whatever happens to the document.

    Its date is that since which the passage is in the archive: a corrected title is no news.
    """
    document, passage = entry.hit.document, entry.found.passage
    page = document_address(address(), document.doc_id)
    authors = "".join(
        element("author", filled("name", name)) for name in document.publishers or (ARCHIVE,)
    )
    content = (
        filled("id", passage_address(address(), passage.passage_id))
        + filled("title", document.shown_title)
        + filled("updated", entry.since)
        + filled("published", f"{document.issued}T00:00:00Z" if len(document.issued) == 10 else "")
        + authors
        + element("link", "", {"rel": "alternate", "href": f"{page}#{passage.passage_id}"})
        + filled("summary", "".join(fragment.text for fragment in entry.found.snippet))
    )
    language = "" if passage.language == "und" else passage.language
    return element("entry", content, {"xml:lang": language})
