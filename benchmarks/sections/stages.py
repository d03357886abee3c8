"""Where a hybrid search spends its time, and what ten times as many passages cost."""

from benchmarks import tables
from benchmarks.latency import stage_table, stage_timings
from benchmarks.report import Finding, at_most
from benchmarks.subject import index
from benchmarks.work import Work

LARGEST = 1_000_000


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Times by stage over the corpus that ships and over each size."""
    lines, totals = [], {}
    shipped = index(
        f"The corpus that ships, {len(work.shipped):,} passages",
        work.shipped,
        encoder=work.model,
        folder=work.folder / "shipped",
        asked=work.questions,
    )
    for size, subject in [(0, shipped), *((size, work.subject(size)) for size in work.sizes)]:
        timings = stage_timings(subject)
        totals[size] = timings["total"].row()
        lines += [f"### {subject.name}", "", *tables.timing_table(stage_table(timings), "stage")]
        lines += [""]
    return [_growth(totals)], lines


def _growth(totals: dict[int, list[float]]) -> Finding:
    what = "hybrid p50 over 1,000,000 passages against 100,000"
    if not {LARGEST // 10, LARGEST} <= totals.keys():
        limit = "run with --passages 100000 --passages 1000000"
        return Finding(what=what, goal="≤ 10", figure="", is_met=None, limit=limit)
    return at_most(what, totals[LARGEST][2] / totals[LARGEST // 10][2], 10)
