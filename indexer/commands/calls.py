"""`archive calls`: the ledger of what was called for, and what became of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

import click

from archive import durable, ledger, settings
from archive.annotation.rules import Rules
from archive.citation.of_row import passage_address
from archive.ledger import CallState, Mark
from archive.positions.calls import FILTERS, STATES, Call, CallPage, every_call
from archive.positions.calls import calls as page_of
from archive.positions.calls_answer import calls_as_json
from archive.positions.calls_csv import lines
from archive.positions.stands import MOST_PAGES
from archive.search import open_searcher
from indexer import marking
from indexer.cards import card_lines
from indexer.terminal import head, plain

_Command = Callable[..., Any]
_NARROWING = (
    click.option(
        "--state", type=click.Choice([str(one) for one in STATES]), help="Only in this state."
    ),
    click.option("--theme", default="", help="Only on this theme."),
    click.option("--to", default="", help="Only to this addressee."),
    click.option("--publisher", default="", help="Only of this publisher."),
    click.option("--year", default="", help="Only of this year."),
    click.option("--language", default="", help="Only in this language, as an ISO 639-1 code."),
    click.option("--origin", default="", help="Only captured words, or only digests."),
)


def _narrowed(command: _Command) -> _Command:
    """Give `command` the options that say which calls."""
    return reduce(lambda given, option: option(given), reversed(_NARROWING), command)


@click.group()
def calls() -> None:
    """Say what became of calls, list them, or write them to a file."""


@calls.command()
@click.argument("passage")
@click.argument("state", type=click.Choice([str(one) for one in CallState]))
@click.option("--by", required=True, help="Who says so.")
@click.option("--evidence", default="", help="What shows it, in your words.")
@click.option("--url", default="", help="The address of what shows it.")
@click.option("--shown-by", default="", help="The id of a passage here that shows it.")
@click.option("--date", default="", help="When it had come to that, as 2025-07; today if empty.")
def mark(passage: str, state: str, *, by: str, date: str, **evidence: str) -> None:
    """Mark the call PASSAGE as `open`, `partly-met`, `met` or `overtaken`.

    Earlier marks stay; the last one counts.
    """
    chosen = settings.load()
    made = marking.mark(
        chosen.corpus,
        open_searcher(chosen).opened,
        Mark(
            passage_id=passage,
            doc_id="",
            state=CallState(state),
            date=date or datetime.now(UTC).date().isoformat(),
            by=by,
            marked_at=marking.now(),
            evidence=evidence["evidence"],
            url=evidence["url"],
            evidence_id=evidence["shown_by"],
        ),
    )
    click.echo(f"{made.passage_id} is {made.state}; `archive build` shows it to readers.")


@calls.command("list")
@_narrowed
@click.option(
    "--page", type=click.IntRange(1, MOST_PAGES), default=1, show_default=True, help="Which page."
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def list_calls(*, page: int, is_json: bool, **filters: str | None) -> None:
    """List the calls, newest first, each with what became of it."""
    chosen = settings.load()
    marks = ledger.read(chosen.corpus)
    opened = open_searcher(chosen).opened
    found = page_of(opened, marks, filters=_given(filters), page=page)
    answer = json.dumps(calls_as_json(found), ensure_ascii=False, indent=2)
    text = answer if is_json else _told(found, opened.annotations.rules)
    click.echo(text)


@calls.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_narrowed
def export(file: Path, **filters: str | None) -> None:
    """Write the calls to FILE as CSV."""
    chosen = settings.load()
    opened, marks = open_searcher(chosen).opened, ledger.read(chosen.corpus)
    found = every_call(opened, marks, filters=_given(filters))
    text = "".join(lines(found, address_of=lambda name: passage_address(chosen.address, name)))
    durable.write(file, text.encode())
    click.echo(f"{file}: {text.count(chr(10)) - 1:,} lines.")


def _given(filters: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name in FILTERS if (value := filters.get(name))}


def _told(found: CallPage, rules: Rules) -> str:
    lines = [head("call", total=found.total, page=found.page, pages=found.pages)]
    for call in found.calls:
        lines += ["", *_lines(call, rules)]
    for entry in found.lost:
        gone = f"{entry.mark.passage_id}: {entry.verdict or 'no call any more'}"
        lines += ["", f"marked {entry.mark.state}, but the passage is {gone}"]
    return "\n".join(lines)


def _lines(call: Call, rules: Rules) -> list[str]:
    found = card_lines(call.card, rules, state=call.state)
    for entry in call.entries:
        shown = (entry.mark.evidence, entry.mark.url, entry.mark.evidence_id)
        told = " ".join(one for one in shown if one)
        found.append(plain(f"    {entry.mark.date} {entry.mark.state}, {entry.mark.by}: {told}"))
    return found
