"""`archive links`: what a document links to, what that may be here, and an editor's decisions."""

import click
from tqdm import tqdm

from archive import record_folder, settings
from archive.model import LinkState
from archive.search import open_searcher
from indexer import filing, linking
from indexer.capture.fetch import Fetcher
from indexer.linking import Found

_PAIR = ("TARGET", "DOC_ID")


@click.command()
@click.argument("doc_id")
@click.option("--check", is_flag=True, help="Ask each source again whether it is there.")
@click.option("--propose", is_flag=True, help="Search for what an unresolved link may mean.")
@click.option("--accept", nargs=2, metavar=" ".join(_PAIR), help="The link means this document.")
@click.option("--reject", nargs=2, metavar=" ".join(_PAIR), help="It does not mean this one.")
def links(
    doc_id: str,
    *,
    check: bool,
    propose: bool,
    accept: tuple[str, str] | None,
    reject: tuple[str, str] | None,
) -> None:
    """List the links of DOC_ID with their states, or decide what one means.

    TARGET is a link's address, or its words where the address was lost.
    """
    chosen = settings.load()
    folder = record_folder.folder_of(chosen.corpus, doc_id)
    for pair, is_accepted in ((accept, True), (reject, False)):
        if pair:
            linking.decide(folder, pair[0], doc_id=pair[1], is_accepted=is_accepted)
    if check:
        for _ in tqdm(filing.checked(folder, Fetcher()), unit="link", leave=False, disable=None):
            pass
    titles = linking.propose(open_searcher(chosen), folder) if propose else {}
    for found in linking.links(folder):
        click.echo(_told(found))
        named = dict(titles.get(found.known.target, ()))
        for candidate in found.known.candidates:
            title = f": {named[candidate]}" if candidate in named else ""
            click.echo(f"  {LinkState.CANDIDATE} {candidate}{title}")


def _told(found: Found) -> str:
    known = found.known
    parts = [f"{known.target} [{found.link.anchor}]:", known.state, known.doc_id, known.note]
    return " ".join(part for part in [*parts, known.checked_at] if part)
