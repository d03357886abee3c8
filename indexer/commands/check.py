"""`archive check`: whether every stored file is as it was written, and sealing what is meant."""

import sys

import click
from tqdm import tqdm

from archive import settings, soundness
from archive.records import folders


@click.command()
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="ID",
    help="First seal this record, or this vocabulary (themes.toml), as it is; may be repeated.",
)
@click.option("--accept-all", is_flag=True, help="First seal all that has no seal or another.")
def check(accepted: tuple[str, ...], accept_all: bool) -> None:
    """Compare records, versions, files and hashes, and name every damage.

    A change by hand is a damage until it is accepted. The files of a captured version are never
    accepted with other bytes.
    """
    corpus = settings.load().corpus
    total = len(folders(corpus))
    names = [*accepted, *(soundness.unaccepted(corpus) if accept_all else ())]
    for name in tqdm(names, unit="file", leave=False, disable=None):
        soundness.accept(corpus, name)
    found = 0
    with tqdm(total=total, unit="record", leave=False, disable=None) as bar:
        for line in soundness.damage(corpus, bar.update):
            found += 1
            tqdm.write(line, file=sys.stdout)
    outcome = f"records; damages found: {found}." if found else "records are sound."
    click.echo(f"{total} {outcome}")
    sys.exit(1 if found else 0)
