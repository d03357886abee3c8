"""`archive evaluate`: how well each lane and their mix find what was judged relevant."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from archive import encoder, settings, thesaurus
from archive.generation import open_generation
from archive.naming import Names
from archive.opened import open_index
from archive.search import Searcher, open_searcher
from archive.settings import Settings
from indexer.build import EMBEDDINGS
from indexer.commands.build import Bars
from indexer.evaluate import beir, ranking, report, runs
from indexer.evaluate.collections import Collection, read_beir, read_trec
from indexer.evaluate.temporary import build_rows

_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--topics", type=_PATH, help="Topics: query_id, type, language, text with tabs.")
@click.option("--qrels", type=_PATH, help="Judgments of the topics in TREC form.")
@click.option("--beir", "folder", type=_PATH, help="Folder of a collection in BEIR form.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
@click.option("--runs", "runs_folder", type=_PATH, help="Folder to write TREC run files to.")
@click.option("--per-query", is_flag=True, help="Print the values of each query too.")
def evaluate(
    *,
    topics: Path | None,
    qrels: Path | None,
    folder: Path | None,
    is_json: bool,
    runs_folder: Path | None,
    per_query: bool,
) -> None:
    """Measure keyword, semantic and hybrid search against judgments.

    Either over the archive's own index (--topics with --qrels), or over a collection in BEIR form
    (--beir), for which an index is built and removed again.
    """
    with _opened(topics, qrels, folder) as (searcher, collection):
        total = len(collection.topics) * len(ranking.MODES)
        with tqdm(desc="search", total=total, leave=False, disable=None) as bar:
            evaluation, found = ranking.evaluate(searcher, collection, progress=bar.update)
    if runs_folder is not None:
        runs.write_runs(runs_folder, found)
    if is_json:
        answer = report.as_json(evaluation, per_query=per_query)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(report.as_text(evaluation, per_query=per_query))


@contextmanager
def _opened(
    topics: Path | None, qrels: Path | None, folder: Path | None
) -> Iterator[tuple[Searcher, Collection]]:
    """The searcher and the collection that the options name; a temporary index lives as long."""
    chosen = settings.load()
    if folder is not None and topics is None and qrels is None:
        collection = read_beir(folder)
        with tempfile.TemporaryDirectory(prefix="archive-evaluate-") as var:
            yield _temporary(folder, chosen, Path(var)), collection
    elif folder is None and topics is not None and qrels is not None:
        yield open_searcher(chosen), read_trec(topics, qrels)
    else:
        raise click.UsageError("Give --topics with --qrels, or --beir.")


def _temporary(folder: Path, chosen: Settings, var: Path) -> Searcher:
    """A searcher of the BEIR corpus in `folder`, its index in `var`, its vectors cached.

    It widens queries by the thesaurus of the archive's own corpus, as searches of that are.
    """
    rows = beir.read_rows(folder)
    model = encoder.load(chosen.encoder, cache=chosen.var)
    bars = Bars(quiet=False)
    try:
        build_rows(rows, var, encoder=model, embeddings=chosen.var / EMBEDDINGS, progress=bars)
    finally:
        bars.close()
    names = Names(thesaurus.read(chosen.corpus))
    return Searcher(replace(open_index(open_generation(var)), names=names), model)
