"""The draft check as a page and in the API; a draft is read in memory alone and kept nowhere."""

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import TooManyRequests

from archive.drafts.answer import as_json
from archive.drafts.checking import MOST_CHARACTERS, MOST_PARAGRAPHS
from archive.drafts.omissions import FEWEST, RECENT_YEARS
from archive.drafts.report import Kind, Relation, Report
from archive.errors import QueryError
from archive.messages import message
from web import languages
from web.errors import told
from web.pages import searcher
from web.posted import MOST_BYTES, posted, posted_report, report_on
from web.rendering import render

drafts = Blueprint("drafts", __name__)

_STANDINGS = {
    Relation.REUSED: message("reused"),
    Relation.REWORDED: message("reworded"),
    Relation.NEW: message("new"),
    Relation.UNCHECKED: message("not compared"),
}
_DIFFERING = {
    Kind.NUMBER: message("number"),
    Kind.NEGATION: message("negation"),
    Kind.MODAL: message("modal verb"),
    Kind.VERB: message("verb"),
    Kind.ADDRESSEE: message("addressee"),
}


@drafts.get("/draft")
def draft() -> str:
    """The form."""
    return _page(report=None, text="")


@drafts.post("/draft")
def checked() -> str | tuple[str, int]:
    """The report, with the form below it.

    What is wrong with a draft is said above the form with the text still in it: an error page
    would lose what was typed, which is stored nowhere.
    """
    text, file = "", None
    try:
        text, file = posted()
        return _page(report=report_on(text, file), text=text)
    except (QueryError, TooManyRequests) as error:
        status = error.code if isinstance(error, TooManyRequests) else 400
        fault = (error.description or "") if isinstance(error, TooManyRequests) else told(error)
        return _page(report=None, text=text, fault=fault), status


@drafts.post("/api/draft")
def draft_json() -> Response:
    """The report on the posted field `text`, or on the posted `file`."""
    return jsonify(as_json(posted_report()))


def _page(*, report: Report | None, text: str, fault: str = "") -> str:
    return render(
        "draft.html",
        report=report,
        text=text,
        fault=fault,
        relations=Relation,
        standings=_STANDINGS,
        differing=_DIFFERING,
        addressees=_addressees() if report else {},
        recent_years=RECENT_YEARS,
        compared_at_least=FEWEST,
        most_characters=MOST_CHARACTERS,
        most_paragraphs=MOST_PARAGRAPHS,
        most_bytes=MOST_BYTES,
    )


def _addressees() -> dict[str, str]:
    rules = searcher().opened.annotations.rules
    return {one.term_id: languages.label(one.label) for one in rules.addressees}
