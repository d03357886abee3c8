"""The API: search, documents, citations, positions, quotations and the index, as JSON."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, stream_with_context

from archive.answer import as_json
from archive.citation.of_row import document_address, passage_address
from archive.drafts.answer import as_json as draft_as_json
from archive.errors import NotFoundError
from archive.exchange import (
    ByJson,
    CallsJson,
    CitationJson,
    DraftJson,
    FoundPassageJson,
    FullDocumentJson,
    GenerationJson,
    PairJson,
    PositionsJson,
    SearchJson,
    ThemesJson,
    VerdictJson,
    WordingsJson,
    asked_json,
    by_json,
    citation_json,
    document_json,
    full_document_json,
    generation_json,
    passage_json,
)
from archive.positions.answer import overview_as_json, timeline_as_json
from archive.positions.beside_answer import pair_as_json, wordings_as_json
from archive.positions.calls_answer import calls_as_json
from archive.positions.repeated import wordings
from archive.positions.sides import compare
from archive.positions.stands import FILTERS, MOST_PAGES
from archive.positions.timeline import overview, timeline
from archive.query.limits import MAX_PAGE
from archive.quotes.answer import as_json as verdict_as_json
from archive.quotes.checking import check
from archive.rows import Row
from archive.search import Searcher
from web import parameters
from web.asked import asked_page, passage_id
from web.citing import address, asked_for
from web.openapi import (
    CALLS,
    COMPARED,
    DOC_ID,
    DRAFT,
    PASSAGE,
    PASSAGE_ID,
    POSITIONS,
    QUOTE,
    SEARCH,
    THEME_ID,
    WORDED,
    Route,
    described,
)
from web.pages import searcher
from web.posted import posted, report_on
from web.rendering import render

api_v1 = Blueprint("api_v1", __name__)

ROUTES: tuple[Route, ...] = (
    Route(
        path="/api/v1/search",
        endpoint="search",
        says="What a search finds, as on the page; the answer names the index.",
        answer=SearchJson,
        parameters=SEARCH,
    ),
    Route(
        path="/api/v1/documents/<doc_id>",
        endpoint="document",
        says="A document with all its passages.",
        answer=FullDocumentJson,
        parameters=(DOC_ID,),
    ),
    Route(
        path="/api/v1/passages/<passage_id>",
        endpoint="passage",
        says="A passage that is searched now, with its document.",
        answer=FoundPassageJson,
        parameters=(PASSAGE_ID,),
    ),
    Route(
        path="/api/v1/citations/<doc_id>",
        endpoint="citation",
        says="A document, or a passage of it, in every style of citation.",
        answer=CitationJson,
        parameters=(DOC_ID, PASSAGE),
    ),
    Route(
        path="/api/v1/positions",
        endpoint="themes",
        says="Every theme, with how many positions are on it.",
        answer=ThemesJson,
    ),
    Route(
        path="/api/v1/positions/compare",
        endpoint="compared",
        says="Two positions with the words that only one of them has.",
        answer=PairJson,
        parameters=COMPARED,
    ),
    Route(
        path="/api/v1/positions/wording",
        endpoint="worded",
        says="When the sentences of a passage first appeared, and who repeated them.",
        answer=WordingsJson,
        parameters=WORDED,
    ),
    Route(
        path="/api/v1/positions/<theme_id>",
        endpoint="positions",
        says="What was said on a theme: dated positions with act and addressee, newest first.",
        answer=PositionsJson,
        parameters=(THEME_ID, *POSITIONS),
    ),
    Route(
        path="/api/v1/calls",
        endpoint="called",
        says="What was called for, newest first, with what became of it.",
        answer=CallsJson,
        parameters=CALLS,
    ),
    Route(
        path="/api/v1/draft",
        endpoint="draft",
        says="A draft beside what was said before. It is posted, and neither stored nor logged.",
        answer=DraftJson,
        fields=DRAFT,
    ),
    Route(
        path="/api/v1/quote",
        endpoint="quote",
        says="Whether words stand in a source exactly as they are quoted. They are posted as form "
        "fields, so that no address holds them.",
        answer=VerdictJson,
        fields=QUOTE,
    ),
    Route(
        path="/api/v1/generation",
        endpoint="generation",
        says="The index that answers: what it was built from, and the hash of each of its files.",
        answer=GenerationJson,
    ),
    Route(
        path="/api/v1/documents.jsonl",
        endpoint="documents",
        says="Every document with its passages, a line each; the last line has the SHA-256 of all "
        "lines before it.",
        answer=FullDocumentJson,
        media_type="application/jsonl",
    ),
)


def search() -> Response:
    """The answer of the results page, as `archive search --json` prints it, and how to repeat it.

    `Link` leads to the pages before and after (RFC 8288).
    """
    answering = searcher()
    found = answering.search(parameters.read_strictly(request.args))
    pages = min(-(-found.total // found.query.limit), MAX_PAGE)
    return _paged(
        {**as_json(found), **_by(answering), "asked": asked_json(found.query)},
        page=found.query.page,
        pages=pages,
    )


def themes() -> Response:
    """All themes with how many positions are on each."""
    answering = searcher()
    return jsonify({**overview_as_json(overview(answering.opened)), **_by(answering)})


def positions(theme_id: str) -> Response:
    """One page of the positions on a theme."""
    answering = searcher()
    filters = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    page = parameters.whole("page", request.args.get("page"), default=1, largest=MOST_PAGES)
    found = timeline(answering.opened, theme_id, filters=filters, page=page)
    asked = {"theme_id": theme_id, **filters, "page": str(page)}
    return _paged(
        {**timeline_as_json(found), **_by(answering), "asked": asked},
        page=found.page,
        pages=found.pages,
    )


def quote() -> Response:
    """The verdict on the posted field `text`, and `source` if there is one."""
    answering = searcher()
    asked = {name: request.form.get(name, "") for name in ("text", "source")}
    verdict = check(asked["text"], answering.opened, source=asked["source"])
    return jsonify({**verdict_as_json(verdict), **_by(answering), "asked": asked})


def called() -> Response:
    """One page of the calls, with the filters of the page."""
    found = asked_page()
    answer = {**calls_as_json(found), **_by(searcher())}
    return _paged(answer, page=found.page, pages=found.pages)


def draft() -> Response:
    """The report on the posted field `text` or `file`, from paragraph `from` on."""
    return jsonify({**draft_as_json(report_on(posted())[0]), **_by(searcher())})


def compared() -> Response:
    """The passages `a` and `b` side by side."""
    answering = searcher()
    pair = compare(answering.opened, passage_id("a"), passage_id("b"))
    return jsonify({**pair_as_json(pair), **_by(answering)})


def worded() -> Response:
    """The sentences of `passage` with their uses."""
    answering = searcher()
    found = wordings(answering.opened, passage_id("passage"))
    return jsonify({**wordings_as_json(*found), **_by(answering)})


def _by(answering: Searcher) -> ByJson:
    return by_json(answering.opened.generation)


def _paged(answer: Mapping[str, object], *, page: int, pages: int) -> Response:
    """The answer with links to the pages before and after it."""
    response = jsonify(answer)
    near = (("prev", min(page - 1, pages)), ("next", page + 1))
    for relation, number in near:
        if 1 <= number <= pages:
            others = [one for one in request.args.items(multi=True) if one[0] != "page"]
            target = f"{address()}{quoted(request.path)}?{urlencode([*others, ('page', number)])}"
            response.headers.add("Link", f'<{target}>; rel="{relation}"')
    return response


def document(doc_id: str) -> Response:
    """A document and its passages."""
    answering = searcher()
    return jsonify(_full(answering.document(doc_id), answering))


def passage(passage_id: str) -> Response:
    """A passage and its document."""
    answering = searcher()
    row = answering.passage(passage_id)
    if row is None:
        answering.opened.tombstones.refuse(passage_id)
        raise NotFoundError(
            f"There is no passage '{passage_id[:40]}' in the index; "
            "/p/ leads to what became of one of an earlier version."
        )
    found = FoundPassageJson(
        **_by(answering),
        passage=passage_json(row, passage_address(address(), passage_id)),
        document=document_json(row, document_address(address(), row.document.doc_id)),
    )
    return jsonify(found)


def citation(doc_id: str) -> Response:
    """The citation in all styles."""
    answering = searcher()
    return jsonify(citation_json(asked_for(answering, doc_id), answering.opened.generation))


def generation() -> Response:
    """The manifest of what is served."""
    return jsonify(generation_json(searcher().opened.generation))


def documents() -> Response:
    """Everything, sent line by line as it is read."""
    return Response(
        stream_with_context(_lines(searcher())),
        mimetype="application/jsonl",
        headers={"Content-Disposition": "attachment; filename=documents.jsonl"},
    )


def _lines(answering: Searcher) -> Iterator[bytes]:
    digest, count = hashlib.sha256(), 0
    for doc_id in answering.opened.columns.doc_ids:
        full = _full(answering.document(doc_id), answering)
        line = json.dumps(full, ensure_ascii=False).encode() + b"\n"
        digest.update(line)
        count += 1
        yield line
    yield json.dumps({"documents": count, "sha256": digest.hexdigest()}).encode() + b"\n"


def _full(rows: tuple[Row, ...], answering: Searcher) -> FullDocumentJson:
    return full_document_json(
        rows,
        (passage_address(address(), row.passage.passage_id) for row in rows),
        permalink=document_address(address(), rows[0].document.doc_id),
        generation=answering.opened.generation,
    )


_VIEWS: dict[str, Callable[..., Response]] = {
    "search": search,
    "document": document,
    "passage": passage,
    "citation": citation,
    "themes": themes,
    "positions": positions,
    "compared": compared,
    "worded": worded,
    "called": called,
    "draft": draft,
    "quote": quote,
    "generation": generation,
    "documents": documents,
}
for _route in ROUTES:
    api_v1.add_url_rule(
        _route.path,
        endpoint=_route.endpoint,
        view_func=_VIEWS[_route.endpoint],
        methods=[_route.method.upper()],
    )


@api_v1.get("/api/openapi.json")
def openapi() -> Response:
    """The description for programs."""
    return jsonify(described(ROUTES, address=address()))


@api_v1.get("/api")
def page() -> str:
    """The description for people."""
    return render("api.html", routes=ROUTES)
