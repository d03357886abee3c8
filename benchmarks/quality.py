"""The quality report: every lane on every test collection at hand, written as QUALITY.md."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from archive import durable, settings
from benchmarks import machine
from indexer.evaluate.collections import Collection, read_beir, read_trec
from indexer.evaluate.intervals import intervals
from indexer.evaluate.measures import NAMES, measure
from indexer.evaluate.runs import Run, ranked

ROOT = Path(__file__).parents[1]
MODES = ("keyword", "semantic", "hybrid")
SHOWN = ("nDCG@10", "R@50", "RR")
# Cormack et al. 2009 use 60; so many documents of each lane are fused.
RRF_K = 60
RRF_DEPTH = 100
WORST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One collection's `archive evaluate --json --per-query`, and its values under plain RRF.

    `is_own` says that its documents are the archive's own.
    """

    name: str
    is_own: bool
    answer: Mapping[str, Any]
    fused: NDArray[np.float64]

    @property
    def hybrid(self) -> NDArray[np.float64]:
        """(topics, measures) float64 of the mix, rows as in `fused`."""
        rows = self.answer["per_query"].values()
        return np.array([[row["hybrid"][name] for name in NAMES] for row in rows])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), default=ROOT / "QUALITY.md")
def run(folder: Path, out: Path) -> None:
    """Measure the collections in FOLDER: BEIR folders, and folders of topics.tsv and qrels.txt."""
    results = []
    for place in sorted({path.parent for path in folder.rglob("qrels.*")}):
        click.echo(place.name)
        results.append(_measured(place))
    lines = ["# Quality", "", *_preamble(), *_table(results), *_worst(results)]
    durable.write(out, "\n".join([*lines, ""]).encode())
    click.echo(f"{out} is written.")


def _measured(place: Path) -> Result:
    is_beir = (place / "corpus.jsonl").exists()
    topics, qrels = place / "topics.tsv", place / "qrels.txt"
    options = (
        ["--beir", str(place)] if is_beir else ["--topics", str(topics), "--qrels", str(qrels)]
    )
    collection = read_beir(place) if is_beir else read_trec(topics, qrels)
    with tempfile.TemporaryDirectory(prefix="archive-quality-") as runs:
        command = [str(Path(sys.executable).with_name("archive")), "evaluate", *options]
        command += ["--json", "--per-query", "--runs", runs]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        lanes = [_read(Path(runs, f"{mode}.run")) for mode in ("keyword", "semantic")]
    fused = measure(_reciprocal(lanes, collection), collection.qrels)
    answer = json.loads(done.stdout)
    return Result(name=place.name, is_own=not is_beir, answer=answer, fused=fused)


def _read(path: Path) -> Run:
    """The run that `archive evaluate --runs` wrote."""
    found: dict[str, list[tuple[str, float]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query_id, _, doc_id, _, score, _ = line.split(" ")
        found.setdefault(query_id, []).append((doc_id, float(score)))
    return found


def _reciprocal(lanes: Sequence[Run], collection: Collection) -> Run:
    """Reciprocal rank fusion: the sum of 1 / (RRF_K + rank) over the lanes."""
    found = {}
    for topic in collection.topics:
        scores: dict[str, float] = {}
        for lane in lanes:
            for rank, (doc_id, _) in enumerate(lane.get(topic.query_id, [])[:RRF_DEPTH], start=1):
                scores[doc_id] = scores.get(doc_id, 0.0) + 1 / (RRF_K + rank)
        found[topic.query_id] = ranked(sorted(scores.items(), key=lambda one: (-one[1], one[0])))
    return found


def _preamble() -> list[str]:
    facts = [f"- {line}" for line in (*machine.description(), f"Model: {settings.load().encoder}")]
    return [
        "How well passages are found (`make quality COLLECTIONS=folder`): nDCG@10, R@50 and RR of",
        "the words alone, the meaning alone and their mix, and nDCG@10 of plain reciprocal rank",
        "fusion of the same two lanes. In brackets the 95 % bootstrap interval of the mix.",
        "",
        *facts,
        "",
    ]


def _table(results: Sequence[Result]) -> list[str]:
    heads = [f"{mode} {name}" for name in SHOWN for mode in MODES]
    lines = [
        "| collection | queries | RRF nDCG@10 | " + " | ".join(heads) + " |",
        "|---" * (3 + len(heads)) + "|",
    ]
    for result in results:
        low, high = result.answer["intervals"]["hybrid"]["nDCG@10"]
        cells = []
        for name in SHOWN:
            for mode in MODES:
                cell = f"{result.answer[mode][name]:.3f}"
                is_mixed = (mode, name) == ("hybrid", "nDCG@10")
                cells.append(f"**{cell}** [{low:.3f}, {high:.3f}]" if is_mixed else cell)
        fused = result.fused[:, NAMES.index("nDCG@10")].mean()
        queries = result.answer["queries"]
        lines.append(f"| {result.name} | {queries} | {fused:.3f} | " + " | ".join(cells) + " |")
    return [*lines, "", _gain(results), ""]


def _gain(results: Sequence[Result]) -> str:
    """The mean difference to RRF over collections, with an interval over their topics."""
    column = NAMES.index("nDCG@10")
    differences = [(result.hybrid - result.fused)[:, [column]] for result in results]
    found = [intervals(table) for table in differences]
    mean = float(np.mean([one.mean[0] for one in found]))
    low = float(np.mean([one.low[0] for one in found]))
    high = float(np.mean([one.high[0] for one in found]))
    return (
        f"Mean difference of the mix to RRF over all {len(results)} collections: {mean:+.3f} "
        f"(mean of the collections' bounds: {low:+.3f} to {high:+.3f})."
    )


def _worst(results: Sequence[Result]) -> list[str]:
    """The queries of the archive's own topics that do worst."""
    own = [result for result in results if result.is_own]
    rows = [
        (values["hybrid"]["nDCG@10"], query_id, values)
        for result in own
        for query_id, values in result.answer["per_query"].items()
    ]
    lines = [
        "## The queries that do worst",
        "",
        "| query | keyword | semantic | mix |",
        "|---|---|---|---|",
    ]
    for score, query_id, values in sorted(rows, key=lambda row: row[:2])[:WORST]:
        one, other = (values[mode]["nDCG@10"] for mode in ("keyword", "semantic"))
        lines.append(f"| {query_id} | {one:.3f} | {other:.3f} | {score:.3f} |")
    return lines if rows else []


if __name__ == "__main__":
    run()
