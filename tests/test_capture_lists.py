"""What sitemaps, feeds and WARC files give is taken, and what is hostile in them is not."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import PAGE, QuickClock, Site, answer, fetcher_of, serving
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import records
from archive.errors import CaptureError
from archive.model import LinkState
from indexer import filing, listing
from indexer.capture import lists, warc_files
from indexer.capture.exchange import Limits
from indexer.capture.warc import as_warc
from indexer.cli import archive
from indexer.commands import capture as command
from indexer.filing import Filer

WHERE = "https://a.example/list.xml"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>
<entry><link rel="self" href="https://a.example/1.atom"/><link href="/one"/></entry>
<entry><link rel="alternate" href="https://a.example/two"/></entry><entry/></feed>"""
RSS = """<rss version="2.0"><channel><link>https://a.example/</link>
<item><link> https://a.example/one </link></item><item><link>javascript:alert(1)</link></item>
<item><link>https://a.example/one</link></item></channel></rss>"""
LAUGHS = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>""" + SITEMAP.format(
    "<url><loc>https://a.example/&b;&c;</loc></url>"
)


def located(*addresses: str) -> str:
    return SITEMAP.format("".join(f"<url><loc>{one}</loc></url>" for one in addresses))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (located("https://a.example/1", "https://a.example/1", "ftp://x", "/2"), ["1", "2"]),
        (ATOM, ["one", "two"]),
        (RSS, ["one"]),
        (located(), []),
    ],
)
def test_the_pages_of_a_list_come_once_in_order(content: str, expected: list[str]) -> None:
    """Web addresses alone, relative ones resolved; the list's own links are none of them."""
    found, further = lists.listed(content.encode(), WHERE)
    assert found == [f"https://a.example/{one}" for one in expected]
    assert further == []
    assert lists.listed(gzip.compress(content.encode()), WHERE) == (found, [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no XML"),
        (b"<html><body/></html>", "'html' is no sitemap"),
        (b"<urlset><loc>", "no XML"),
        (b"\x1f\x8b no gzip", "gzip is broken"),
        (gzip.compress(b" " * (lists.BYTES_MAX + 1)), "above"),
        (b"<urlset>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</urlset>", "no XML"),
        (located(*(f"/{n}" for n in range(lists.ADDRESSES_MAX + 1))).encode(), "above"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, reason: str) -> None:
    """In one line, and soon."""
    with pytest.raises(CaptureError, match=reason):
        lists.listed(content, WHERE)


def test_no_entity_is_resolved() -> None:
    """A list can neither grow by entities nor read a file into an address."""
    found, _ = lists.listed(LAUGHS.encode(), WHERE)
    assert not any("root:" in one or "haha" in one for one in found)


@pytest.fixture
def server() -> Iterator[Site]:
    """A server whose answers a test may change."""
    with serving() as site:
        yield site


@pytest.fixture
def filer(server: Site, tmp_path: Path) -> Filer:
    """Files into an empty corpus what the site gives."""
    return filing.opened(tmp_path / "corpus", fetcher_of(server, QuickClock()))


def test_a_sitemap_of_sitemaps_is_followed_one_step(server: Site, filer: Filer) -> None:
    """By the same polite fetcher; one inside another is not."""
    index = "<sitemapindex><sitemap><loc>http://site.example/s.xml</loc></sitemap></sitemapindex>"
    xml = [("Content-Type", "application/xml")]
    server.answers["/index.xml"] = answer(index, headers=xml)
    server.answers["/s.xml"] = answer(located("http://site.example/page"), headers=xml)
    given = "http://site.example/index.xml"
    assert list(listing.addresses(given, filer.fetcher)) == ["http://site.example/page"]
    server.answers["/s.xml"] = answer(index, headers=xml)
    assert list(listing.addresses(given, filer.fetcher)) == []


def test_what_is_listed_and_new_is_fetched_up_to_the_limit(
    server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known already is not fetched again; a dry run fetches none of it."""
    monkeypatch.setenv("ARCHIVE_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setattr(command, "Fetcher", lambda: fetcher_of(server, QuickClock()))
    path = tmp_path / "map.xml"
    path.write_text(located(*(f"http://site.example/{one}" for one in ("page", "report", "gone"))))
    run = CliRunner()
    words = ["capture", "--list", str(path), "--limit", "2"]
    dry = run.invoke(archive, [*words, "--dry-run"])
    assert dry.stdout.count("would be fetched") == 2
    assert "3 listed, 3 new, 1 left for later." in dry.stderr
    assert run.invoke(archive, words).exit_code == 0
    again = run.invoke(archive, words)
    assert "3 listed, 1 new, 0 left" in again.stderr
    assert "gone: dead" in again.stdout
    assert again.exit_code == 1


class InMemory(WARCWriter):
    """A writer whose payloads are no files, which warcio would leave open."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def written(path: Path, *responses: tuple[str, str, bytes, str]) -> Path:
    """A WARC of responses: address, type, body, date."""
    out = io.BytesIO()
    writer = InMemory(out, gzip=True)
    for url, kind, body, date in responses:
        http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        facts = {"WARC-Date": date}
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=facts
        )
        writer.write_record(record)
    path.write_bytes(out.getvalue())
    return path


THEN = "2014-05-06T07:08:09Z"


def test_a_page_of_a_warc_is_filed_as_of_its_time(filer: Filer, tmp_path: Path) -> None:
    """Its time is that of the crawl, so that a newer version stays the current one."""
    path = written(
        tmp_path / "crawl.warc.gz",
        ("http://site.example/page", "text/html", PAGE.encode(), THEN),
        ("http://site.example/logo", "image/png", b"\x89PNG", THEN),
    )
    page, logo = warc_files.sources(path)
    assert isinstance(logo, CaptureError)
    assert not isinstance(page, CaptureError)
    found = filer.keep(page)
    assert found.state is LinkState.FILED
    version = records.read(filer.corpus.folder / found.doc_id).current
    assert (version.captured_at, version.source) == (THEN, "http://site.example/page")
    assert filer.keep(page).note == "unchanged"


def test_our_own_warc_is_read_back(filer: Filer, tmp_path: Path) -> None:
    """What a capture wrote, another archive can take in."""
    path = tmp_path / "own.warc.gz"
    path.write_bytes(as_warc(filer.fetcher.fetch("http://site.example/page")))
    (found,) = warc_files.sources(path)
    assert not isinstance(found, CaptureError)
    assert found.answer.content == PAGE.encode()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://a:b@site.example/", "dns:x"])
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    """A WARC may name anything as a source."""
    path = written(tmp_path / "x.warc.gz", (url, "text/html", PAGE.encode(), THEN))
    (found,) = warc_files.sources(path)
    assert "no plain http or https address" in str(found)


def test_a_bomb_and_altered_bytes_are_refused(tmp_path: Path) -> None:
    """A record is read to the limit, and its digest has to hold."""
    big = written(tmp_path / "big.warc.gz", (WHERE, "text/html", b"x" * 2_000_000, THEN))
    (found,) = warc_files.sources(big, Limits(body_bytes=1_000_000))
    assert "above 1000000 bytes" in str(found)
    plain = gzip.decompress(
        written(tmp_path / "a.warc.gz", (WHERE, "text/html", PAGE.encode(), THEN)).read_bytes()
    )
    (tmp_path / "b.warc").write_bytes(plain.replace(b"killings", b"weddings"))
    (altered,) = warc_files.sources(tmp_path / "b.warc")
    assert "has not the digest" in str(altered) or "have not the digest" in str(altered)


@pytest.mark.parametrize("content", [b"no warc at all", b"\x1f\x8b broken"])
def test_what_is_no_warc_is_one_line(content: bytes, tmp_path: Path) -> None:
    """Never a trace, whatever the bytes."""
    path = tmp_path / "x.warc"
    path.write_bytes(content)
    with pytest.raises(CaptureError, match="no readable WARC"):
        list(warc_files.sources(path))


def test_a_warc_that_cannot_be_read_stops_nothing_else(
    server: Site, filer: Filer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One without texts says so, too; an address that was given as well is fetched."""
    monkeypatch.setattr(filing, "opened", lambda folder, fetcher: filer)
    empty, broken, good = (tmp_path / f"{name}.warc" for name in ("empty", "broken", "good"))
    empty.write_bytes(b"x")
    broken.write_bytes(b"no warc at all")
    written(good, ("http://site.example/old", "text/html", PAGE.encode(), THEN))
    words = [word for path in (empty, broken, good) for word in ("--warc", str(path))]
    dry = CliRunner().invoke(archive, ["capture", *words, "--dry-run"])
    assert f"{empty}: refused  it holds no answer with a text" in dry.stdout
    assert f"{broken}: refused  {broken}: it is no readable WARC" in dry.stdout
    assert f"http://site.example/old: filed  would be kept, as of {THEN}" in dry.stdout
    assert not list(filer.corpus.folder.glob("*"))
    answered = CliRunner().invoke(archive, ["capture", *words, "http://site.example/gone"])
    assert answered.exit_code == dry.exit_code == 1
    assert "http://site.example/old: filed" in answered.stdout
    assert "http://site.example/gone: dead" in answered.stdout


def test_a_list_that_is_no_file_is_named(tmp_path: Path) -> None:
    """With what was given and the next step."""
    for given in (tmp_path, tmp_path / "none.xml"):
        answered = CliRunner().invoke(archive, ["capture", "--list", str(given)])
        assert isinstance(answered.exception, CaptureError)
        assert str(answered.exception).startswith(f"{given}: ")
        assert str(answered.exception).endswith("; give a sitemap or feed.")


def test_links_are_asked_again(server: Site, filer: Filer) -> None:
    """A source that is gone is said to be, with the time; a filed copy stays filed."""
    found = filer.file("http://site.example/page")
    list(filer.follow(found.doc_id))
    folder = filer.corpus.folder / found.doc_id
    (there,) = filing.checked(folder, filer.fetcher)
    assert (there.state, there.note) == (LinkState.FILED, "it is there")
    server.answers["/report"] = answer(b"", status="410 Gone")
    (gone,) = filing.checked(folder, filer.fetcher)
    assert gone.state is LinkState.FILED
    assert "answers 410" in gone.note
    assert gone.checked_at >= there.checked_at
    assert gone.doc_id == there.doc_id
