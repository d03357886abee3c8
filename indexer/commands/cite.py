"""`archive cite`: a document or a passage in the styles of citation, or as a file."""

from datetime import UTC, datetime

import click

from archive import settings
from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.citation.of_row import of_document, of_passage
from archive.citation.runs import plain
from archive.citation.styles import STYLES, formatted
from archive.errors import NotFoundError
from archive.generation import open_served
from archive.opened import open_index
from archive.search import Searcher

# Where `make run` serves, for archives whose public address nobody has set.
LOCAL = "http://127.0.0.1:8000"


@click.command()
@click.argument("doc_id")
@click.option("--passage", metavar="ID", default="", help="Cite this passage of it.")
@click.option("--style", type=click.Choice([*STYLES]), help="Only this style.")
@click.option("--format", "name", type=click.Choice([*FORMATS]), help="Print a file instead.")
def cite(doc_id: str, passage: str, style: str | None, name: str | None) -> None:
    """Cite a document or a passage, in every style or in one format for programs.

    The permalink begins with ARCHIVE_ADDRESS.
    """
    citation = _cited(doc_id, passage)
    if name:
        click.echo(FORMATS[name].write(citation), nl=False)
        return
    if style:
        click.echo(plain(formatted(citation, style).reference))
        return
    for one in STYLES:
        found = formatted(citation, one)
        click.echo(f"{found.label}\n{plain(found.reference)}")
        if found.mention:
            click.echo(f"In the text: {plain(found.mention)}")
        click.echo()


def _cited(doc_id: str, passage_id: str) -> Citation:
    """The citation, read on this day; raises NotFoundError for a passage of another document."""
    chosen = settings.load()
    searcher = Searcher(open_index(open_served(chosen.var)), None)
    address, today = chosen.address or LOCAL, datetime.now(UTC).date()
    rows = searcher.document(doc_id)
    if not passage_id:
        return of_document(rows[0], address=address, accessed=today)
    row = next((row for row in rows if row.passage.passage_id == passage_id), None)
    if row is None:
        raise NotFoundError(
            f"There is no passage '{passage_id}' in {doc_id}; "
            "`archive search --json` prints the ids of passages."
        )
    return of_passage(row, address=address, accessed=today)
