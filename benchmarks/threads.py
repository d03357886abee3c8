"""Threads that share a searcher, switched as often as can be: the same answers as one by one."""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive import encoder, query, records, settings
from archive.nodes import Mode, Query, Sort
from archive.results import ResultPage
from archive.rows import of_records
from archive.search import Searcher
from benchmarks.subject import index

THREADS = 8
# Seconds between two switches of the interpreter, which has 0.005 otherwise.
SWITCH_S = 1e-6


def differing(
    searcher: Searcher, queries: Sequence[Query], *, searches: int, threads: int = THREADS
) -> list[Query]:
    """The queries that any of `threads` saw answered otherwise than one thread alone.

    Each thread asks its share of `searches` in an order of its own, before anything is warm.
    Raises what a search raises.
    """
    orders = []
    for thread in range(threads):
        chance = random.Random(thread)  # noqa: S311 (an order, no secret)
        orders.append(chance.choices(range(len(queries)), k=searches // threads))
    with _switched(SWITCH_S), ThreadPoolExecutor(threads) as pool:
        seen = list(pool.map(lambda order: _seen(searcher, queries, order), orders))
    alone = [_answer(searcher, asked) for asked in queries]
    return [
        asked
        for place, asked in enumerate(queries)
        if any(one.get(place, {alone[place]}) != {alone[place]} for one in seen)
    ]


def mixed_queries(texts: Sequence[str]) -> list[Query]:
    """Each text in each mode, in turns plain, sorted by date and on its second page."""
    turns: tuple[dict[str, Any], ...] = ({}, {"sort": Sort.NEWEST}, {"page": 2, "limit": 3})
    return [
        query.parse(text, mode=mode, **turns[place % len(turns)])
        for place, text in enumerate(texts)
        for mode in Mode
    ]


def _seen(
    searcher: Searcher, queries: Sequence[Query], order: Sequence[int]
) -> dict[int, set[ResultPage]]:
    """The different answers to each query of `order`, by its place: one each, if all is well."""
    seen: dict[int, set[ResultPage]] = {}
    for place in order:
        seen.setdefault(place, set()).add(_answer(searcher, queries[place]))
    return seen


def _answer(searcher: Searcher, asked: Query) -> ResultPage:
    """The page without the times it took."""
    return replace(searcher.search(asked), took_ms=0.0, stages_ms=())


@contextmanager
def _switched(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@click.command()
@click.option("--searches", type=click.IntRange(THREADS, 1_000_000), default=20_000)
@click.option("--questions", type=click.IntRange(1, 10_000), default=100, show_default=True)
def run(searches: int, questions: int) -> None:
    """Ask the corpus that ships from eight threads at once, and say whether all is the same."""
    chosen = settings.load()
    model = encoder.load(chosen.encoder, cache=chosen.var)
    rows = of_records(records.read_all(chosen.corpus))
    with tempfile.TemporaryDirectory(prefix="archive-threads-") as folder:
        subject = index("", rows, encoder=model, folder=Path(folder, "index"), asked=questions)
        begin = time.perf_counter()
        wrong = differing(subject.searcher, mixed_queries(subject.questions), searches=searches)
        took = time.perf_counter() - begin
    click.echo(f"{searches:,} searches, {THREADS} threads, {took:.0f} s: {len(wrong)} differ.")
    for asked in wrong:
        click.echo(asked.text)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    run()
