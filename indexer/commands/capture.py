"""`archive capture`: fetch sources and what they link to, and file them."""

import sys
from collections.abc import Iterator

import click
from tqdm import tqdm

from archive import records, settings
from archive.errors import ArchiveError, NotFoundError
from archive.model import Document, LinkState
from indexer import filing
from indexer.capture.fetch import Fetcher
from indexer.filing import Filer, Filing


@click.command()
@click.argument("urls", nargs=-1)
@click.option("--record", "doc_ids", multiple=True, help="Fetch this record's source; repeatable.")
@click.option("--all-missing", is_flag=True, help="Fetch every checked source without its text.")
@click.option(
    "--depth",
    type=click.IntRange(0, 1),
    default=0,
    show_default=True,
    help="1: also what the captured texts link to.",
)
def capture(urls: tuple[str, ...], doc_ids: tuple[str, ...], all_missing: bool, depth: int) -> None:
    """Fetch URLS, or the sources of records, over HTTP(S), and keep them as new versions.

    Obeys robots.txt, asks a host once a second at most, and fetches from public addresses only.
    """
    folder = settings.load().corpus
    wanted: list[tuple[str, Document | None]] = [(url, None) for url in urls]
    wanted += [(one.url, one) for one in map(_document, doc_ids)]
    wanted += [(one.url, one) for one in (filing.missing(folder) if all_missing else ())]
    if not wanted:
        raise ArchiveError(
            "There is nothing to capture; give addresses, --record or --all-missing."
        )
    filer = filing.opened(folder, Fetcher())
    failed = 0
    for url, document in tqdm(wanted, unit="source", disable=None):
        for filed in _filed(filer, url, document, depth=depth):
            failed += filed.state is not LinkState.FILED
            tqdm.write(f"{filed.address}: {filed.state} {filed.doc_id} {filed.note}", sys.stdout)
    sys.exit(1 if failed else 0)


def _filed(filer: Filer, url: str, document: Document | None, *, depth: int) -> Iterator[Filing]:
    found = filer.file(url, document)
    yield found
    if depth and found.state is LinkState.FILED:
        yield from filer.follow(found.doc_id)


def _document(doc_id: str) -> Document:
    folder = settings.load().corpus / doc_id
    if not folder.is_dir():
        raise NotFoundError(f"There is no record '{doc_id}' in {folder.parent}; search for it.")
    document = records.read(folder).document
    if not document.url:
        raise NotFoundError(f"{doc_id} has no address; `archive capture URL` takes one.")
    return document
