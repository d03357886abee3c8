"""`archive draft`: a draft beside what was said before, and what others said that it leaves out."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from math import inf
from pathlib import Path

import click

from archive import settings
from archive.drafts.answer import SENTENCES, as_json, path
from archive.drafts.checking import Part, check
from archive.drafts.draft import MOST_PASSAGES
from archive.drafts.omissions import FEWEST
from archive.drafts.report import Difference, Omission, Pair, Paragraph, Relation, Report
from archive.errors import IntakeError
from archive.messages import message
from archive.model import Document
from archive.search import open_searcher
from indexer import drafts, offered
from indexer.terminal import plain

# The paragraph's own words that a terminal shows, in characters.
_SHOWN = 160


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def draft(file: Path, *, is_json: bool) -> None:
    """Compare the draft statement in FILE with the archive; `-` reads it from standard input.

    Each paragraph is reused, reworded or new, with the nearest earlier positions and where their
    wording differs. The whole draft is checked, some ten paragraphs a second at best. Nothing of
    it is kept.
    """
    try:
        read = drafts.read(_content(file), file.suffix if str(file) != "-" else "")
    except IntakeError as error:
        raise IntakeError(
            message("“%(name)s” cannot be read: %(reason)s.", name=str(file), reason=str(error))
        ) from error
    searcher = open_searcher(settings.load())
    part = Part(most=MOST_PASSAGES, seconds=inf)
    report = check(read, searcher, today=datetime.now(UTC).date(), part=part)
    if is_json:
        click.echo(json.dumps(as_json(report), ensure_ascii=False, indent=2))
    else:
        rules = searcher.opened.annotations.rules
        labels = {one.term_id: one.label.get("en", one.term_id) for one in rules.addressees}
        click.echo(as_text(report, labels))


def _content(file: Path) -> bytes:
    if str(file) != "-":
        return offered.content(file)
    content = sys.stdin.buffer.read(offered.FILE_MAX_BYTES + 1)
    if len(content) > offered.FILE_MAX_BYTES:
        raise IntakeError(f"above {offered.FILE_MAX_BYTES:,} bytes; split it")
    return content


def as_text(report: Report, labels: Mapping[str, str]) -> str:
    """The report for a terminal; what differs stands as [draft | earlier].

    `labels` name addressees by their ids.
    """
    counts = ", ".join(f"{report.count(one)} {one.value}" for one in Relation if report.count(one))
    lines = [click.style(f"{counts}; {len(report.differing)} with different wording", bold=True)]
    lines += map(plain, report.notes)
    for one in report.paragraphs:
        lines += ["", *_paragraph_lines(one, labels)]
    return "\n".join([*lines, "", *_radar_lines(report)])


def _paragraph_lines(one: Paragraph, labels: Mapping[str, str]) -> list[str]:
    words = plain(one.passage.text)
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    lines = [click.style(f"{one.number}. {SENTENCES[one.relation]}", bold=True), f"  {shown}"]
    return [*lines, *(line for pair in one.pairs for line in _pair_lines(pair, labels))]


def _pair_lines(pair: Pair, labels: Mapping[str, str]) -> list[str]:
    earlier = _compared(pair) if pair.changes else plain(pair.words)
    lines = [f"    {_named(pair.document)}{' (digest)' if pair.is_digest else ''}"]
    lines += [f"      {plain(pair.passage.lead_in)}"] if pair.passage.lead_in else []
    lines.append(f"      {earlier}")
    lines += [f"      different wording, {_difference(one, labels)}" for one in pair.differences]
    return [*lines, f"      {plain(path(pair))}"]


def _difference(one: Difference, labels: Mapping[str, str]) -> str:
    both = (one.draft, one.earlier)
    draft, earlier = (", ".join(labels.get(word, word) for word in words) for words in both)
    shown = f"{draft}, in another place" if one.is_moved else f"{draft or '–'} | {earlier or '–'}"
    return plain(f"{one.kind.value}: {shown}")


def _compared(pair: Pair) -> str:
    runs = [
        plain(one.source)
        if one.is_same
        else click.style(f"[{plain(one.typed)} | {plain(one.source)}]", bold=True)
        for one in pair.changes
    ]
    gaps = [plain(one.gap) if one.source else " " for one in pair.changes]
    return "".join(run + gap for run, gap in zip(runs, gaps, strict=True)).strip()


def _radar_lines(report: Report) -> list[str]:
    if len(report.compared) < FEWEST:
        return [
            f"{len(report.compared)} recent statements on its subject: too few to compare with."
        ]
    if not report.omissions:
        return [
            f"The draft carries each theme that most of {len(report.compared)} near statements did."
        ]
    return [line for one in report.omissions for line in _omission_lines(one)]


def _omission_lines(one: Omission) -> list[str]:
    label = one.theme.label.get("en", one.theme.term_id)
    lines = [f"Not in the draft, in {len(one.carried)} of {one.compared} statements: {label}"]
    for carried in one.carried:
        lines += [f"    {_named(carried.document)}", f"      {plain(path(carried))}"]
    return lines


def _named(document: Document) -> str:
    known = [*document.publishers[:1], document.shown_date]
    return plain(" · ".join([document.shown_title, *(value for value in known if value)]))
