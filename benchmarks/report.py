"""What each section of the benchmark found, kept between runs and put together as one report."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from archive import durable
from benchmarks import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One goal and what was measured.

    `is_met` is None where it could not be measured here; `limit` says why it is not met.
    """

    what: str
    goal: str
    figure: str
    is_met: bool | None
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One run of one section: `facts` on the machine, findings, and its tables as Markdown."""

    name: str
    facts: tuple[str, ...]
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]


def at_most(what: str, ratio: float, goal: float, limit: str = "") -> Finding:
    """A finding that is met where `ratio` is no larger than `goal`."""
    is_met = ratio <= goal
    return Finding(
        what=what,
        goal=f"≤ {goal:g}",
        figure=f"{ratio:.3g}",
        is_met=is_met,
        limit="" if is_met else limit,
    )


def at_least(what: str, ratio: float, goal: float, limit: str = "") -> Finding:
    """A finding that is met where `ratio` is no smaller than `goal`."""
    is_met = ratio >= goal
    return Finding(
        what=what,
        goal=f"≥ {goal:g}",
        figure=f"{ratio:.3g}",
        is_met=is_met,
        limit="" if is_met else limit,
    )


def save(folder: Path, section: Section) -> None:
    """Keep `section` in `folder` instead of what it found before."""
    durable.make_folder(folder)
    content = json.dumps(asdict(section), ensure_ascii=False, indent=1)
    durable.write(folder / f"{section.name}.json", content.encode())


def load(folder: Path, names: Iterable[str]) -> list[Section]:
    """The last run of each of `names` that was ever run, in their order."""
    found = []
    for name in names:
        path = folder / f"{name}.json"
        if path.exists():
            values = json.loads(path.read_bytes())
            findings = tuple(Finding(**one) for one in values["findings"])
            facts, lines = tuple(values["facts"]), tuple(values["lines"])
            found.append(Section(name=name, facts=facts, findings=findings, lines=lines))
    return found


def assembled(sections: Sequence[Section]) -> str:
    """The report as Markdown: all goals, then each section with the machine that it ran on."""
    met = {True: "yes", False: "no", None: "not measured"}
    goals = [
        (one.what, one.goal, one.figure, met[one.is_met], one.limit or " ")
        for section in sections
        for one in section.findings
    ]
    lines = [
        *("# Benchmarks", ""),
        "Written by `make bench`; do not edit. Each section is of one run in one process, warm,"
        " and rivals take turns; it says when and where it ran. Figures are ratios in that run, of"
        " CPU time where nothing else is said, since machines are noisy.",
        *("", "## Goals", ""),
        *tables.table(("what", "goal", "figure", "met", "what limits it"), goals),
        "",
    ]
    for section in sections:
        lines += [f"## {section.name.capitalize()}", "", *section.lines, ""]
        lines += [*(f"- {fact}" for fact in section.facts), ""]
    return "\n".join(lines)
