"""The quote check as a page and in the API; what is typed is neither kept nor logged."""

from flask import Blueprint, Response, jsonify, request

from archive.errors import QueryError
from archive.quotes.answer import SENTENCES, as_json, path, sentence
from archive.quotes.checking import check
from archive.quotes.reading import MOST_CHARACTERS
from archive.quotes.verdicts import Verdict
from web.errors import told
from web.pages import searcher
from web.rendering import render

quotes = Blueprint("quotes", __name__)


@quotes.route("/quote", methods=["GET", "POST"])
def quote() -> str | tuple[str, int]:
    """The form and, once it was posted, the verdict above it.

    What is wrong is said above the form with the text still in it: an error page would lose it.
    """
    try:
        return _page(_verdict() if request.form.get("text", "").strip() else None)
    except QueryError as error:
        return _page(None, fault=told(error)), 400


def _page(verdict: Verdict | None, *, fault: str = "") -> str:
    return render(
        "quote.html",
        verdict=verdict,
        fault=fault,
        text=request.form.get("text", ""),
        source=request.form.get("source", ""),
        sentences=SENTENCES,
        sentence=sentence,
        path=path,
        most=MOST_CHARACTERS,
    )


@quotes.post("/api/quote")
def quote_json() -> Response:
    """The verdict on the posted field `text`, and `source` if there is one."""
    return jsonify(as_json(_verdict()))


def _verdict() -> Verdict:
    return check(
        request.form.get("text", ""),
        searcher().opened,
        source=request.form.get("source", ""),
    )
