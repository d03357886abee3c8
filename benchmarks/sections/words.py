"""The keyword lane beside Whoosh's own scorer and other word engines."""

from benchmarks import tables, words
from benchmarks.report import Finding, at_most
from benchmarks.timing import Timing
from benchmarks.work import USUAL, Work

_GOALS = (
    (words.WHOOSH, "keyword lane, with the same results", 0.03),
    ("bm25s", "keyword lane", 0.5),
    ("tantivy", "keyword lane", 4.0),
)
_LIMITS = {
    words.WHOOSH: "a word costs some calls of numpy however rare it is, and rare words cost Whoosh"
    " little; at p95 the ratio is far below the goal",
    "bm25s": "bm25s sums scores that it worked out at indexing, in memory, for one field without"
    " positions; the archive scores live rows by the lengths that they have now",
    "tantivy": "tantivy skips what cannot reach the first ten",
}


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Times over each size; the goals speak of USUAL passages, or of the largest size here."""
    findings: list[Finding] = []
    lines: list[str] = []
    for size in work.sizes:
        subject = work.subject(size)
        agreed = words.agreement(subject)
        timings = words.word_timings(subject, work.folder / f"words-{size}")
        lines += [f"### {subject.name}, the best {words.LIMIT}", ""]
        rows = [(name, one.row()) for name, one in timings.items()]
        lines += [*tables.timing_table(rows, "engine"), ""]
        lines += [*tables.ratio_table(timings, words.ARCHIVE), ""]
        lines += [
            f"The archive and Whoosh's own scorer give the same passages for {agreed.same_rows:.1%}"
            f" of the questions; scores differ by at most {agreed.score_error:.2%}, since Whoosh"
            " rounds the lengths of passages.",
            "",
        ]
        if size == USUAL or size == max(work.sizes) < USUAL:
            findings = _findings(timings, size)
    return findings, lines


def _findings(timings: dict[str, Timing], size: int) -> list[Finding]:
    own = timings[words.ARCHIVE].row()
    found = []
    for rival, what, goal in _GOALS:
        name = f"{what}, {size:,} passages, against {rival}"
        if rival not in timings:
            absent = f"pip install {rival}"
            found.append(
                Finding(what=name, goal=f"≤ {goal:g}", figure="", is_met=None, limit=absent)
            )
            continue
        theirs = timings[rival].row()
        for place, share in ((2, "p50"), (3, "p95")):
            ratio = own[place] / theirs[place]
            found.append(at_most(f"{name}, {share}", ratio, goal, _LIMITS[rival]))
    whole = timings[words.ARCHIVE_WHOLE].row()
    if "tantivy" in timings:
        ratio = whole[2] / timings["tantivy"].row()[2]
        name = f"whole keyword search with a filter, facets and snippets, {size:,} passages,"
        limit = "rows, snippets and facets are made in Python, once for each of ten documents"
        found.append(at_most(f"{name} against tantivy's bare list, p50", ratio, 4.0, limit))
    return found
