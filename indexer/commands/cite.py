"""`archive cite`: a document or a passage in the styles of citation, or as a file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from archive import durable, settings
from archive.citation.cited import Citation
from archive.citation.formats import FORMATS
from archive.citation.of_row import of_document, of_passage
from archive.citation.runs import plain
from archive.citation.styles import STYLES, formatted
from archive.errors import NotFoundError
from archive.generation import open_served
from archive.opened import open_index
from archive.packing import Reading, evidence_pack, kept_versions
from archive.rows import Row
from archive.search import Searcher

# Where `make run` serves, for archives whose public address nobody has set.
LOCAL = "http://127.0.0.1:8000"


@click.command()
@click.argument("doc_id")
@click.option("--passage", metavar="ID", default="", help="Cite this passage of it.")
@click.option("--style", type=click.Choice([*STYLES]), help="Only this style.")
@click.option("--format", "name", type=click.Choice([*FORMATS]), help="Print a file instead.")
@click.option(
    "--pack", type=click.Path(path_type=Path), help="Write an evidence pack to this file."
)
def cite(doc_id: str, passage: str, style: str | None, name: str | None, pack: Path | None) -> None:
    """Cite a document or a passage, in every style or in one format for programs.

    The permalink begins with ARCHIVE_ADDRESS.
    """
    chosen = settings.load()
    searcher = Searcher(open_index(open_served(chosen.var)), None)
    rows = _rows(searcher, doc_id, passage)
    address, today = chosen.address or LOCAL, datetime.now(UTC).date()
    if pack:
        reading = Reading(address=address, accessed=today, generation_id=searcher.generation_id)
        content = evidence_pack(rows, reading, kept_versions(chosen.corpus, rows))
        durable.write(pack, content)
        click.echo(f"{pack}: {len(rows)} passages. Unpack it and run `python3 verify.py`.")
        return
    make = of_passage if passage else of_document
    _print(make(rows[0], address=address, accessed=today), style=style, name=name)


def _print(citation: Citation, *, style: str | None, name: str | None) -> None:
    """The citation as a file, in one style, or in all."""
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


def _rows(searcher: Searcher, doc_id: str, passage_id: str) -> tuple[Row, ...]:
    """All passages of a document, or the one; raises NotFoundError."""
    rows = searcher.document(doc_id)
    found = tuple(row for row in rows if passage_id in ("", row.passage.passage_id))
    if not found:
        raise NotFoundError(
            f"There is no passage '{passage_id}' in {doc_id}; "
            "`archive search --json` prints the ids of passages."
        )
    return found
