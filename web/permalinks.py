"""Addresses that stay: of a passage by its id alone, and the items that unAPI gives by theirs."""

import re
from html import escape

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.errors import NotFoundError
from archive.messages import message
from web.citing import cited, written
from web.pages import searcher

permalinks = Blueprint("permalinks", __name__)

# unAPI's names of the formats, which Zotero's translator looks for.
_UNAPI = ("ris", "mods", "bibtex")
_PASSAGE_ID = re.compile(r"p[a-z2-7]{12}")


@permalinks.get("/p/<passage_id>")
def passage(passage_id: str) -> AnyResponse:
    """Lead to the passage in its document, or to what became of it since.

    Raises WithdrawnError or NotFoundError.
    """
    answering = searcher()
    row = answering.passage(passage_id)
    if row is not None:
        there = url_for("pages.document", doc_id=row.passage.doc_id, _anchor=passage_id)
        return redirect(there, code=302)
    former = answering.fate(passage_id)
    if former is None:
        answering.opened.tombstones.refuse(passage_id)
        raise NotFoundError(
            message(
                "There is no passage '%(passage)s' in this archive; search for its words.",
                passage=passage_id[:40],
            )
        )
    doc_id = former.passage.doc_id
    return redirect(url_for("pages.document", doc_id=doc_id, passage=passage_id), code=302)


@permalinks.get("/unapi")
def unapi() -> Response:
    """The formats of an item (`id`), or the item in one of them (`format`)."""
    wanted, name = request.args.get("id", ""), request.args.get("format", "")
    if not wanted:
        return _formats("", status=200)
    citation = _item(wanted)
    if not name:
        return _formats(wanted, status=300)
    if name not in _UNAPI:
        return Response("Give ris, mods or bibtex.\n", status=406, mimetype="text/plain")
    return written(citation, name)


def _item(wanted: str) -> Citation:
    """A document by its id, or a passage by its own; raises NotFoundError."""
    answering = searcher()
    row = answering.passage(wanted) if _PASSAGE_ID.fullmatch(wanted) else None
    if row is not None:
        return cited(row, as_passage=True)
    return cited(answering.document(wanted)[0])


def _formats(wanted: str, *, status: int) -> Response:
    offered = "".join(
        f'<format name="{name}" type="{FORMATS[name].media_type}"/>' for name in _UNAPI
    )
    item = f' id="{escape(wanted)}"' if wanted else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<formats{item}>{offered}</formats>\n'
    return Response(text, status=status, mimetype="application/xml")
