"""Fetch a source politely: robots.txt, one request at a time per host, redirects, retries."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego

from archive.errors import CaptureError, DeadError, RefusedError
from indexer.capture.addresses import PublicBackend
from indexer.capture.clock import Clock, SystemClock
from indexer.capture.exchange import USER_AGENT, Exchange, Limits, exchange, plain_url

REDIRECTS = 5
TRIES = 3
# Seconds between two requests to a host, at least and, whatever its robots.txt asks, at most.
LEAST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# Seconds before the second try; each later one waits twice as long. Retry-After is kept to a limit.
BACK_OFF, LONGEST_WAIT = 2.0, 120.0
# What of robots.txt is read, in bytes (RFC 9309, 2.5).
ROBOTS_BYTES = 500 * 1024

_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
# How servers call what has a text.
SOURCE_TYPES = (
    *("text/", "application/xhtml", "application/pdf", "application/octet-stream"),
    *("application/vnd.openxmlformats", "application/x-pdf", "binary/octet-stream"),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """All exchanges of one fetch, in order: redirects, and the answer as the last one."""

    exchanges: tuple[Exchange, ...]

    @property
    def answer(self) -> Exchange:
        """The exchange that brought the source."""
        return self.exchanges[-1]


class Fetcher:
    """Fetches one source after the other; remembers when each host was asked, and its rules."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        backend: Callable[[Clock], PublicBackend] = PublicBackend,
        limits: Limits | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._backend = backend(self._clock)
        self._limits = limits or Limits()
        self._asked: dict[str, float] = {}
        self._rules: dict[str, Protego] = {}

    def fetch(self, address: str, *, types: tuple[str, ...] = SOURCE_TYPES) -> Fetched:
        """The source at an address, of one of `types` as its server calls it.

        Raises RefusedError where our rules or the site's forbid it, DeadError where it is not
        there, CaptureError where it could not be had after TRIES tries.
        """
        exchanges: list[Exchange] = []
        url = plain_url(address)
        while len(exchanges) <= REDIRECTS:
            self._obey(url)
            answer = self._tried(url)
            exchanges.append(answer)
            target = answer.header("location")
            if answer.status not in _MOVED or not target:
                check(answer, types=types)
                return Fetched(tuple(exchanges))
            url = plain_url(urljoin(url, target))
        raise RefusedError(f"{address}: more than {REDIRECTS} redirects; give the last address.")

    def _obey(self, url: str) -> None:
        """Raise RefusedError if the site's robots.txt forbids the address."""
        if not self._rules_of(url).can_fetch(url, USER_AGENT):
            raise RefusedError(f"{url}: the site's robots.txt forbids it; ask its owners.")

    def _rules_of(self, url: str) -> Protego:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read_rules(f"{origin}/robots.txt")
        return self._rules[origin]

    def _read_rules(self, url: str) -> Protego:
        """As RFC 9309 has it: none there allows all, one that cannot be had forbids all."""
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._tried(url)
                target = answer.header("location")
                if answer.status not in _MOVED or not target:
                    break
                url = plain_url(urljoin(url, target))
        except DeadError:
            return Protego.parse("")
        except CaptureError as error:
            raise type(error)(f"robots.txt cannot be read: {error}") from error
        if not 200 <= answer.status < 300:
            return Protego.parse("")
        return Protego.parse(answer.content[:ROBOTS_BYTES].decode("utf-8", "replace"))

    def _tried(self, url: str) -> Exchange:
        """The answer, asked for again where the site is busy or the line broke."""
        wait = BACK_OFF
        for left in reversed(range(TRIES)):
            try:
                answer = self._ask(url)
            except (RefusedError, DeadError):
                raise
            except CaptureError:
                if not left:
                    raise
                self._clock.sleep(wait)
            else:
                if answer.status not in _BUSY:
                    return answer
                if not left:
                    break
                self._clock.sleep(max(wait, _retry_after(answer)))
            wait *= 2
        raise CaptureError(f"{url}: the site answers {answer.status}; try again later.")

    def _ask(self, url: str) -> Exchange:
        """One request, not before the host had its pause."""
        host = urlsplit(url).hostname or ""
        if host in self._asked:
            self._clock.sleep(self._asked[host] + self._pause(url) - self._clock.now())
        try:
            return exchange(url, self._backend, clock=self._clock, limits=self._limits)
        finally:
            self._asked[host] = self._clock.now()

    def _pause(self, url: str) -> float:
        parts = urlsplit(url)
        rules = self._rules.get(f"{parts.scheme}://{parts.netloc}")
        asked = (rules.crawl_delay(USER_AGENT) if rules else None) or LEAST_PAUSE
        return min(max(asked, LEAST_PAUSE), LONGEST_PAUSE)


def _retry_after(answer: Exchange) -> float:
    """The seconds that a busy site asks for, up to LONGEST_WAIT; a date is not read."""
    value = answer.header("retry-after").strip()
    return min(float(value), LONGEST_WAIT) if value.isascii() and value.isdecimal() else 0.0


def check(answer: Exchange, *, types: tuple[str, ...] = SOURCE_TYPES) -> None:
    """Raise the error that an answer is, if it brings no source."""
    if answer.status in (404, 410):
        raise DeadError(f"{answer.url}: the site answers {answer.status}, it is not there.")
    if answer.status in (401, 402, 403, 451):
        raise RefusedError(f"{answer.url}: the site answers {answer.status}, it does not give it.")
    if answer.status != 200:
        raise CaptureError(f"{answer.url}: the site answers {answer.status}; open it by hand.")
    kind = answer.header("content-type").strip().lower()
    if kind and not kind.startswith(types):
        raise RefusedError(f"{answer.url}: it is {kind:.60}, no text; only texts are kept.")
    if not answer.content.strip():
        raise CaptureError(f"{answer.url}: the answer is empty; open it by hand.")
