"""The web server under load: searches a second, their times when they come by the clock, memory."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from archive import settings
from benchmarks import generate, tables
from benchmarks.report import Finding, at_least, at_most
from benchmarks.work import USUAL, Work

ROOT = Path(__file__).parents[2]
CLIENTS = 16
# Of what clients that wait for each answer get, the share that then comes by the clock.
OPEN_SHARE = 0.6
ANSWERED = 200
# Memory counts as flat up to this share of what it was: pages of the index that were not read
# before come in with the searches, and are the system's to take back.
FLAT = 1.05
MIB = 1024
_FILLED = "lists of words' forms fill up until they are full"
_PSS = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


@dataclass(slots=True)
class Load:
    """What clients saw: milliseconds of each answer, and how many were no page."""

    took_ms: list[float] = field(default_factory=list)
    errors: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, took_ms: float, *, is_page: bool) -> None:
        """Count one answer."""
        with self._lock:
            self.took_ms.append(took_ms)
            self.errors += not is_page


def measure(work: Work) -> tuple[list[Finding], list[str]]:
    """Distinct hybrid searches as HTML pages, on 127.0.0.1; clients share the two cores."""
    size = USUAL if USUAL in work.sizes else max(work.sizes)
    subject = work.subject(size)
    texts = [row.passage.text for row in subject.rows]
    asked = generate.questions(texts, int(200 * work.serving_s) + 1_000)
    chosen = settings.load()
    var = work.folder / str(size)
    (var / "models").symlink_to((chosen.var / "models").resolve())
    with serving(var, workers=2) as (address, pids):
        # A tenth of the time warms both workers; memory is compared from there on.
        _closed(address, asked[::-1], seconds=work.serving_s / 10)
        before = [_pss_mib(pid) for pid in pids()]
        closed = _closed(address, asked, seconds=work.serving_s)
        after = [_pss_mib(pid) for pid in pids()]
        rate = len(closed.took_ms) / work.serving_s
        opened = _open(address, asked[::-1], rate=rate * OPEN_SHARE, seconds=work.serving_s)
        two = [_pss_mib(pid) for pid in pids()]
    with serving(var, workers=1) as (address, pids):
        # As long as two workers were asked: lists of words' forms fill up with the searches.
        _closed(address, asked, seconds=work.serving_s)
        one = [_pss_mib(pid) for pid in pids()]
    grown = sum(after) / sum(before)
    found = [
        *_findings(size, closed, opened, rate, (sum(one), sum(two) - sum(one))),
        at_most(
            f"memory after {work.serving_s:.0f} s of searches, against before", grown, FLAT, _FILLED
        ),
    ]
    return found, [
        *_lines(closed, opened, rate, (one, two)),
        f"Memory (PSS, MiB) of all processes before {len(closed.took_ms):,} distinct searches:"
        f" {sum(before):.0f}; after them: {sum(after):.0f}.",
        "",
    ]


@contextmanager
def serving(var: Path, *, workers: int) -> Iterator[tuple[tuple[str, int], "_Pids"]]:
    """Start `python -m web` over the index in `var`; its address, and its processes."""
    environment = {
        **os.environ,
        "ARCHIVE_VAR": str(var),
        "PORT": "0",
        "WEB_WORKERS": str(workers),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "web"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.rsplit(":", 1)[1])
        yield ("127.0.0.1", port), _Pids(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@dataclass(frozen=True, slots=True)
class _Pids:
    """A server's processes: the one that starts the workers, then the workers."""

    parent: int

    def __call__(self) -> list[int]:
        path = Path(f"/proc/{self.parent}/task/{self.parent}/children")
        return [self.parent, *(int(pid) for pid in path.read_text(encoding="ascii").split())]


def _pss_mib(pid: int) -> float:
    """A process's memory, with its share of what it shares, in MiB."""
    found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    return int(found[1]) / MIB if found else 0.0


def _ask(address: tuple[str, int], question: str, load: Load, *, since: float) -> None:
    """Ask for the page of one search; its time counts from `since`."""
    try:
        connection = HTTPConnection(*address, timeout=60)
        connection.request("GET", "/search?" + urlencode({"q": question}))
        answer = connection.getresponse()
        answer.read()
        is_page = answer.status == ANSWERED
        connection.close()
    except OSError:
        is_page = False
    load.add((time.perf_counter() - since) * 1_000, is_page=is_page)


def _closed(address: tuple[str, int], asked: Sequence[str], *, seconds: float) -> Load:
    """CLIENTS clients, each of which asks again when it has its answer."""
    load, numbers, until = Load(), count(), time.perf_counter() + seconds

    def client() -> None:
        while (now := time.perf_counter()) < until:
            _ask(address, asked[next(numbers) % len(asked)], load, since=now)

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(CLIENTS):
            pool.submit(client)
    return load


def _open(address: tuple[str, int], asked: Sequence[str], *, rate: float, seconds: float) -> Load:
    """`rate` searches a second, each at its instant, whether or not others are answered yet."""
    load, begin = Load(), time.perf_counter()
    with ThreadPoolExecutor(4 * CLIENTS) as pool:
        for number in range(int(rate * seconds)):
            due = begin + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(_ask, address, asked[number % len(asked)], load, since=due)
    return load


def _findings(
    size: int, closed: Load, opened: Load, rate: float, memory: tuple[float, float]
) -> list[Finding]:
    shared = "the clients, and whatever else ran, took their share of the two cores"
    held = (
        "the vectors and their signs need 82 MiB, the model's graph and tokenizer 70, Python with"
        " the index's lists 50, of which 20 twice where a worker changed them; the rest is what"
        " searches at work need"
    )
    own = "objects that a worker touches are copied, and its threads need room for a search each"
    where = f"at {size:,} passages"
    return [
        at_most(
            f"memory of the web server with one worker {where}, MiB (PSS)", memory[0], 350, held
        ),
        at_most(f"what a second worker adds {where}, MiB (PSS)", memory[1], 80, own),
        at_least(f"hybrid searches a second, {CLIENTS} clients, {where}", rate, 50, shared),
        at_most("errors among them", closed.errors + opened.errors, 0),
    ]


def _lines(
    closed: Load, opened: Load, rate: float, memory: tuple[Sequence[float], Sequence[float]]
) -> list[str]:
    rows = [
        (name, *(f"{np.percentile(one.took_ms, share):.0f}" for share in (50, 95)), str(one.errors))
        for name, one in (
            (f"{CLIENTS} clients that wait, {rate:.1f} a second", closed),
            (f"by the clock, {rate * OPEN_SHARE:.1f} a second", opened),
        )
    ]
    sizes = (", ".join(f"{mib:.0f}" for mib in one) for one in memory)
    return [
        *tables.table(("distinct hybrid searches", "p50 (ms)", "p95 (ms)", "errors"), rows),
        "",
        "Memory (PSS, MiB) of the first process and one worker: {}; and two: {}.".format(*sizes),
        "",
    ]
