"""The quality report: every lane on every test collection at hand, written as QUALITY.md."""

import json
import subprocess
import sys
import tempfile
import tomllib
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
# Why a query does badly, looked into by hand: its id and one sentence.
REASONS = Path(__file__).with_name("reasons.toml")
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
@click.option("--page", type=click.Path(path_type=Path), default=ROOT / "web" / "quality.json")
def run(folder: Path, out: Path, page: Path) -> None:
    """Measure the collections in FOLDER: BEIR folders, and folders of topics.tsv and qrels.txt."""
    places = sorted({path.parent for path in folder.rglob("qrels.*")})
    if not places:
        raise click.UsageError(
            f"There is no collection in '{folder}': put folders there that hold a qrels.tsv or a "
            "qrels.txt, no links to them."
        )
    facts = [*machine.description(), f"Model: {settings.load().encoder}"]
    results = []
    for place in places:
        click.echo(place.name)
        results.append(_measured(place))
    report = _report(facts, results)
    durable.write(page, json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n")
    durable.write(out, "\n".join([*_lines(report), ""]).encode())
    click.echo(f"{out} and {page} are written.")


def _report(facts: Sequence[str], results: Sequence[Result]) -> dict[str, Any]:
    """What QUALITY.md and the page of the site show."""
    return {
        "facts": [*facts],
        "collections": [
            {
                "name": result.name,
                "queries": result.answer["queries"],
                "fused": float(result.fused[:, NAMES.index("nDCG@10")].mean()),
                "interval": result.answer["intervals"]["hybrid"]["nDCG@10"],
                "modes": {
                    mode: {name: result.answer[mode][name] for name in SHOWN} for mode in MODES
                },
            }
            for result in results
        ],
        "gain": _gain(results),
        "worst": _worst(results),
    }


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


def _gain(results: Sequence[Result]) -> list[float]:
    """The mean difference to RRF over collections, with the means of their bounds."""
    column = NAMES.index("nDCG@10")
    found = [intervals((result.hybrid - result.fused)[:, [column]]) for result in results]
    means = ([one.mean[0], one.low[0], one.high[0]] for one in found)
    return [float(value) for value in np.mean([*means], axis=0)]


def _worst(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The queries of the archive's own topics that do worst, each with why where that is known."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    rows = [
        {
            "query_id": query_id,
            "why": reasons.get(query_id, ""),
            **{mode: values[mode]["nDCG@10"] for mode in MODES},
        }
        for result in results
        if result.is_own
        for query_id, values in result.answer["per_query"].items()
    ]
    return sorted(rows, key=lambda row: (row["hybrid"], row["query_id"]))[:WORST]


def _lines(report: Mapping[str, Any]) -> list[str]:
    """The report as Markdown."""
    heads = [f"{mode} {name}" for name in SHOWN for mode in MODES]
    gain, low, high = report["gain"]
    return [
        "# Quality",
        "",
        "How well passages are found (`make quality COLLECTIONS=folder`): nDCG@10, R@50 and RR of",
        "the words alone, the meaning alone and their mix, and nDCG@10 of plain reciprocal rank",
        "fusion of the same two lanes. In brackets the 95 % bootstrap interval of the mix.",
        "",
        *(f"- {fact}" for fact in report["facts"]),
        "",
        "| collection | queries | RRF nDCG@10 | " + " | ".join(heads) + " |",
        "|---" * (3 + len(heads)) + "|",
        *map(_line, report["collections"]),
        "",
        f"Mean difference of the mix to RRF over all {len(report['collections'])} collections: "
        f"{gain:+.3f} (mean of the collections' bounds: {low:+.3f} to {high:+.3f}).",
        *_worst_lines(report["worst"]),
    ]


def _line(collection: Mapping[str, Any]) -> str:
    low, high = collection["interval"]
    modes = collection["modes"]
    cells = [f"{modes[mode][name]:.3f}" for name in SHOWN for mode in MODES]
    mixed = MODES.index("hybrid")
    cells[mixed] = f"**{cells[mixed]}** [{low:.3f}, {high:.3f}]"
    first = [collection["name"], str(collection["queries"]), f"{collection['fused']:.3f}"]
    return f"| {' | '.join([*first, *cells])} |"


def _worst_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    return [
        "",
        "## The queries that do worst",
        "",
        "| query | keyword | semantic | mix | why |",
        "|---|---|---|---|---|",
        *(
            f"| {row['query_id']} | {row['keyword']:.3f} | {row['semantic']:.3f} "
            f"| {row['hybrid']:.3f} | {row['why']} |"
            for row in rows
        ),
    ]


if __name__ == "__main__":
    run()
