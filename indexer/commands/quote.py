"""`archive quote`: whether words stand in a source exactly as they are quoted."""

import json
import sys

import click

from archive import settings
from archive.page_labels import page_label
from archive.quotes.answer import as_json, path, sentence
from archive.quotes.checking import check
from archive.quotes.reading import MOST_CHARACTERS
from archive.quotes.verdicts import Place, Verdict
from archive.search import open_searcher
from indexer.terminal import OF_DIGEST, plain, publishers


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
    origin = OF_DIGEST if place.is_digest else ""
    page = page_label(place.passages[0])
    known = [publishers(document), document.shown_date, page, origin, _version(place)]
    own = [f"  {_compared(place) if place.changes else plain(place.words)}"]
    own += ["  the source itself quotes these words"] if place.quoted else []
    own += [f"  repaired: {', '.join(place.repairs)}"] if place.repairs else []
    own += [f"  left out: {plain(words)}" for words in place.omitted]
    own += [f"  [{plain(typed)}] stands for: {plain(words)}" for typed, words in place.inserted]
    own += [f"  {plain(place.warning)}"] if place.warning else []
    return [
        click.style(plain(document.shown_title), bold=True),
        plain(" · ".join(value for value in known if value)),
        *own,
        f"  {plain(path(place))}",
        *(_now_lines(place.now) if place.version else []),
    ]


def _version(place: Place) -> str:
    if place.version is None:
        return ""
    return f"earlier version, captured on {place.version.captured_at[:10]}"


def _now_lines(now: Place | None) -> list[str]:
    """What the present text has instead of the words of an earlier version."""
    if now is None:
        return ["  nothing near to it stands in the present text"]
    lines = ["  the nearest words of the present text:"]
    lines += [f"  {_compared(now) if now.changes else plain(now.words)}"]
    lines += [f"  {plain(now.warning)}"] if now.warning else []
    return [*lines, f"  {plain(path(now))}"]


def _compared(place: Place) -> str:
    runs = [
        plain(one.source)
        if one.is_same
        else click.style(f"[{plain(one.typed)} | {plain(one.source)}]", bold=True)
        for one in place.changes
    ]
    gaps = [plain(one.gap) if one.source else " " for one in place.changes]
    return "".join(run + gap for run, gap in zip(runs, gaps, strict=True)).strip()
