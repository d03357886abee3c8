"""The API: documents, passages, citations, the index, and everything at once, as JSON."""

import hashlib
import json
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, jsonify, render_template, request, stream_with_context

from archive.answer import as_json
from archive.citation.of_row import document_address, passage_address
from archive.errors import NotFoundError
from archive.exchange import (
    CitationJson,
    FoundPassageJson,
    FullDocumentJson,
    GenerationJson,
    citation_json,
    document_json,
    full_document_json,
    generation_json,
    passage_json,
)
from archive.rows import Row
from archive.search import Searcher
from web import parameters
from web.citing import address, asked_for
from web.openapi import DOC_ID, PASSAGE, PASSAGE_ID, SEARCH, Route, described
from web.pages import searcher

api_v1 = Blueprint("api_v1", __name__)

ROUTES: tuple[Route, ...] = (
    Route(
        path="/api/v1/search",
        endpoint="search",
        says="What a search finds, as on the page; the answer names the index.",
        answer=dict[str, object],
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
    """The answer of the results page, as `archive search --json` prints it."""
    return jsonify(as_json(searcher().search(parameters.read(request.args))))


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
        generation_id=answering.generation_id,
        passage=passage_json(row, passage_address(address(), passage_id)),
        document=document_json(row, document_address(address(), row.document.doc_id)),
    )
    return jsonify(found)


def citation(doc_id: str) -> Response:
    """The citation in all styles."""
    return jsonify(citation_json(asked_for(searcher(), doc_id)))


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
        generation_id=answering.generation_id,
    )


_VIEWS: dict[str, Callable[..., Response]] = {
    "search": search,
    "document": document,
    "passage": passage,
    "citation": citation,
    "generation": generation,
    "documents": documents,
}
for _route in ROUTES:
    api_v1.add_url_rule(_route.path, endpoint=_route.endpoint, view_func=_VIEWS[_route.endpoint])


@api_v1.get("/api/openapi.json")
def openapi() -> Response:
    """The description for programs."""
    return jsonify(described(ROUTES, address=address()))


@api_v1.get("/api")
def page() -> str:
    """The description for people."""
    return render_template("api.html", routes=ROUTES)
