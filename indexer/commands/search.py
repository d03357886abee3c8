"""`archive search`: the documents that answer a query, in the terminal or as JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import click

from archive import query, settings
from archive.answer import as_json
from archive.model import Document, PassageKind
from archive.nodes import Filter, Mode
from archive.query.limits import FILTER_COLUMNS, MAX_LIMIT, MAX_PAGE
from archive.results import DocumentHit, PassageHit, ResultPage
from archive.search import open_searcher
from indexer.terminal import OF_DIGEST, plain

LANES = {"keyword": "words", "semantic": "meaning"}

NOTHING_FOUND = "Nothing was found. Try"
TO_TRY = (
    "- fewer words, or other words for the same thing;",
    "- words without quotation marks, which ask for the exact wording;",
    "- fewer filters;",
    "- --mode semantic, which looks for the meaning.",
)


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add one option a column, each of which may be given several times."""
    for column in reversed(FILTER_COLUMNS):
        text = f"Only documents of this {column}; several are alternatives."
        command = click.option(f"--{column}", multiple=True, help=text)(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.HYBRID.value,
    show_default=True,
    help="Search by words, by meaning or by both.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, MAX_LIMIT),
    default=10,
    show_default=True,
    help="How many documents a page has.",
)
@click.option(
    "--page", type=click.IntRange(1, MAX_PAGE), default=1, show_default=True, help="Which page."
)
@click.option(
    "--words",
    "weight",
    type=click.IntRange(0, 100),
    help="The share of words in the mix, in percent; without it as fits the query.",
)
@click.option("--like", default="", help="The id of a passage: others like it are found.")
@click.option("--no-expand", is_flag=True, help="Look for what is typed alone.")
@_with_filters
def search(
    *,
    words: tuple[str, ...],
    is_json: bool,
    mode: str,
    limit: int,
    page: int,
    **wishes: Any,  # noqa: ANN401 (click gives each option a type of its own)
) -> None:
    """Search the archive for WORDS, a question or a "quotation"."""
    if not words and not wishes["like"]:
        raise click.UsageError("Give words to search for, or --like with the id of a passage.")
    asked = query.parse(
        " ".join(words), mode=Mode(mode), limit=limit, page=page, filters=_filters(wishes)
    )
    if asked.tree is None and not asked.filters and not wishes["like"]:
        raise click.UsageError(f"There is no word in '{asked.text}'; type one, or a quotation.")
    weight = wishes["weight"]
    asked = replace(
        asked,
        expand=not wishes["no_expand"],
        weight=None if weight is None else weight / 100,
        like=wishes["like"],
    )
    answer = open_searcher(settings.load()).search(asked)
    if is_json:
        click.echo(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(answer))


def _filters(wishes: Mapping[str, Any]) -> tuple[Filter, ...]:
    """One filter for each column that was asked for."""
    return tuple(
        Filter(column=column, values=wishes[column]) for column in FILTER_COLUMNS if wishes[column]
    )


def as_text(answer: ResultPage) -> str:
    """The page for a terminal: matched words in bold, which click drops where it goes to a file."""
    lines = [f"{_count(answer.total, 'document')} in {answer.took_ms:.0f} ms"]
    lines += [plain(line) for line in (*answer.notes, *_widened(answer))]
    if not answer.total:
        lines += [*_report(answer), NOTHING_FOUND, *_without(answer), *TO_TRY]
    elif not answer.hits:
        lines.append(f"Page {answer.query.page} is behind the last one; ask for --page 1.")
    for hit in answer.hits:
        lines += ["", *_hit_lines(hit)]
    return "\n".join(lines)


def _widened(answer: ResultPage) -> list[str]:
    """What else was searched, and what may have been meant."""
    lines = [f"Also searched for {one.typed}: {', '.join(one.added)}" for one in answer.expansions]
    if answer.gathered:
        lines.append(f"Words of the first passages counted too: {', '.join(answer.gathered)}")
    return [*lines, f"Did you mean: {answer.suggestion}"] if answer.suggestion else lines


def _report(answer: ResultPage) -> list[str]:
    """What can be cited of an answer without a hit."""
    report = answer.nothing_found
    if report is None:
        return []
    newest = f", the newest of {report.newest.shown_date}" if report.newest else ""
    lines = [
        "No earlier position found.",
        f"Read as: {report.read_as}",
        f"Searched in: {_count(report.documents, 'document')}, "
        f"{_count(report.passages, 'passage')}{newest}",
        f"Index: {answer.generation_id}, built {report.built_at}",
        *(f"Nearest, not matching: {hit.document.shown_title}" for hit in report.nearest),
    ]
    return [plain(line) for line in lines]


def _without(answer: ResultPage) -> list[str]:
    """What to try first: to ask for nothing that no document here meets."""
    unmet = answer.nothing_found.unmet if answer.nothing_found else ()
    return [plain(f"- without “{one}”: no document here meets it;") for one in unmet]


def _hit_lines(hit: DocumentHit) -> list[str]:
    best = hit.passages[0]
    lanes = " and ".join(LANES[lane] for lane in best.found_by)
    known = [*_metadata(hit.document), *([f"found by {lanes}"] if lanes else []), *_whose(best)]
    return [
        f"{hit.rank}. {click.style(plain(hit.document.shown_title), bold=True)}",
        f"   {plain(' · '.join(known))}",
        f"   {_snippet(best)}",
        f"   {plain(best.passage.doc_id)}#{plain(best.passage.passage_id)}",
        *(f"   the same statement: {plain(one.doc_id)}" for one in hit.also),
    ]


def _metadata(document: Document) -> list[str]:
    """Date, kind and publishers, as far as they are known."""
    found = [document.shown_date, document.kind, ", ".join(document.publishers)]
    return [value for value in found if value]


def _whose(hit: PassageHit) -> list[str]:
    """What says that the words shown are not the document's own; nothing where they are."""
    if hit.passage.kind is PassageKind.DIGEST:
        return [OF_DIGEST]
    return ["quoted from somebody else"] if hit.passage.is_quoted else []


def _snippet(hit: PassageHit) -> str:
    return "".join(
        click.style(plain(fragment.text), bold=True) if fragment.marked else plain(fragment.text)
        for fragment in hit.snippet
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
