"""`archive add`: take files in as records of the corpus."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from tqdm import tqdm

from archive import settings
from archive.errors import ArchiveError
from indexer import description, intake, offered, reviewing
from indexer.description import Description
from indexer.extract import scans


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@click.option("--title", default="", help="Title of the document.")
@click.option("--publisher", "publishers", multiple=True, help="Who issued it; may be repeated.")
@click.option("--kind", default="", help="What it is: joint statement, report, judgment …")
@click.option("--issued", default="", help="Its date: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--language", default="", help="Its language as an ISO 639-1 code.")
@click.option("--url", default="", help="The address it was published at.")
@click.option("--doc-id", default="", help="Its id; one that is kept gets a new version.")
def add(paths: tuple[Path, ...], dry_run: bool, **options: object) -> None:
    """Take in Markdown, text, HTML, DOCX, ODT and PDF: files, or folders with all below them.

    What a file says of itself is overruled by <name>.meta.toml beside it, and that by the
    options. A file that cannot be taken in is named with the reason; the others go on.
    """
    given = description.checked(
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in options.items()
        },
        "options",
    )
    found = [file for path in paths for file in offered.files(path)]
    if not found:
        raise ArchiveError(f"There is nothing to add in {', '.join(map(str, paths))}.")
    if len(found) > 1 and (given.title or given.doc_id):
        raise ArchiveError(
            f"--title and --doc-id are of one document, and there are {len(found)} files; "
            "write them in a .meta.toml beside each."
        )
    alone = [side for path in paths for side in description.alone(path)]
    for side in alone:
        click.echo(f"{side}: the file that it describes is not there; put it beside.", err=True)
    if _add_all(found, given, dry_run=dry_run) or alone:
        sys.exit(1)


def _add_all(found: Iterable[Path], given: Description, *, dry_run: bool) -> int:
    """Take in every file that can be; return how many could not."""
    corpus = intake.opened(settings.load().corpus)
    failed = 0
    for path in tqdm(found, unit="file", disable=None):
        try:
            taken = intake.take(path, corpus, given=given)
            if not dry_run:
                intake.keep(taken, corpus)
        except ArchiveError as error:
            failed += 1
            tqdm.write(f"{path}: {error}", file=sys.stderr)
            continue
        corpus.note(taken.record)
        tqdm.write(_told(path, taken, dry_run=dry_run), file=sys.stdout)
    return failed


def _told(path: Path, taken: intake.Taken, *, dry_run: bool) -> str:
    verb = "would be added" if dry_run else "added"
    missing = f"; not stated: {', '.join(taken.missing)}" if taken.missing else ""
    document, passages = taken.document, len(taken.version.passages)
    return f"{path}: {verb} as {document.doc_id}, {passages} passages{missing}{_doubts(taken)}"


def _doubts(taken: intake.Taken) -> str:
    """What is to be looked through, and the pages that are pictures."""
    said = list(reviewing.signs(taken.version, len(taken.content)))
    if taken.unread:
        without = f"{reviewing.pages(taken.unread)} of {taken.pages} without text"
        said += [without, scans.advice()]
    return "".join(f"; {one}" for one in said)
