"""`archive themes`: the themes as SKOS, for other programs' vocabularies."""

import click

from archive import settings
from archive.annotation import rules
from archive.annotation.skos import turtle


@click.command()
def themes() -> None:
    """Print the themes with their labels, definitions and matches as SKOS in Turtle."""
    chosen = settings.load()
    known = rules.load(rules.source(chosen.corpus))
    click.echo(turtle(known, chosen.address or "https://archive.invalid"), nl=False)
