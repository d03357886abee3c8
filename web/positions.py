"""What was said on a theme: the overview of themes, each theme's timeline, and both as JSON."""

from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from archive.annotation.rules import Rules
from archive.annotation.skos import EUROVOC, VOCABULARIES, turtle
from archive.errors import QueryError
from archive.messages import message
from archive.positions.answer import overview_as_json, timeline_as_json
from archive.positions.beside_answer import pair_as_json, wordings_as_json
from archive.positions.calls import histories
from archive.positions.repeated import wordings
from archive.positions.sides import MOST_WORDS, compare, side
from archive.positions.stands import FILTERS, MOST_PAGES
from archive.positions.timeline import Timeline, overview, timeline
from web import languages
from web.asked import passage_id
from web.citing import address
from web.names import language
from web.pages import searcher
from web.parameters import whole
from web.position_names import BECAME, FILTER_NAMES, ORIGINS, STATE_NAMES
from web.rendering import bar, render

positions = Blueprint("positions", __name__)


@positions.get("/positions")
def themes() -> str:
    """All themes by group, with how many positions are on each."""
    opened = searcher().opened
    groups = opened.annotations.rules.groups
    return render("positions.html", counts=overview(opened), groups=groups)


@positions.get("/positions/<theme_id>")
def theme(theme_id: str) -> str:
    """The positions on one theme, newest first."""
    found = _timeline(theme_id)
    labels = _labels(searcher().opened.annotations.rules)
    chosen = passage_id("a")
    return render(
        "timeline.html",
        found=found,
        labels=labels,
        filters=_filters(),
        filter_names=FILTER_NAMES,
        value_name=lambda name, value: _value_name(name, value, labels),
        address=lambda **changes: _address(theme_id, changes),
        bars=_bars(found),
        chosen=side(searcher().opened, chosen).card if chosen else None,
        histories=histories(searcher().opened, [one.card for one in found.filed]),
        states=STATE_NAMES,
        became=BECAME,
        vocabularies=VOCABULARIES,
        eurovoc=EUROVOC,
    )


@positions.get("/themes.ttl")
def skos() -> Response:
    """The themes as SKOS in Turtle."""
    known = searcher().opened.annotations.rules
    return Response(turtle(known, address()), content_type="text/turtle; charset=utf-8")


@positions.get("/positions/compare")
def compared() -> str:
    """Two positions side by side: `a` and `b`; with one alone, where to choose the second."""
    opened = searcher().opened
    first_id, second_id = passage_id("a"), passage_id("b")
    if not first_id:
        first_id, second_id = second_id, ""
    rules = opened.annotations.rules
    return render(
        "compare.html",
        first_id=first_id,
        second_id=second_id,
        first=side(opened, first_id).card if first_id and not second_id else None,
        pair=compare(opened, first_id, second_id) if first_id and second_id else None,
        themes=rules.themes,
        labels=_labels(rules),
        most_words=MOST_WORDS,
    )


@positions.get("/positions/wording")
def wording() -> str:
    """When the sentences of a passage first appeared, and who repeated them: `passage`."""
    wanted = passage_id("passage")
    if not wanted:
        raise QueryError(
            message("passage is empty; give the id of a passage, as a card's link has it.")
        )
    opened = searcher().opened
    passage, found = wordings(opened, wanted)
    return render("wording.html", passage=passage, wordings=found)


@positions.get("/api/positions/compare")
def compared_json() -> Response:
    """Two positions, `a` and `b`, with the words that only one of them has."""
    opened = searcher().opened
    return jsonify(pair_as_json(compare(opened, passage_id("a"), passage_id("b"))))


@positions.get("/api/positions/wording")
def wording_json() -> Response:
    """The sentences of a passage, `passage`, with their uses, the oldest first."""
    return jsonify(wordings_as_json(*wordings(searcher().opened, passage_id("passage"))))


@positions.get("/api/positions")
def themes_json() -> Response:
    """All themes with how many positions are on each."""
    return jsonify(overview_as_json(overview(searcher().opened)))


@positions.get("/api/positions/<theme_id>")
def theme_json(theme_id: str) -> Response:
    """One page of a theme's positions, with the filters of the page."""
    return jsonify(timeline_as_json(_timeline(theme_id)))


def _timeline(theme_id: str) -> Timeline:
    page = whole("page", request.args.get("page"), default=1, largest=MOST_PAGES)
    return timeline(searcher().opened, theme_id, filters=_filters(), page=page)


def _labels(rules: Rules) -> dict[str, str]:
    return {one.term_id: languages.label(one.label) for one in (*rules.acts, *rules.addressees)}


def _filters() -> dict[str, str]:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _address(theme_id: str, changes: dict[str, str | int]) -> str:
    """The same timeline with some parameters changed; an empty value takes one away."""
    wanted = {**_filters(), **{name: str(value) for name, value in changes.items()}}
    wanted.setdefault("a", passage_id("a"))
    kept = {name: value for name, value in wanted.items() if value}
    return f"{languages.root()}/positions/{theme_id}" + (f"?{urlencode(kept)}" if kept else "")


def _value_name(name: str, value: str, labels: dict[str, str]) -> str:
    if name == "language":
        return language(value)
    if name == "origin":
        return ORIGINS.get(value, value)
    return labels.get(value, value)


def _bars(found: Timeline) -> dict[str, int]:
    """How long the bar of each year and of the undated is, in steps of the longest."""
    counts = {year: own + digests for year, own, digests in found.years}
    counts["undated"] = sum(found.undated)
    most = max(counts.values())
    return {year: bar(count, most) for year, count in counts.items()}
