"""`archive wording`: when the sentences of a passage first appeared, and who repeated them."""

import json
from collections.abc import Sequence

import click

from archive import settings
from archive.positions.beside_answer import wordings_as_json
from archive.positions.repeated import Use, Wording, wordings
from archive.search import open_searcher
from indexer.terminal import plain, publishers


@click.command()
@click.argument("passage")
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def wording(passage: str, *, is_json: bool) -> None:
    """List where each sentence of PASSAGE stands, the oldest use first."""
    found = wordings(open_searcher(settings.load()).opened, passage)
    if is_json:
        click.echo(json.dumps(wordings_as_json(*found), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(found[1])) or "It has no sentence that could be looked for.")


def _lines(found: Sequence[Wording]) -> list[str]:
    lines = []
    for one in found:
        lines += [plain(one.sentence), *map(_use, one.uses)]
    return lines


def _use(use: Use) -> str:
    document = use.document
    kind = "same words" if use.is_same else f"nearly the same, {use.likeness:.2f}"
    known = [document.shown_date, publishers(document), kind]
    return plain(f"  {' · '.join(known)} · {document.doc_id}#{use.passage.passage_id}")
