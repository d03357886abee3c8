"""To cite a document or a passage: the panel for people and the files for programs."""

from datetime import UTC, date, datetime

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.http import dump_options_header

from archive.citation.cited import Citation
from archive.citation.coins import coins
from archive.citation.formats import FORMATS
from archive.citation.fragments import text_fragment
from archive.citation.json_ld import json_ld
from archive.citation.of_row import document_address, of_document, of_passage
from archive.citation.runs import as_html
from archive.citation.styles import STYLES, formatted
from archive.errors import NotFoundError
from archive.messages import message
from archive.model import Document, TextOrigin
from archive.rows import Row
from archive.search import Searcher
from archive.settings import Settings
from web import languages
from web.pages import searcher
from web.rendering import render

citing = Blueprint("citing", __name__)

_BY_SUFFIX = {form.suffix: name for name, form in FORMATS.items()}


def add_to(app: Flask, settings: Settings) -> None:
    """Register the addresses, and for templates the citations of what they show."""
    app.extensions["public_address"] = settings.address
    app.jinja_env.globals.update(
        citation_of=cited, coins_of=_coins, json_ld=json_ld, formats=FORMATS
    )
    app.register_blueprint(citing)


def address() -> str:
    """The address of this archive as citations give it, without a slash at the end."""
    if "address" not in g:  # asked for beside each result
        configured: str = current_app.extensions["public_address"]
        g.address = configured or request.host_url.rstrip("/") + languages.site_root()
    found: str = g.address
    return found


def today() -> date:
    """The day on which a reader reads this, in UTC."""
    return datetime.now(UTC).date()


def cited(row: Row, *, as_passage: bool = False) -> Citation:
    """The citation of a row's document, or of its passage."""
    make = of_passage if as_passage else of_document
    return make(row, address=address(), accessed=today())


def _coins(document: Document) -> str:
    """A result's citation for its list; of the document, whatever was found in it."""
    permalink = document_address(address(), document.doc_id)
    origin = TextOrigin.CAPTURED
    return coins(Citation(document=document, origin=origin, permalink=permalink, accessed=today()))


def row_of(answering: Searcher, doc_id: str) -> Row | None:
    """Any row of a document, which is enough to cite it; None if it is not there."""
    numbers = answering.opened.columns.rows_of_document(doc_id)
    return answering.opened.row(int(numbers[0])) if len(numbers) else None


def asked_for(answering: Searcher, doc_id: str) -> Citation:
    """What a request under `/d/<doc_id>` cites: the document, or the passage `?passage=` names.

    Raises NotFoundError where the document has no such passage.
    """
    rows = answering.document(doc_id)
    passage_id = request.args.get("passage", "")
    if not passage_id:
        return cited(rows[0])
    row = next((row for row in rows if row.passage.passage_id == passage_id), None)
    if row is None:
        raise NotFoundError(
            message(
                "There is no passage '%(passage)s' in the present text of %(document)s; open the "
                "document.",
                passage=passage_id[:40],
                document=doc_id,
            )
        )
    return cited(row, as_passage=True)


@citing.get("/d/<doc_id>/cite")
def cite(doc_id: str) -> str:
    """Every style as text to copy, and every format as a file; `?passage=` cites a passage."""
    citation = asked_for(searcher(), doc_id)
    passage = citation.passage
    return render(
        "cite.html",
        citation=citation,
        document=citation.document,
        styles=[formatted(citation, style) for style in STYLES],
        as_html=as_html,
        fragment=text_fragment(passage.text) if passage and not citation.is_digest else "",
    )


@citing.get("/d/<doc_id>.<suffix>")
def export(doc_id: str, suffix: str) -> Response:
    """The citation as a file in one of the formats."""
    if suffix not in _BY_SUFFIX:
        raise NotFoundError(
            f"There is no format '.{suffix[:20]}'; give one of {', '.join(sorted(_BY_SUFFIX))}."
        )
    return written(asked_for(searcher(), doc_id), _BY_SUFFIX[suffix], as_file=True)


def written(citation: Citation, name: str, *, as_file: bool = False) -> Response:
    """The citation in the format `name`."""
    form = FORMATS[name]
    answer = Response(form.write(citation), content_type=f"{form.media_type}; charset=utf-8")
    if as_file:
        file = f"{citation.document.doc_id}.{form.suffix}"
        answer.headers["Content-Disposition"] = dump_options_header(
            "attachment", {"filename": file}
        )
    return answer


@citing.before_app_request
def negotiate() -> Response | None:
    """Answer `/d/<doc_id>` in the format that a program prefers over HTML."""
    if request.endpoint != "pages.document" or request.method not in ("GET", "HEAD"):
        return None
    offered = {form.media_type: name for name, form in FORMATS.items() if name != "dc"}
    best = request.accept_mimetypes.best_match(["text/html", *offered], default="text/html")
    if best == "text/html":
        return None
    doc_id = (request.view_args or {})["doc_id"]
    answer = written(asked_for(searcher(), doc_id), offered[best])
    answer.headers["Content-Location"] = languages.url_for(
        "citing.export", doc_id=doc_id, suffix=FORMATS[offered[best]].suffix
    )
    return answer
