"""`archive review`: the documents whose text is to be looked through, the worst first."""

import click
from tqdm import tqdm

from archive import settings
from archive.records import folders
from indexer import reviewing


@click.command()
def review() -> None:
    """List the documents whose captured text is doubtful, with a score from 0 to 1 and why.

    Their readers are warned below 0.8. A better original is taken in by `archive add --doc-id`.
    """
    corpus = settings.load().corpus
    with tqdm(total=len(folders(corpus)), unit="record", leave=False, disable=None) as bar:
        found = list(reviewing.doubtful(corpus, bar.update))
    for one in sorted(found, key=lambda one: (one.score, one.doc_id)):
        click.echo(f"{one.doc_id}: {one.score:.2f}; {'; '.join(one.signs)}")
    click.echo(f"Texts to review: {len(found)}." if found else "No text is doubtful.")
