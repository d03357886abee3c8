"""The draft check as a page and in the API; a draft is read in memory alone and kept nowhere."""

from flask import Blueprint, Response, jsonify, render_template
from werkzeug.exceptions import TooManyRequests

from archive.drafts.answer import SENTENCES, as_json
from archive.drafts.checking import MOST_CHARACTERS, MOST_PARAGRAPHS
from archive.drafts.omissions import FEWEST, RECENT_YEARS
from archive.drafts.report import Relation, Report
from archive.errors import QueryError
from web.posted import MOST_BYTES, posted, posted_report, report_on

drafts = Blueprint("drafts", __name__)


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
        fault = str(error.description) if isinstance(error, TooManyRequests) else str(error)
        return _page(report=None, text=text, fault=fault), status


@drafts.post("/api/draft")
def draft_json() -> Response:
    """The report on the posted field `text`, or on the posted `file`."""
    return jsonify(as_json(posted_report()))


def _page(*, report: Report | None, text: str, fault: str = "") -> str:
    return render_template(
        "draft.html",
        report=report,
        text=text,
        fault=fault,
        relations=Relation,
        sentences=SENTENCES,
        recent_years=RECENT_YEARS,
        compared_at_least=FEWEST,
        most_characters=MOST_CHARACTERS,
        most_paragraphs=MOST_PARAGRAPHS,
        most_bytes=MOST_BYTES,
    )
