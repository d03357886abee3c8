"""Measures what capture and citations withstand, with the tests' servers and edits: CAPTURE.md."""

import importlib
import random
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import click

from archive import durable, soundness
from archive.lineage import Verdict
from benchmarks import machine
from benchmarks.tables import table
from indexer import filing
from indexer.capture.exchange import Limits

ROOT = Path(__file__).parents[1]
# Random edits are made of so many documents; so many random bits are turned in a corpus.
DOCUMENTS, FLIPS = 320, 200
# Of an answer: seconds in all (little for what drips without an end), and bytes.
SECONDS, SLOW_SECONDS, BODY_BYTES = 20, 0.3, 1_000_000

_PREAMBLE = (
    "What capture and citations withstand. Written by `python -m benchmarks.capturing`, which",
    "needs the real documents that the tests use beside the checkout; the servers and the edits",
    "are those of the tests, and no packet leaves the machine.",
)
_RUN = (
    "A press statement as a page that links to a resolution and a report (PDF), a declaration",
    "(HTML) and an address that is gone: real documents, fetched with what the statement links",
    "to, and filed.",
)
_FLIPS = (
    "In the corpus that the run above made, single bits turned at random, one at a time. A flip",
    "is noticed if `archive check` names its file.",
)
_EDITS = (
    "Random edits of {documents} generated documents, {edits} in all; of the old passages each is",
    "asked what became of it. *right*: it is what was done. *wrong*: it is not. Silently wrong,",
    "that is wrong and given as certain: **{wrong}** of {answers}; given as unsure: {unsure}. Not",
    "counted are {copies} of equal copies that are as many as before, where no one can tell which",
    "is which.",
)
_FETCHES = (
    "What a server on loopback does, and what becomes of it within {seconds} s and {limit} bytes.",
    "Every one ends with one message.",
)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=ROOT / "CAPTURE.md")
def run(out: Path) -> None:
    """Measure, and write the figures."""
    lines = ["# Capture", "", *_PREAMBLE, "", *(f"- {fact}" for fact in machine.description())]
    with tempfile.TemporaryDirectory() as folder:
        lines += ["", "## A statement and its reports", "", *_RUN, "", *_captured(Path(folder))]
        lines += ["", "## Damage", "", *_FLIPS, "", *_flipped(Path(folder))]
    lines += ["", "## What becomes of citations", "", *_edited()]
    with tempfile.TemporaryDirectory() as folder:
        lines += ["", "## Servers that misbehave", "", *_fetched(Path(folder)), ""]
    durable.write(out, "\n".join(lines).encode())
    click.echo(f"{out} is written.")


def _of_tests(name: str) -> ModuleType:
    """A module beside the tests."""
    if str(ROOT / "tests") not in sys.path:
        sys.path.insert(0, str(ROOT / "tests"))
    return importlib.import_module(name)


def _captured(corpus: Path) -> list[str]:
    captured = _of_tests("reports").capture(corpus)
    filed = {record.document.doc_id: record for record in captured.filed}
    rows = []
    for one in (captured.statement, *captured.followed):
        pages = ""
        if one.doc_id in filed:
            pages = str(max(passage.page or 0 for passage in filed[one.doc_id].current.passages))
        rows.append((one.address, one.state.value, one.note, pages if pages != "0" else ""))
    return table(("address", "state", "outcome", "last page with a passage"), rows)


def _flipped(corpus: Path) -> list[str]:
    rng = random.Random(1)  # noqa: S311 - the same flips in every run
    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    noticed = 0
    for _ in range(FLIPS):
        path = rng.choice(paths)
        content = path.read_bytes()
        at = rng.randrange(len(content))
        turned = bytes([content[at] ^ 1 << rng.randrange(8)])
        path.write_bytes(content[:at] + turned + content[at + 1 :])
        damage = list(soundness.damage(corpus))
        noticed += any(str(path) in line or str(path.parent) in line for line in damage)
        path.write_bytes(content)
    after = len(list(soundness.damage(corpus)))
    row = (str(len(paths)), str(FLIPS), str(noticed), str(after))
    return table(("files", "flips", "noticed", "damage when all are turned back"), [row])


def _edited() -> list[str]:
    found = _of_tests("edits").answered(DOCUMENTS)
    facts = {
        "documents": DOCUMENTS,
        "edits": found.edits.total(),
        "wrong": len(found.wrong),
        "unsure": found.unsure,
        "copies": found.copies,
        "answers": found.answers.total(),
    }
    kinds = [(name.replace("_", " "), str(count)) for name, count in sorted(found.edits.items())]
    rows = [
        (verdict.value, str(found.answers[verdict, True]), str(found.answers[verdict, False]))
        for verdict in Verdict
    ]
    told = [line.format(**facts) for line in _EDITS]
    return [
        *told,
        "",
        *table(("answered", "right", "wrong"), rows),
        "",
        *table(("edit", "made"), kinds),
    ]


def _fetched(corpus: Path) -> list[str]:
    sources = _of_tests("sources")
    rows = []
    with sources.serving() as site:
        for path in [*site.answers, "/nowhere"]:
            slow = path.startswith("/slow")
            limits = Limits(seconds=SLOW_SECONDS if slow else SECONDS, body_bytes=BODY_BYTES)
            fetcher = sources.fetcher_of(site, sources.QuickClock(), limits)
            found = filing.opened(corpus, fetcher).file(f"http://site.example{path}")
            note = found.note.removeprefix(f"{found.address}: ").replace("|", "\\|")
            rows.append((path.removeprefix("/"), found.state.value, note))
    told = [line.format(seconds=SECONDS, limit=f"{BODY_BYTES:,}") for line in _FETCHES]
    return [*told, "", *table(("what it does", "state", "outcome"), rows)]


if __name__ == "__main__":
    run()
