"""`archive same`: documents that may be the same statement, and an editor's word on them."""

from datetime import UTC, datetime
from pathlib import Path

import click
from tqdm import tqdm

from archive import records, settings, statements
from archive.errors import NoGenerationError, QueryError
from archive.generation import open_served
from archive.opened import open_index
from archive.record_folder import folder_of
from archive.statements import Pair
from indexer import same as likeness

_PAIR = "DOC_ID DOC_ID"


@click.command()
@click.option("--accept", nargs=2, metavar=_PAIR, help="They are the same statement.")
@click.option("--reject", nargs=2, metavar=_PAIR, help="They are not.")
@click.option("--by", default="", help="Who decides.")
def same(*, accept: tuple[str, str] | None, reject: tuple[str, str] | None, by: str) -> None:
    """List documents that may be the same statement, on several sites or in several languages.

    Or decide of a pair, with --by. What was decided lasts and is not proposed again.
    """
    chosen = settings.load()
    for pair, is_same in ((accept, True), (reject, False)):
        if pair:
            _decide(chosen.corpus, pair, is_same=is_same, by=by)
    if accept or reject:
        return
    decided = statements.read(chosen.corpus)
    for group in sorted(set(statements.groups(decided.values()).values())):
        click.echo(f"same: {' '.join(group)}")
    with tqdm(total=len(records.folders(chosen.corpus)), leave=False, disable=None) as bar:
        proposals = likeness.by_words(chosen.corpus, bar.update)
    try:
        proposals += likeness.by_meaning(open_index(open_served(chosen.var)))
    except NoGenerationError:
        click.echo("Nothing is built, so translations are not looked for.", err=True)
    for one in likeness.undecided(proposals, decided):
        click.echo(f"perhaps: {one.one} {one.other} ({one.score:.2f} by {one.by})")


def _decide(corpus: Path, pair: tuple[str, str], *, is_same: bool, by: str) -> None:
    one, other = sorted(pair)
    for doc_id in (one, other):
        folder_of(corpus, doc_id)
    if one == other:
        raise QueryError(f"'{one}' is given twice; give two documents.")
    decided_at = datetime.now(UTC).isoformat(timespec="seconds")
    with records.only_writer(corpus):
        statements.add(
            corpus, Pair(one=one, other=other, is_same=is_same, by=by, decided_at=decided_at)
        )
    click.echo(f"{one} and {other} are {'' if is_same else 'not '}the same statement.")
