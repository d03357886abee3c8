"""`archive positions`: what was said on a theme, newest first."""

import json
from typing import Any

import click

from archive import settings
from archive.annotation.addressees import NAMED_STATE
from archive.opened import Opened
from archive.positions.answer import overview_as_json, timeline_as_json
from archive.positions.cards import Card
from archive.positions.stands import MOST_PAGES
from archive.positions.timeline import Timeline, overview, timeline
from archive.search import open_searcher
from indexer.terminal import head, plain


@click.command()
@click.argument("theme", default="")
@click.option("--act", default="", help="Only this act, as demand or condemn.")
@click.option("--to", default="", help="Only to this addressee, as all-states or icc.")
@click.option("--publisher", default="", help="Only of this publisher.")
@click.option("--year", default="", help="Only of this year.")
@click.option("--language", default="", help="Only in this language, as an ISO 639-1 code.")
@click.option("--origin", default="", help="Only captured words, or only digests.")
@click.option(
    "--page", type=click.IntRange(1, MOST_PAGES), default=1, show_default=True, help="Which page."
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def positions(theme: str, *, page: int, is_json: bool, **filters: str) -> None:
    """List the themes, or the positions on THEME with their words, act and addressee."""
    opened = open_searcher(settings.load()).opened
    answer: dict[str, Any]
    if not theme:
        counts = overview(opened)
        answer = overview_as_json(counts)
        lines = [
            f"{one.positions:>5}  {one.theme.term_id:<24}  {one.theme.label.get('en', '')}"
            for one in counts
        ]
    else:
        chosen = {name: value for name, value in filters.items() if value}
        found = timeline(opened, theme, filters=chosen, page=page)
        answer = timeline_as_json(found)
        lines = _lines(found, opened)
    text = json.dumps(answer, ensure_ascii=False, indent=2) if is_json else "\n".join(lines)
    click.echo(text)


def _lines(found: Timeline, opened: Opened) -> list[str]:
    rules = opened.annotations.rules
    labels = {one.term_id: one.label.get("en", "") for one in (*rules.acts, *rules.addressees)}
    lines = [head("position", total=found.total, page=found.page, pages=found.pages)]
    for one in found.filed:
        lines += ["", *_card_lines(one.card, labels)]
    return lines


def _card_lines(card: Card, labels: dict[str, str]) -> list[str]:
    document, annotation = card.document, card.annotation
    told = [labels.get(one, one) for one in (annotation.act, *annotation.addressees)]
    if annotation.states:
        at = 1 + annotation.addressees.index(NAMED_STATE)
        told[at] += f": {', '.join(annotation.states)}"
    origin = "digest, not the document's words" if card.is_digest else ""
    publishers = ", ".join(document.publishers) or "publisher not known"
    known = [document.shown_date, publishers, *told, origin]
    lead = f"  {plain(card.passage.lead_in)}" if card.passage.lead_in else ""
    lines = [
        plain(" · ".join(value for value in known if value)),
        lead,
        f"  {plain(card.passage.text)}",
        f"  {plain(document.shown_title)}",
        f"  {plain(document.doc_id)}#{plain(card.passage.passage_id)}",
    ]
    return [line for line in lines if line]
