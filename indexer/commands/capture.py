"""`archive capture`: fetch sources and what they link to, and file them."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from tqdm import tqdm

from archive import record_folder, records, settings
from archive.errors import ArchiveError, CaptureError, NotFoundError
from archive.model import Document, LinkState
from indexer import filing, listing
from indexer.capture import warc_files
from indexer.capture.fetch import Fetched, Fetcher
from indexer.filing import Filer, Filing

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LIMIT = "Of what lists give that is new, at most so many."


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
@click.option("--list", "lists", multiple=True, help="Fetch what this sitemap or feed lists.")
@click.option("--warc", "warcs", multiple=True, type=_FILE, help="Keep the texts of a WARC file.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help=_LIMIT)
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and keep nothing.")
def capture(  # noqa: PLR0913 - one for each option
    urls: tuple[str, ...],
    doc_ids: tuple[str, ...],
    *,
    all_missing: bool,
    depth: int,
    lists: tuple[str, ...],
    warcs: tuple[Path, ...],
    limit: int,
    dry_run: bool,
) -> None:
    """Fetch URLS, or the sources of records, over HTTP(S), and keep them as new versions.

    Obeys robots.txt, asks a host once a second at most, and fetches from public addresses only.
    """
    folder = settings.load().corpus
    filer = filing.opened(folder, Fetcher())
    wanted: list[tuple[str, Document | None]] = [(url, None) for url in urls]
    wanted += [(one.url, one) for one in map(_document, doc_ids)]
    wanted += [(one.url, one) for one in (filing.missing(folder) if all_missing else ())]
    wanted += [(url, None) for url in _new(filer, lists, limit)]
    if not (wanted or lists or warcs):
        raise ArchiveError(
            "There is nothing to capture; give addresses, --record, --list, --warc, --all-missing."
        )
    if dry_run:
        click.echo("".join(f"{url}: would be fetched\n" for url, _ in wanted), nl=False)
        sys.exit(1 if _told(one for path in warcs for one in _seen(path)) else 0)
    failed = _told(one for path in warcs for one in _kept(filer, path))
    for url, document in tqdm(wanted, unit="source", disable=None):
        failed += _told(_filed(filer, url, document, depth=depth))
    sys.exit(1 if failed else 0)


def _told(filings: Iterable[Filing]) -> int:
    """Say what became of each; how many were not filed."""
    failed = 0
    for one in filings:
        failed += one.state is not LinkState.FILED
        tqdm.write(f"{one.address}: {one.state} {one.doc_id} {one.note}", sys.stdout)
    return failed


def _new(filer: Filer, lists: Iterable[str], limit: int) -> list[str]:
    """What the lists give that no record has yet, at most `limit`; says how many were left."""
    found = [url for given in lists for url in listing.addresses(given, filer.fetcher)]
    new = [url for url in dict.fromkeys(found) if url not in filer.known]
    if lists:
        left = max(0, len(new) - limit)
        click.echo(f"{len(found)} listed, {len(new)} new, {left} left for later.", err=True)
    return new[:limit]


def _kept(filer: Filer, path: Path) -> Iterator[Filing]:
    """What became of each text that a WARC file holds."""
    for one in _sources(path):
        yield one if isinstance(one, Filing) else filer.keep(one)


def _seen(path: Path) -> Iterator[Filing]:
    """What a WARC file holds; its texts are only read."""
    for one in _sources(path):
        if isinstance(one, Filing):
            yield one
        else:
            kept = f"would be kept, as of {one.answer.began_at}"
            yield Filing(address=one.answer.url, state=LinkState.FILED, note=kept)


def _sources(path: Path) -> Iterator[Fetched | Filing]:
    """The answers in a WARC file, or why one, the rest of the file or all of it is left."""
    empty = True
    try:
        for one in warc_files.sources(path):
            empty = False
            yield _left(path, str(one)) if isinstance(one, CaptureError) else one
    except CaptureError as error:
        yield _left(path, str(error))
        return
    if empty:
        yield _left(path, "it holds no answer with a text; give a WARC of a crawl.")


def _left(path: Path, why: str) -> Filing:
    return Filing(address=str(path), state=LinkState.REFUSED, note=why)


def _filed(filer: Filer, url: str, document: Document | None, *, depth: int) -> Iterator[Filing]:
    found = filer.file(url, document)
    yield found
    if depth and found.state is LinkState.FILED:
        yield from filer.follow(found.doc_id)


def _document(doc_id: str) -> Document:
    document = records.read(record_folder.folder_of(settings.load().corpus, doc_id)).document
    if not document.url:
        raise NotFoundError(f"{doc_id} has no address; `archive capture URL` takes one.")
    return document
