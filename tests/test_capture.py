"""The fetcher: it survives what servers do, reaches public addresses only, and is polite."""

import socket
from collections.abc import Iterator

import httpcore2
import pytest
from httpcore2 import NetworkStream
from sources import NAMES, PAGE, QuickClock, Site, answer, fetcher_of, head, serving, to

from archive.errors import CaptureError, DeadError, RefusedError
from indexer.capture.addresses import PublicBackend, is_public
from indexer.capture.exchange import Limits, plain_url
from indexer.capture.fetch import TRIES


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """One server for all tests."""
    with serving() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """The server, with nothing asked yet."""
    server.asked.clear()
    return server


@pytest.fixture
def clock() -> QuickClock:
    """A clock for which nobody waits."""
    return QuickClock()


# What servers do


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/slow-body", CaptureError, "try again later"),
        ("/slow-head", CaptureError, "try again later"),
        ("/silent", CaptureError, "try again later"),
        ("/endless", RefusedError, "above 1000000 bytes"),
        ("/loop", RefusedError, "more than 5 redirects"),
        ("/ping", RefusedError, "more than 5 redirects"),
        ("/to-private", RefusedError, "10.0.0.7, which is no public address"),
        ("/to-literal", RefusedError, "127.0.0.1, which is no public address"),
        ("/to-port", RefusedError, "port 22"),
        ("/to-file", RefusedError, "no plain http"),
        ("/to-user", RefusedError, "no plain http"),
        ("/too-long-length", CaptureError, "try again later"),
        ("/bad-length", CaptureError, "try again later"),
        ("/two-lengths", CaptureError, "try again later"),
        ("/bomb", RefusedError, "above 1000000 bytes unpacked"),
        ("/bad-gzip", CaptureError, "broken"),
        ("/cut-gzip", CaptureError, "cut off"),
        ("/brotli", RefusedError, "sent as br"),
        ("/bad-chunks", CaptureError, "try again later"),
        ("/cut-chunks", CaptureError, "try again later"),
        ("/no-http", CaptureError, "try again later"),
        ("/picture", RefusedError, "image/png"),
        ("/empty", CaptureError, "empty"),
        ("/spaces", CaptureError, "empty"),
        ("/flood", CaptureError, "try again later"),
        ("/nowhere", DeadError, "404"),
        ("/gone", DeadError, "410"),
        ("/forbidden", RefusedError, "403"),
        ("/teapot", CaptureError, "418"),
        ("/private/page", RefusedError, "robots.txt forbids"),
    ],
)
def test_a_misbehaving_server_is_survived(
    site: Site, clock: QuickClock, path: str, error: type[CaptureError], says: str
) -> None:
    """Each ends with one plain message, within the limits of time and size."""
    limits = Limits(seconds=0.3 if path.startswith("/slow") else 20, body_bytes=1_000_000)
    with pytest.raises(error) as raised:
        fetcher_of(site, clock, limits).fetch(f"http://site.example{path}")
    assert says in str(raised.value)
    assert type(raised.value) is error


@pytest.mark.parametrize("path", ["/page", "/good-gzip", "/good-chunks", "/to-page"])
def test_a_page_is_fetched(site: Site, clock: QuickClock, path: str) -> None:
    """Packed, in chunks or after a redirect, its content is the same bytes."""
    fetched = fetcher_of(site, clock).fetch(f"http://site.example{path}#part")
    assert fetched.answer.content.decode() == PAGE
    assert fetched.answer.address == "127.0.0.1"
    assert len(fetched.exchanges) == (2 if path == "/to-page" else 1)


# Where it goes


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "168.63.129.16",
        "fe80::1%eth0",
        "ff02::1",
        "example.org",
        "",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, reserved, and IPv4 carried in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_a_public_address_is_not_refused(address: str) -> None:
    """Both families."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_other_forms_of_a_private_address_are_refused(clock: QuickClock, host: str) -> None:
    """What the system reads as an address is checked as the address it is; nothing connects."""

    def no_connection(address: str, port: int, timeout: float) -> NetworkStream:
        raise AssertionError(address)

    backend = PublicBackend(clock, connector=no_connection)
    url = plain_url(f"http://{host}/")
    with (
        httpcore2.ConnectionPool(network_backend=backend) as pool,
        pytest.raises(RefusedError, match="no public address"),
    ):
        pool.request("GET", url)


def test_one_private_address_among_others_is_enough(site: Site, clock: QuickClock) -> None:
    """A name that has a public and a private address is not asked at either."""
    with pytest.raises(RefusedError, match=r"192\.168\.1\.1"):
        fetcher_of(site, clock).fetch("http://mixed.example/page")
    assert site.asked == []


def test_a_name_that_changes_its_address_is_caught(site: Site, clock: QuickClock) -> None:
    """Each connection resolves once and connects to what it checked: rebinding reaches nothing."""
    names = {"site.example": ["93.184.216.34"]}
    fetcher = fetcher_of(site, clock, names=names)
    fetcher.fetch("http://site.example/page")
    names["site.example"] = ["127.0.0.1"]
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1"):
        fetcher.fetch("http://site.example/page")


def test_the_peer_of_the_connection_is_checked_too(site: Site, clock: QuickClock) -> None:
    """Whatever lies between the check and the connection: it counts where we really are."""

    def elsewhere(address: str, port: int, timeout: float) -> NetworkStream:
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", site.port, timeout=timeout)

    backend = PublicBackend(clock, resolver=lambda h, p: ["93.184.216.34"], connector=elsewhere)
    with (
        httpcore2.ConnectionPool(network_backend=backend) as pool,
        pytest.raises(RefusedError, match=r"127\.0\.0\.1"),
    ):
        pool.request("GET", "http://site.example/page")
    assert site.asked == []


def test_a_host_that_is_not_there_is_dead(clock: QuickClock) -> None:
    """A name without an address is not asked for again and again."""

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(DeadError, match=r"gone\.example"):
        PublicBackend(clock, resolver=unknown).connect_tcp("gone.example", 80)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://site.example/",
        "gopher://site.example/",
        "//site.example/",
        "http://",
        "http://a:b@site.example/",
        "http://site.example:99999/",
        "http://[::1",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    """Before anything is asked."""
    with pytest.raises(RefusedError, match="correct it"):
        plain_url(address)


def test_an_address_is_asked_for_in_ascii() -> None:
    """Names and paths in any script, as a reader types them; what is escaped stays."""
    assert plain_url("http://Café.example/é ü?q=ا#part") == (
        "http://xn--caf-dma.example/%C3%A9%20%C3%BC?q=%D8%A7"
    )
    assert plain_url("https://a.example/%20%C3%A9") == "https://a.example/%20%C3%A9"


# How it asks


def test_a_host_has_a_second_between_two_requests(site: Site, clock: QuickClock) -> None:
    """robots.txt once, then each page, a second after the last answer."""
    fetcher = fetcher_of(site, clock)
    for _ in range(3):
        fetcher.fetch("http://site.example/page")
    assert site.asked == ["/robots.txt", "/page", "/page", "/page"]
    assert len(clock.waited) == 3
    assert all(0.9 < waited <= 1 for waited in clock.waited)


def test_another_host_need_not_wait(site: Site, clock: QuickClock) -> None:
    """The pause is each host's own."""
    fetcher = fetcher_of(site, clock)
    fetcher.fetch("http://site.example/page")
    before = len(clock.waited)
    with pytest.raises(DeadError):
        fetcher.fetch("http://other.example/nowhere")
    assert len(clock.waited) == before + 1  # between its robots.txt and its page


@pytest.mark.parametrize(("asked", "waits"), [("7", 7), ("0.1", 1), ("9999", 30), ("x", 1)])
def test_a_longer_pause_is_kept(site: Site, clock: QuickClock, asked: str, waits: float) -> None:
    """The site's Crawl-delay counts from a second up to half a minute."""
    rules = site.answers["/robots.txt"]
    site.answers["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {asked}\n", headers=())
    try:
        fetcher_of(site, clock).fetch("http://site.example/page")
    finally:
        site.answers["/robots.txt"] = rules
    assert waits - 0.2 < clock.waited[-1] <= waits


@pytest.mark.parametrize(("status", "allows"), [("404 Not Found", True), ("500 Oops", False)])
def test_rules_that_cannot_be_read(
    site: Site, clock: QuickClock, status: str, allows: bool
) -> None:
    """RFC 9309: without a robots.txt all is allowed, with one that cannot be had nothing is."""
    rules = site.answers["/robots.txt"]
    site.answers["/robots.txt"] = answer(b"", status=status)
    try:
        if allows:
            fetcher_of(site, clock).fetch("http://site.example/private/page")
        else:
            with pytest.raises(CaptureError, match=r"robots\.txt cannot be read"):
                fetcher_of(site, clock).fetch("http://site.example/page")
    finally:
        site.answers["/robots.txt"] = rules


@pytest.mark.parametrize(
    ("status", "retry_after", "waits"),
    [("503 Busy", "", 2), ("429 Too Many", "40", 40), ("503 Busy", "999999", 120)],
)
def test_a_busy_site_is_asked_again(
    site: Site, clock: QuickClock, status: str, retry_after: str, waits: float
) -> None:
    """After the back-off, or as long as it asks for within limits; then the page is there."""
    busy = answer(b"", status=status, headers=[("Retry-After", retry_after)] if retry_after else ())
    turns = [busy, answer()]
    site.answers["/busy"] = lambda: turns.pop(0)()  # noqa: PLW0108 - a turn for each request
    assert fetcher_of(site, clock).fetch("http://site.example/busy").answer.status == 200
    assert waits in clock.waited


def test_a_site_that_stays_busy_is_left(site: Site, clock: QuickClock) -> None:
    """Three tries, each wait twice the last, and a message that says to come back."""
    site.answers["/busy"] = answer(b"", status="503 Busy")
    with pytest.raises(CaptureError, match="try again later"):
        fetcher_of(site, clock).fetch("http://site.example/busy")
    assert site.asked.count("/busy") == TRIES
    assert [wait for wait in clock.waited if wait >= 2] == [2.0, 4.0]


def test_it_names_itself(site: Site, clock: QuickClock) -> None:
    """A site's owner sees what asks; no cookie and no referrer is sent."""
    fetched = fetcher_of(site, clock).fetch("http://site.example/page")
    sent = dict(fetched.answer.request_headers)
    assert sent["User-Agent"].startswith("impunity-archive/")
    assert sent["Host"] == "site.example"
    assert not {"Cookie", "Referer", "Authorization"} & set(sent)


def test_a_redirect_to_another_host_obeys_its_rules(site: Site, clock: QuickClock) -> None:
    """robots.txt is asked for at each host on the way."""
    site.answers["/away"] = to("http://other.example/private/page")
    with pytest.raises(RefusedError, match=r"other\.example/private/page"):
        fetcher_of(site, clock).fetch("http://site.example/away")
    assert site.asked.count("/robots.txt") == 2


def test_the_names_of_the_tests_are_no_real_hosts() -> None:
    """They end in .example, and an answer needs a head."""
    assert all(name.endswith(".example") for name in NAMES)
    assert head("200 OK", []).endswith(b"\r\n\r\n")
