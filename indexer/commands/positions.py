"""`archive positions`: what was said on a theme, newest first."""

import json
from typing import Any

import click

from archive import settings
from archive.opened import Opened
from archive.positions.answer import overview_as_json, timeline_as_json
from archive.positions.stands import MOST_PAGES
from archive.positions.timeline import Timeline, overview, timeline
from archive.search import open_searcher
from indexer.cards import card_lines
from indexer.terminal import head


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
    lines = [head("position", total=found.total, page=found.page, pages=found.pages)]
    for one in found.filed:
        lines += ["", *card_lines(one.card, opened.annotations.rules)]
    return lines
