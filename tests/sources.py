"""A web server on loopback that misbehaves on request, and a fetcher that reaches only it."""

import gzip
import itertools
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import httpcore2
from httpcore2 import NetworkStream

from indexer.capture.addresses import PublicBackend, is_public
from indexer.capture.clock import Clock
from indexer.capture.exchange import Limits
from indexer.capture.fetch import Fetcher

PAGE = """<!doctype html><html lang="en"><head><title>On the road</title></head><body><article>
<h1>On the road</h1>
<p>The commission heard forty families of the disappeared in the old court house of the town, and
it wrote down what each of them had to say about that night.</p>
<p>It found that the army had closed the road before the night of the killings, as the
<a href="http://other.example/report">report of the monitors</a> says at length.</p>
</article></body></html>"""
REPORT = """<!doctype html><html lang="en"><head><title>Report of the monitors</title></head><body>
<article><h1>Report of the monitors</h1>
<p>We watched the road for three weeks, and no car passed the barrier after the evening prayer
without the consent of the officers, whose names stand in the annex.</p></article></body></html>"""

Answer = Callable[[], Iterable[bytes]]


def answer(
    body: bytes | str = PAGE,
    *,
    status: str = "200 OK",
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
) -> Answer:
    """A plain answer with its true length."""
    content = body.encode() if isinstance(body, str) else body
    return lambda: [head(status, [*headers, ("Content-Length", str(len(content)))]), content]


def head(status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The first lines of an answer."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def to(target: str, status: str = "302 Found") -> Answer:
    """A redirect."""
    return answer(b"", status=status, headers=[("Location", target)])


def _drip(begin: bytes) -> Answer:
    """Some bytes, then a byte at a time without an end."""

    def chunks() -> Iterator[bytes]:
        yield begin
        for _ in itertools.count():
            time.sleep(0.02)
            yield b"x"

    return chunks


def _endless() -> Iterable[bytes]:
    return itertools.chain(
        [head("200 OK", [("Content-Type", "text/html")])], itertools.repeat(b"x" * 65536)
    )


def _gzip(content: bytes) -> Answer:
    return answer(content, headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")])


def misbehaviours() -> dict[str, Answer]:
    """What the server does, by path."""
    html = [("Content-Type", "text/html")]
    chunked = [*html, ("Transfer-Encoding", "chunked")]
    return {
        "/page": answer(),
        "/slow-body": _drip(head("200 OK", html)),
        "/slow-head": _drip(b"HTTP/1.1 200 OK\r\nX-A: "),
        "/silent": lambda: [],
        "/endless": _endless,
        "/loop": to("/loop"),
        "/ping": to("/pong"),
        "/pong": to("/ping"),
        "/to-private": to("http://internal.example/secret"),
        "/to-literal": to("http://127.0.0.1/secret"),
        "/to-port": to("http://site.example:22/"),
        "/to-file": to("file:///etc/passwd"),
        "/to-user": to("http://a:b@site.example/page"),
        "/to-page": to("/page", "301 Moved Permanently"),
        "/too-long-length": lambda: [head("200 OK", [*html, ("Content-Length", "99")]), b"short"],
        "/bad-length": lambda: [head("200 OK", [*html, ("Content-Length", "-5")]), b"short"],
        "/two-lengths": lambda: [
            head("200 OK", [*html, ("Content-Length", "5"), ("Content-Length", "7")]),
            b"shortly",
        ],
        "/bomb": _gzip(gzip.compress(b"\0" * 5_000_000)),
        "/bad-gzip": _gzip(b"\x1f\x8b no gzip"),
        "/cut-gzip": _gzip(gzip.compress(PAGE.encode())[:-20]),
        "/brotli": answer(b"x", headers=[*html, ("Content-Encoding", "br")]),
        "/good-gzip": _gzip(gzip.compress(PAGE.encode())),
        "/bad-chunks": lambda: [head("200 OK", chunked), b"zz\r\nno chunk\r\n"],
        "/cut-chunks": lambda: [head("200 OK", chunked), b"ff\r\nshort"],
        "/good-chunks": lambda: [
            head("200 OK", chunked),
            *(b"%x\r\n%s\r\n" % (len(p), p) for p in (PAGE[:50].encode(), PAGE[50:].encode())),
            b"0\r\n\r\n",
        ],
        "/no-http": lambda: [b"SSH-2.0-OpenSSH_9.2\r\n"],
        "/picture": answer(b"\x89PNG", headers=[("Content-Type", "image/png")]),
        "/lying-pdf": answer(b"MZ\x90\0", headers=[("Content-Type", "application/pdf")]),
        "/empty": answer(b""),
        "/spaces": answer(b" \n \n"),
        "/little": answer("<html><body><p>Loading</p></body></html>"),
        "/flood": lambda: [
            b"HTTP/1.1 200 OK\r\n",
            *(b"X-%d: %s\r\n" % (n, b"y" * 900) for n in range(2_000)),
        ],
        "/gone": answer(b"", status="410 Gone"),
        "/forbidden": answer(b"", status="403 Forbidden"),
        "/teapot": answer(b"", status="418 I am a teapot"),
        "/private/page": answer(),
        "/robots.txt": answer("User-agent: *\nDisallow: /private\n", headers=()),
        "/report": answer(REPORT),
    }


class Site:
    """A server on loopback: what it answers by path, and what it was asked, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers = misbehaviours()
        self.asked: list[str] = []

    def next(self, path: str) -> Iterable[bytes]:
        """The answer to a request."""
        self.asked.append(path)
        return self.answers.get(path, answer(b"", status="404 Not Found"))()


@contextmanager
def serving() -> Iterator[Site]:
    """A site that answers while the block runs."""

    class Handler(socketserver.StreamRequestHandler):
        timeout = 10

        def handle(self) -> None:
            line = self.rfile.readline()
            if not line:
                return  # It was connected to, checked and left.
            path = line.split(b" ")[1].decode()
            while self.rfile.readline().strip():
                pass
            with suppress(OSError):
                for chunk in site.next(path):
                    self.wfile.write(chunk)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class QuickClock:
    """Time in which waiting takes none: `waited` holds how long each wait would have been."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def now(self) -> float:
        """The time of the machine and all that was waited."""
        return time.monotonic() + sum(self.waited)

    def sleep(self, seconds: float) -> None:
        """Count the wait."""
        self.waited.append(max(0.0, seconds))


NAMES = {
    "site.example": ["93.184.216.34"],
    "other.example": ["93.184.216.35"],
    "internal.example": ["10.0.0.7"],
    "mixed.example": ["93.184.216.34", "192.168.1.1"],
}


def fetcher_of(
    site: Site, clock: Clock, limits: Limits | None = None, names: dict[str, list[str]] = NAMES
) -> Fetcher:
    """A fetcher for which public addresses are the site's port on loopback, and nothing else is.

    No packet leaves loopback, and no name is looked up.
    """

    def resolver(host: str, port: int) -> Sequence[str]:
        return names.get(host, [host])

    def connector(address: str, port: int, timeout: float) -> NetworkStream:
        assert is_public(address)
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", site.port, timeout=timeout)

    checked: list[str] = []

    def is_allowed(address: str) -> bool:
        # The peer of a connection is asked about after it was made; it is always the site.
        checked.append(address)
        is_peer = len(checked) > 1 and is_public(checked[-2]) and address == "127.0.0.1"
        return is_public(address) or is_peer

    def backend(clock: Clock) -> PublicBackend:
        return PublicBackend(clock, resolver=resolver, connector=connector, is_allowed=is_allowed)

    return Fetcher(clock=clock, backend=backend, limits=limits or Limits(seconds=20))
