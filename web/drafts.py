"""The draft check as a page and in the API; a draft is read in memory alone and kept nowhere."""

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import TooManyRequests

from archive.drafts import answer
from archive.drafts.draft import MOST_CHARACTERS, as_json
from archive.drafts.omissions import FEWEST, RECENT_YEARS
from archive.drafts.report import Kind, Relation, Report
from archive.errors import QueryError
from archive.messages import message
from web import languages
from web.errors import told
from web.pages import searcher
from web.posted import MOST_BYTES, Posted, posted, report_on
from web.rendering import render

drafts = Blueprint("drafts", __name__)

# The table of more paragraphs is longer than a screen; links lead to what stands behind it.
MANY_PARAGRAPHS = 10
_STANDINGS = {
    Relation.REUSED: message("reused"),
    Relation.REWORDED: message("reworded"),
    Relation.NEW: message("new"),
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
    return _page(Posted())


@drafts.post("/draft")
def checked() -> str | tuple[str, int]:
    """The report, with the form below it.

    What is wrong with a draft is said above the form with the text still in it: an error page
    would lose what was typed, which is stored nowhere.
    """
    given = Posted()
    try:
        given = posted()
        report, draft = report_on(given)
        rest = as_json(draft) if report.goes_on_at else ""
        return _page(given, report=report, read=rest)
    except (QueryError, TooManyRequests) as error:
        status = error.code if isinstance(error, TooManyRequests) else 400
        fault = (error.description or "") if isinstance(error, TooManyRequests) else told(error)
        return _page(given, read=given.read, fault=fault), status


@drafts.post("/api/draft")
def draft_json() -> Response:
    """The report on the posted field `text` or `file`, from paragraph `from` on."""
    return jsonify(answer.as_json(report_on(posted())[0]))


def _page(given: Posted, *, report: Report | None = None, read: str = "", fault: str = "") -> str:
    """The form, with the report or the fault; `read` is the draft to be sent for its next part."""
    return render(
        "draft.html",
        report=report,
        text=given.text,
        goes_on_at=report.goes_on_at if report else given.first,
        carried=_theme_ids(report) if report else sorted(given.carried),
        read=read,
        fault=fault,
        relations=Relation,
        standings=_STANDINGS,
        differing=_DIFFERING,
        addressees=_addressees() if report else {},
        recent_years=RECENT_YEARS,
        compared_at_least=FEWEST,
        many_paragraphs=MANY_PARAGRAPHS,
        most_characters=MOST_CHARACTERS,
        most_megabytes=MOST_BYTES // 1_000_000,
    )


def _theme_ids(report: Report) -> list[str]:
    return sorted(theme.term_id for theme in report.themes)


def _addressees() -> dict[str, str]:
    rules = searcher().opened.annotations.rules
    return {one.term_id: languages.label(one.label) for one in rules.addressees}
