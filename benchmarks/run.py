"""The benchmark: measures this archive and its peers in one run and writes BENCHMARKS.md."""

import tempfile
from pathlib import Path

import click

from archive import durable, encoder, records, settings
from archive.encoder import Encoder
from archive.nodes import Mode
from archive.rows import of_records
from benchmarks import generate, machine, tables, words
from benchmarks.latency import stage_table, stage_timings
from benchmarks.seeded import SeededEncoder
from benchmarks.subject import Subject, index

ROOT = Path(__file__).parents[1]


@click.command()
@click.option(
    "--passages",
    type=click.IntRange(1_000, 1_000_000),
    multiple=True,
    default=(10_000, 100_000),
    show_default=True,
    help="How many generated passages; several sizes are measured one after the other.",
)
@click.option("--questions", type=click.IntRange(10, 10_000), default=200, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=ROOT / "BENCHMARKS.md",
    help="The file to write.",
)
def run(passages: tuple[int, ...], questions: int, out: Path) -> None:
    """Measure the archive and its peers on the same passages and questions."""
    chosen = settings.load()
    model = encoder.load(chosen.encoder, cache=chosen.var)
    parts = ["# Benchmarks", "", *_preamble(questions)]
    rows = of_records(records.read_all(chosen.corpus))
    with tempfile.TemporaryDirectory(prefix="archive-bench-") as folder:
        shipped = index(
            f"The corpus that ships, {len(rows):,} passages",
            rows,
            encoder=model,
            folder=Path(folder, "shipped"),
            asked=questions,
        )
        parts += _stages(shipped)
        for count in passages:
            parts += _generated(count, model, Path(folder, str(count)), questions)
    durable.write(out, "\n".join([*parts, ""]).encode())
    click.echo(f"{out} is written.")


def _generated(count: int, model: Encoder, folder: Path, questions: int) -> list[str]:
    """Stages and word engines over `count` generated passages."""
    click.echo(f"{count:,} passages")
    subject = index(
        f"{count:,} generated passages",
        list(generate.passages(count)),
        encoder=SeededEncoder(model),
        folder=folder / "archive",
        asked=questions,
    )
    return [*_stages(subject), *_words(subject, folder)]


def _preamble(questions: int) -> list[str]:
    return [
        "Written by `make bench`; do not edit. Every table is of one run in one process, warm, with"
        f" {questions} questions of {generate.SHORTEST_QUESTION} to {generate.LONGEST_QUESTION}"
        " words taken from the passages; rivals take turns at each question. Wall time beside the"
        " CPU time of all threads, since machines are noisy. Generated passages have word"
        " frequencies and lengths like real ones, and seeded random vectors; the question is"
        " embedded by the real model.",
        "",
        *(f"- {line}" for line in machine.description()),
        "",
    ]


def _stages(subject: Subject) -> list[str]:
    rows = stage_table(stage_timings(subject, Mode.HYBRID))
    return [
        f"## {subject.name}: a hybrid search by stage",
        "",
        *tables.timing_table(rows, "stage"),
        "",
    ]


def _words(subject: Subject, folder: Path) -> list[str]:
    agreed = words.agreement(subject)
    timings = words.word_timings(subject, folder)
    return [
        f"## {subject.name}: words alone, the best {words.LIMIT}",
        "",
        *tables.timing_table([(name, one.row()) for name, one in timings.items()], "engine"),
        "",
        *tables.ratio_table(timings, words.ARCHIVE),
        "",
        f"The archive and Whoosh's own scorer give the same passages for {agreed.same_rows:.1%} of"
        f" the questions; scores differ by at most {agreed.score_error:.2%}, since Whoosh rounds"
        " the lengths of passages.",
        "",
    ]


if __name__ == "__main__":
    run()
