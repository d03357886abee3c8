"""`archive annotations`: editors' decisions on themes, acts and addressees, and what they show."""

import json
from dataclasses import asdict

import click

from archive import decisions, settings
from archive.decisions import Precision, precision
from archive.search import open_searcher
from indexer import marking


@click.group()
def annotations() -> None:
    """Accept or reject what was found of a passage, and see how often it is right."""


@annotations.command()
@click.argument("passage")
@click.argument("values", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
def accept(passage: str, values: tuple[str, ...], *, by: str) -> None:
    """Accept VALUES (themes, acts, addressees) of PASSAGE, whether they were found or not."""
    _decide(passage, values, by=by, accepted=True)


@annotations.command()
@click.argument("passage")
@click.argument("values", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
def reject(passage: str, values: tuple[str, ...], *, by: str) -> None:
    """Reject VALUES (themes, acts, addressees) of PASSAGE."""
    _decide(passage, values, by=by, accepted=False)


@annotations.command()
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
def report(*, is_json: bool) -> None:
    """Print how many findings of each theme, act and addressee were right."""
    found = precision(decisions.read(settings.load().corpus))
    if is_json:
        click.echo(json.dumps([{**asdict(one), "precision": one.share} for one in found], indent=2))
        return
    click.echo("precision  right  wrong  missed")
    for one in found:
        click.echo(_line(one))


def _line(one: Precision) -> str:
    share = "-" if one.share is None else f"{one.share:.2f}"
    counts = f"{one.accepted:>5}  {one.rejected:>5}  {one.missed:>6}"
    return f"{share:>9}  {counts}  {one.kind} {one.value}"


def _decide(passage: str, values: tuple[str, ...], *, by: str, accepted: bool) -> None:
    chosen = settings.load()
    opened = open_searcher(chosen).opened
    made = [
        marking.decide(opened, passage_id=passage, value=value, accepted=accepted, by=by)
        for value in values
    ]
    for one in made:
        marking.keep(chosen.corpus, one)
        word = "accepted" if accepted else "rejected"
        click.echo(f"{one.passage_id}: {one.kind} {one.value} {word}; `archive build` applies it.")
