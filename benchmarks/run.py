"""The benchmark: measures the archive and its peers by sections, and writes BENCHMARKS.md."""

import importlib
import tempfile
from pathlib import Path

import click

from archive import durable, settings
from benchmarks import machine, report
from benchmarks.report import Section
from benchmarks.work import USUAL, Work

ROOT = Path(__file__).parents[1]
# In the order of the report.
SECTIONS = (
    *("stages", "wholes", "words", "indexing", "vectors", "encoding", "build", "start"),
    "serving",
)


@click.command()
@click.option(
    "--only",
    type=click.Choice(SECTIONS),
    multiple=True,
    help="Measure this section alone; of the others the report has their last run.",
)
@click.option(
    "--passages",
    type=click.IntRange(1_000, 1_000_000),
    multiple=True,
    default=(10_000, USUAL),
    show_default=True,
    help="How many generated passages; several sizes are measured one after the other.",
)
@click.option("--questions", type=click.IntRange(10, 10_000), default=200, show_default=True)
@click.option(
    "--vectors",
    type=click.IntRange(1_000, 10_000_000),
    default=1_000_000,
    show_default=True,
    help="How many vectors the vector lane is measured on.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 3_600),
    default=60,
    show_default=True,
    help="How long clients ask the web server.",
)
@click.option(
    "--judged",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="A collection in BEIR form on which whole engines are compared by what they find.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=ROOT / "BENCHMARKS.md",
    help="The file to write.",
)
def run(
    only: tuple[str, ...],
    passages: tuple[int, ...],
    judged: tuple[Path, ...],
    out: Path,
    **amounts: float,
) -> None:
    """Measure the archive and its peers on the same passages and questions."""
    kept = settings.load().var / "benchmarks"
    with tempfile.TemporaryDirectory(prefix="archive-bench-") as folder:
        work = Work(
            folder=Path(folder),
            sizes=sorted(passages),
            questions=int(amounts["questions"]),
            vectors=int(amounts["vectors"]),
            serving_s=amounts["seconds"],
            judged=judged,
        )
        for name in only or SECTIONS:
            click.echo(name)
            report.save(kept, _measured(name, work))
            durable.write(out, report.assembled(report.load(kept, SECTIONS)).encode())
    click.echo(f"{out} is written.")


def _measured(name: str, work: Work) -> Section:
    facts = tuple(machine.description())
    findings, lines = importlib.import_module(f"benchmarks.sections.{name}").measure(work)
    return Section(name=name, facts=facts, findings=tuple(findings), lines=tuple(lines))


if __name__ == "__main__":
    run()
