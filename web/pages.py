"""The pages that people read: search, results, a document, and what this is."""

from dataclasses import replace

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from archive import called, legibility
from archive.nodes import Group, Mode, Query, Word
from archive.query import explain
from archive.search import Searcher
from web import fates, languages, parameters
from web.examples import EXAMPLES, SYNTAX
from web.links import Links
from web.paging import Paging
from web.rendering import render
from web.searchers import Searchers

pages = Blueprint("pages", __name__)

# All passages but those with no word's text: asked for its facets alone.
_EVERYTHING = Query(
    text="", tree=Group(must_not=(Word(text=""),)), meaning="", mode=Mode.KEYWORD, limit=1
)


def searcher() -> Searcher:
    """The searcher that answers this request."""
    searchers: Searchers = current_app.extensions["searchers"]
    return searchers.current()


@pages.get("/")
def home() -> str:
    """The search box, searches to begin with, and what is in the archive to browse."""
    return _home(unread="")


def _home(unread: str) -> str:
    """The front page; `unread` is what was typed if there was no word in it."""
    answering = searcher()
    everything = answering.search(_EVERYTHING)
    return render(
        "home.html",
        searcher=answering,
        unread=unread,
        examples=EXAMPLES,
        facets={facet.column: facet.values for facet in everything.facets},
    )


@pages.route("/search", methods=["GET", "POST"])
def search() -> str | AnyResponse:
    """An answer; a query too long for an address is posted."""
    query = parameters.read(request.values)
    if query.tree is None and not query.filters and not query.like:
        typed = query.text.strip()
        return _home(unread=typed) if typed else redirect(f"{languages.root()}/", code=303)
    links = Links(query, languages.root())
    if request.method == "POST" and not links.is_long:
        return redirect(links.page(query.page), code=303)
    answer = searcher().search(query)
    return render(
        "results.html",
        answer=answer,
        query=query,
        links=links,
        paging=Paging.of(answer),
        read_as=_read_as(query),
    )


def _read_as(query: Query) -> str:
    """The query in words, where more was read than plain words side by side."""
    words = explain(replace(query, filters=(), like=""))
    return "" if words.startswith("words: ") and " · " not in words else words


@pages.get("/d/<doc_id>")
def document(doc_id: str) -> str:
    """A document: each passage has the address `/d/<doc_id>#<passage_id>`.

    `?passage=<passage_id>` says what became of a passage of an earlier version.
    """
    answering = searcher()
    rows, earlier = answering.document(doc_id), answering.earlier(doc_id)
    shown = [row.passage for row in rows]
    calls = called.calls(shown)
    return render(
        "document.html",
        rows=rows,
        legible=legibility.of(shown),
        called=calls,
        backs=called.backs(shown, calls),
        earlier=earlier,
        cites=answering.cites(doc_id),
        cited_by=answering.cited_by(doc_id),
        leads=answering.leads(doc_id),
        former=fates.former(answering, request.args.get("passage", ""), doc_id),
        lost=fates.lost(earlier, rows),
        told=fates.told,
        generation_id=answering.generation_id,
    )


@pages.get("/about")
def about() -> str:
    """What this is, how to search it, and what is kept of a reader (nothing)."""
    return render("about.html", syntax=SYNTAX)


@pages.get("/robots.txt")
def robots() -> Response:
    """Documents may be crawled, searches not."""
    kept_out = ["/search", "/basket", "/api/"]
    kept_out += [f"/{code}{path}" for code in languages.LANGUAGES for path in kept_out[:2]]
    rules = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in kept_out)
    sitemap = f"Sitemap: {request.url_root}sitemap.xml\n"
    return Response(f"{rules}\n{sitemap}", mimetype="text/plain")


@pages.get("/favicon.ico")
def favicon() -> tuple[str, int]:
    """No icon; browsers ask for it all the same."""
    return "", 204
