"""`archive quote`: whether words stand in a source exactly as they are quoted."""

import json
import sys

import click

from archive import settings
from archive.quotes.answer import as_json, sentence
from archive.quotes.checking import check
from archive.quotes.reading import MOST_CHARACTERS
from archive.quotes.verdicts import Place, Verdict
from archive.search import open_searcher
from indexer.terminal import plain


@click.command()
@click.argument("text")
@click.option("--source", default="", help="The document it is said to be from: id, title or page.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def quote(text: str, source: str, *, is_json: bool) -> None:
    """Check the quotation TEXT against the archive; `-` reads it from standard input."""
    if text == "-":
        text = sys.stdin.read(MOST_CHARACTERS + 1)
    verdict = check(text, open_searcher(settings.load()).opened, source=source)
    if is_json:
        click.echo(json.dumps(as_json(verdict), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(verdict))


def as_text(verdict: Verdict) -> str:
    """The verdict for a terminal; what differs stands as [typed | source]."""
    lines = [sentence(verdict), *map(plain, verdict.notes)]
    for place in verdict.places:
        lines += ["", *_place_lines(place)]
    return "\n".join(lines)


def _place_lines(place: Place) -> list[str]:
    document = place.document
    origin = "digest, not the document's words" if place.is_digest else ""
    known = [", ".join(document.publishers), document.shown_date, origin]
    lines = [
        click.style(plain(document.shown_title), bold=True),
        plain(" · ".join(value for value in known if value)),
        f"  {_compared(place) if place.changes else plain(place.words)}",
    ]
    lines += ["  the source itself quotes these words"] if place.quoted else []
    lines += [f"  repaired: {', '.join(place.repairs)}"] if place.repairs else []
    lines += [f"  left out: {plain(words)}" for words in place.omitted]
    lines += [f"  [{plain(typed)}] stands for: {plain(words)}" for typed, words in place.inserted]
    lines += [f"  {plain(place.warning)}"] if place.warning else []
    return [*lines, f"  {plain(document.doc_id)}#{plain(place.passages[0].passage_id)}"]


def _compared(place: Place) -> str:
    runs = [
        plain(one.source)
        if one.is_same
        else click.style(f"[{plain(one.typed)} | {plain(one.source)}]", bold=True)
        for one in place.changes
    ]
    gaps = [plain(one.gap) if one.source else " " for one in place.changes]
    return "".join(run + gap for run, gap in zip(runs, gaps, strict=True)).strip()
