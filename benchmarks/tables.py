"""Timings as Markdown."""

from collections.abc import Mapping, Sequence

from benchmarks.timing import Timing

HEADER = ("wall p50", "wall p95", "CPU p50", "CPU p95")


def timing_table(rows: Sequence[tuple[str, Sequence[float]]], first: str) -> list[str]:
    """A line a row of `rows`: its name and its milliseconds."""
    return table(
        (first, *(f"{name} (ms)" for name in HEADER)),
        [(name, *(f"{value:.2f}" for value in values)) for name, values in rows],
    )


def ratio_table(timings: Mapping[str, Timing], subject: str) -> list[str]:
    """How long `subject` takes as a share of each rival's time in the same run."""
    own = timings[subject].row()
    rows = [
        (name, *(f"{mine / theirs:.3f}" for mine, theirs in zip(own, timing.row(), strict=True)))
        for name, timing in timings.items()
        if name != subject
    ]
    return table((f"{subject}, divided by", *HEADER), rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table, numbers to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]
