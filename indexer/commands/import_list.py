"""The command `archive import`: takes a list of catalogue records into the corpus."""

import sys
from collections import Counter
from pathlib import Path

import click
from tqdm import tqdm

from archive import settings
from indexer.import_list import State, outcomes


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--replace", is_flag=True, help="Replace the fields of documents that differ.")
@click.pass_context
def import_list(ctx: click.Context, file: Path, *, dry_run: bool, replace: bool) -> None:
    """Take the catalogue records of FILE, a list in JSON Lines or CSV, into the corpus.

    A CSV begins with a line of field names; several publishers or themes are parted by |.
    """
    corpus = settings.load().corpus
    counts: Counter[State] = Counter()
    size_bytes = file.stat().st_size
    with tqdm(total=size_bytes, unit="B", unit_scale=True, disable=None) as progress:
        for outcome in outcomes(file, corpus, replace=replace, dry_run=dry_run):
            counts[outcome.state] += 1
            progress.update(outcome.size_bytes)
            if outcome.message:
                progress.write(outcome.message, file=sys.stderr)
    tally = ", ".join(f"{counts[state]} {state}" for state in State)
    click.echo(f"{'Dry run, nothing written: ' if dry_run else ''}{counts.total()} read: {tally}.")
    if counts[State.FAILED]:
        ctx.exit(1)
