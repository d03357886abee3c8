"""`python -m web`: it says where it serves, serves from several processes, and keeps quiet."""

import gc
import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from builds import settings_in
from sites import fill_site
from started import ROOT, serving

from archive import encoder
from archive.settings import Settings
from indexer.build import build
from web import settings as web_settings
from web.oversized import MOST_FORGOTTEN_BYTES, MOST_KEPT_BYTES
from web.server import Server

CANARY = "canaryquery"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Of MiniLM without the table of its tokens' vectors: what a process that loads it itself holds.
WEIGHTS_MIB = 41


def refused(more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A server that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "web"],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def words_only(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus built without a model, so that no worker has to load one."""
    settings = settings_in(tmp_path_factory.mktemp("served"))
    fill_site(settings.corpus)
    build(settings, encoder=None)
    return settings


def test_it_serves_and_logs_nothing_that_was_asked(words_only: Settings) -> None:
    """Answers and refusals at every level leave no word of a query in the output."""
    with serving(words_only) as server:
        assert server.get(f"/search?q={CANARY}&mode=keyword")[0] == 200
        assert server.get(f"/d/{CANARY}")[0] == 404
        assert server.get(f"/search?page=x&q={CANARY}")[0] == 400
        assert server.get("/search?q=" + CANARY * 25_000)[0] == 431
        with socket.create_connection((server.host, server.port), timeout=30) as raw:
            raw.sendall(f"GET /search?q={CANARY} more words HTTP/1.1\r\n\r\n".encode())
            assert b" 400 " in raw.recv(200)
    assert CANARY not in server.output
    assert server.process.returncode == 0


def test_a_model_that_was_loaded_before_the_fork_answers_after_it(
    minilm_cache: Path, tmp_path: Path
) -> None:
    """Every process finds by meaning, and the second has less than a model's memory of its own."""
    settings = settings_in(tmp_path)
    fill_site(settings.corpus)
    shutil.copytree(minilm_cache / "models", settings.var / "models")
    build(settings, encoder=encoder.load("minilm", cache=settings.var))
    with serving(settings, ARCHIVE_ENCODER="minilm") as server:
        asked = [server.get("/api/search?mode=semantic&q=suffering") for _ in range(20)]
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        own = [_own_mib(int(pid)) for pid in children.read_text(encoding="ascii").split()]
    assert {status for status, _ in asked} == {200}
    assert len({json.loads(body)["hits"][0]["passages"][0]["passage_id"] for _, body in asked}) == 1
    assert len(own) == 2
    assert max(own) < WEIGHTS_MIB
    assert "terminate" not in server.output
    assert server.process.returncode == 0


def test_what_was_opened_before_the_fork_is_not_searched_for_garbage(
    words_only: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index's objects are out of the collector's reach, which would write into each of them."""
    monkeypatch.setenv("ARCHIVE_VAR", str(words_only.var))
    app = Server(web_settings.load({"PORT": "0"})).load()
    try:
        assert gc.get_freeze_count() > 0
        columns = app.extensions["searchers"].current().opened.columns
        assert not any(one is columns.codes for one in gc.get_objects())
    finally:
        gc.unfreeze()
    assert any(one is columns.codes for one in gc.get_objects())


def _own_mib(pid: int) -> float:
    """What no other process shares of a process's memory that it wrote to, in MiB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kib) for kib in re.findall(r"^Private_Dirty: +(\d+) kB", rollup, re.M)) / 1024


def test_the_longest_text_that_may_be_searched_fits_into_an_address(words_only: Settings) -> None:
    """A page pasted into the box gets an answer, in Arabic too, not a bare refusal."""
    text = quote("العدالة للضحايا " * 2_500)
    with serving(words_only, WEB_WORKERS="1") as server:
        status, page = server.get(f"/search?q={text}")
        assert status == 200
        assert "Search results" in page
        assert server.get(f"/search?q={text}{quote('ضحايا')}")[0] == 400


def test_a_body_that_is_too_long_is_answered_on_a_page(words_only: Settings) -> None:
    """In the reader's language, once all was sent; the connection goes on being understood."""
    with serving(words_only, WEB_WORKERS="1") as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        try:
            for size in (MOST_KEPT_BYTES, MOST_KEPT_BYTES + 1):
                connection.request("POST", "/fr/draft", b"x" * size, FORM)
                answer = connection.getresponse()
                assert answer.status == 400
                assert "Le projet dépasse 20 Mo" in answer.read().decode()
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
        finally:
            connection.close()


def test_a_body_that_is_far_too_long_is_not_read(words_only: Settings) -> None:
    """The server refuses it by the length that it states."""
    head = f"POST /draft HTTP/1.1\r\nHost: a\r\nContent-Length: {MOST_FORGOTTEN_BYTES + 1}\r\n\r\n"
    with (
        serving(words_only, WEB_WORKERS="1") as server,
        socket.create_connection((server.host, server.port), timeout=60) as one,
    ):
        one.sendall(head.encode())
        assert one.recv(100).startswith(b"HTTP/1.1 413 ")


def test_texts_are_sent_compressed_to_whoever_accepts_it(words_only: Settings) -> None:
    """Through every layer: pages with their length, exports as they are written, HEAD alone."""
    with serving(words_only, WEB_WORKERS="1") as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        try:
            for address in ("/search?q=torture&mode=keyword", "/calls.csv", "/static/style.css"):
                plain = server.get(address)[1]
                for method in ("HEAD", "GET"):
                    connection.request(method, address, headers={"Accept-Encoding": "gzip"})
                    answer = connection.getresponse()
                    assert answer.getheader("Content-Encoding") == "gzip"
                    body = answer.read()
                    assert method == "HEAD" or gzip.decompress(body).decode() == plain
        finally:
            connection.close()


def test_slow_clients_do_not_hold_others_up(words_only: Settings) -> None:
    """Forty half-sent headers and forty half-sent bodies, and a whole request is answered."""
    halves = (
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /search HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nq=",
    )
    with serving(words_only, WEB_WORKERS="1") as server:
        slow = [socket.create_connection((server.host, server.port)) for _ in range(80)]
        try:
            for place, one in enumerate(slow):
                one.sendall(halves[place % 2])
            assert server.get("/healthz")[0] == 200
        finally:
            for one in slow:
                one.close()


def test_a_stopping_server_answers_what_it_has_begun(words_only: Settings) -> None:
    """A restart costs no reader an answer."""
    with serving(words_only, WEB_WORKERS="1") as server:
        assert server.get("/healthz")[0] == 200
        with socket.create_connection((server.host, server.port), timeout=30) as raw:
            raw.sendall(b"GET /search?q=torture HTTP/1.0\r\n\r\n")
            raw.recv(1)
            server.process.send_signal(signal.SIGTERM)
            rest = b""
            while more := raw.recv(65536):
                rest += more
            assert rest.rstrip().endswith(b"</html>")


def test_a_taken_port_is_one_line(words_only: Settings) -> None:
    """Starting twice says what to set, at once."""
    with serving(words_only, WEB_WORKERS="1") as server:
        ended = refused({"PORT": str(server.port)})
    assert re.fullmatch(rf"web: PORT {server.port} on 127.0.0.1 [^\n]*\n", ended.stderr)
    assert ended.returncode == 1


def test_without_an_index_it_serves_the_next_step(tmp_path: Path) -> None:
    """A server may be started before the first build."""
    empty = Settings(corpus=tmp_path, var=tmp_path / "var", encoder="minilm", keep_generations=3)
    with serving(empty, WEB_WORKERS="1") as server:
        status, body = server.get("/")
        assert status == 503
        assert "archive build" in body


@pytest.mark.parametrize("name", ["PORT", "WEB_WORKERS", "ARCHIVE_KEEP_GENERATIONS"])
def test_a_setting_that_cannot_be_used_is_one_line(name: str) -> None:
    """No traceback: the name, the value, what is allowed, and an exit status."""
    ended = refused({name: "many"})
    assert ended.returncode == 1
    assert re.fullmatch(rf"web: {name} is 'many'; give [^\n]*\n", ended.stderr)
