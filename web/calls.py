"""The ledger of calls as a page, as JSON and as CSV."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, stream_with_context

from archive.citation.of_row import passage_address
from archive.followed import WORDS
from archive.positions.calls import every_call
from archive.positions.calls_answer import calls_as_json
from archive.positions.calls_csv import lines
from web import languages
from web.asked import asked_page, call_filters
from web.citing import address
from web.names import language
from web.pages import searcher
from web.position_names import BECAME, FILTER_NAMES, ORIGINS, STATE_NAMES
from web.rendering import render

ledger = Blueprint("ledger", __name__)


@ledger.get("/calls")
def page() -> str:
    """The calls, newest first, each with what became of it."""
    found = asked_page()
    rules = searcher().opened.annotations.rules
    return render(
        "calls.html",
        found=found,
        themes=rules.themes,
        filters=call_filters(),
        filter_names=FILTER_NAMES,
        states=STATE_NAMES,
        became=BECAME,
        verdicts=WORDS,
        # Apart: "un-mechanisms" is a theme and an addressee.
        labels={one.term_id: languages.label(one.label) for one in rules.addressees},
        theme_names={one.term_id: languages.label(one.label) for one in rules.themes},
        value_name=_value_name,
        address=_address,
    )


@ledger.get("/api/calls")
def page_json() -> Response:
    """One page of the calls, with the filters of the page."""
    return jsonify(calls_as_json(asked_page()))


@ledger.get("/calls.csv")
def page_csv() -> Response:
    """All calls that have the filters, a line each."""
    opened = searcher().opened
    found = every_call(opened, opened.marks, filters=call_filters())
    base = address()
    written = lines(found, address_of=lambda name: passage_address(base, name))
    return Response(
        stream_with_context(written),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": "attachment; filename=calls.csv"},
    )


def _address(path: str = "/calls", **changes: str | int) -> str:
    """The same calls with some parameters changed; an empty value takes one away."""
    wanted = {**call_filters(), **{name: str(value) for name, value in changes.items()}}
    kept = {name: value for name, value in wanted.items() if value}
    return languages.local(path) + (f"?{urlencode(kept)}" if kept else "")


def _value_name(name: str, value: str) -> str:
    if name == "language":
        return language(value)
    if name in ("to", "theme"):
        rules = searcher().opened.annotations.rules
        terms = rules.addressees if name == "to" else rules.themes
        return next((languages.label(one.label) for one in terms if one.term_id == value), value)
    return {**STATE_NAMES, **ORIGINS}.get(value, value) if name in ("state", "origin") else value
