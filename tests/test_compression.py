"""Compressed answers: the same text in fewer bytes, to whoever can read it, and to nobody else."""

import gzip
import random
import re
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from test_web_headers import addresses

from archive.citation.formats import FORMATS
from web.compression import FEWEST_BYTES, gzipped
from web.headers import SECURITY_HEADERS

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
STYLE = "/static/style.css"


def timeless(body: bytes) -> bytes:
    """A body without how long it took to find."""
    return re.sub(rb'"took_ms":[0-9.]+', b"", body)


def headers_but(answer: Response, *names: str) -> dict[str, str]:
    """The headers of an answer, but for some and for the time of day."""
    return {name: value for name, value in answer.headers if name not in {*names, "Date"}}


def test_every_answer_decodes_to_what_is_sent_plain(site: Flask, client: FlaskClient) -> None:
    """Each route and error says the same in both forms, with the length of what it sends."""
    compressed = set()
    for address in addresses(site):
        with client.get(address) as plain:
            text = timeless(plain.data)
        with client.get(address, headers=GZIP) as answer:
            assert "Content-Encoding" not in plain.headers
            assert answer.status_code == plain.status_code
            body = answer.data
            if answer.headers.get("Content-Encoding") == "gzip":
                compressed.add(answer.mimetype)
                assert len(body) < len(text)
                body = gzip.decompress(body)
            assert timeless(body) == text, address
            assert answer.content_length in {None, len(answer.data)}
            changed = ("Content-Encoding", "Content-Length", "ETag")
            assert headers_but(answer, *changed) == headers_but(plain, *changed)
            assert SECURITY_HEADERS.items() <= dict(answer.headers).items()
    assert {"text/html", "text/css", "text/csv", "application/json"} <= compressed


def test_a_page_of_results_is_a_third_at_most(client: FlaskClient) -> None:
    """Readers on slow lines wait for fewer bytes, of an error's page too."""
    for address in ("/search?q=torture", "/d/none"):
        plain, answer = client.get(address), client.get(address, headers=GZIP)
        assert len(answer.data) < len(plain.data) * (0.34 if "search" in address else 0.6)


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("GZIP;q=0.1", True),
        ("*", True),
        ("br, zstd, *;q=0.1", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("", False),
        ("br, zstd", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("identity;q=1, *;q=0", False),
        ("gzip;q=0.5, identity", False),
    ],
)
def test_what_is_not_accepted_is_not_sent(
    client: FlaskClient, accepted: str, *, is_compressed: bool
) -> None:
    """Quality 0 is a refusal, and plain text may be preferred; caches are told of both forms."""
    answer = client.get("/about", headers={"Accept-Encoding": accepted})
    assert ("Content-Encoding" in answer.headers) == is_compressed
    assert {"Accept-Encoding", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize("address", [STYLE, "/search.atom?q=torture", "/sitemap.xml"])
@pytest.mark.parametrize("first", [GZIP, {}])
@pytest.mark.parametrize("then", [GZIP, {}])
def test_who_has_it_is_not_sent_it_again(
    client: FlaskClient, address: str, first: dict[str, str], then: dict[str, str]
) -> None:
    """In whichever form it was got and is asked for again, with the tag the form has."""
    with client.get(address, headers=first) as answer:
        tag, changed = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert tag.startswith("W/") == (first == GZIP)
    for condition in ({"If-None-Match": tag}, {"If-Modified-Since": changed}):
        with client.get(address, headers={**then, **condition}) as again:
            assert again.status_code == 304
            assert again.data == b""
            assert again.headers["ETag"].startswith("W/") == (then == GZIP)
            assert "Content-Encoding" not in again.headers
            assert "Accept-Encoding" in again.vary


@pytest.mark.parametrize("address", ["/draft", "/quote"])
def test_a_posted_text_beside_ids_of_a_link_stays_plain(client: FlaskClient, address: str) -> None:
    """No length tells whether what another site put in the basket is in a reader's text."""
    text = {"text": "States must end impunity for torture. " * 3}
    chosen = {"p": "paaaaaaaaaaaa"}
    assert "Content-Encoding" in client.post(address, data=text, headers=GZIP).headers
    for plain in (
        client.post(address, data=text | chosen, headers=GZIP),
        client.post(address, data=text, query_string=chosen, headers=GZIP),
    ):
        assert "Content-Encoding" not in plain.headers
        assert {"no-store", "no-transform"} <= {*plain.headers["Cache-Control"].split(", ")}
    kept = client.get("/search", query_string={"q": "torture", **chosen}, headers=GZIP)
    assert "Content-Encoding" in kept.headers


def test_a_part_of_a_file_is_a_part_of_the_plain_one(client: FlaskClient) -> None:
    """Bytes are counted in the file as it is on the disk."""
    part = {**GZIP, "Range": "bytes=100-1999"}
    with client.get(STYLE) as plain:
        text = plain.data
    with client.get(STYLE, headers=part) as answer:
        assert answer.status_code == 206
        assert answer.data == text[100:2000]


@pytest.mark.parametrize("address", ["/", "/search?q=torture", STYLE, "/calls.csv", "/d/none"])
def test_asking_for_the_headers_alone_gives_the_same(client: FlaskClient, address: str) -> None:
    """HEAD tells what GET would send, its length too."""
    with client.get(address, headers=GZIP) as got:
        pass
    with client.head(address, headers=GZIP) as head:
        assert head.data == b""
        assert headers_but(head) == headers_but(got)
        assert head.headers["Content-Encoding"] == "gzip"


def test_what_is_small_already_stays_as_it_is(bare: Flask) -> None:
    """Pictures, zip files and short answers are sent untouched."""
    noise = random.Random(1).randbytes(5_000)

    @bare.get("/sent/<int:size>/<path:kind>")
    def _sent(size: int, kind: str) -> Response:
        return Response(noise[:size], content_type=kind)

    for kind in ("image/png", "image/jpeg", "application/zip", "application/pdf"):
        answer = bare.test_client().get(f"/sent/5000/{kind}", headers=GZIP)
        assert answer.data == noise
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" not in answer.vary
    for size, is_compressed in ((FEWEST_BYTES - 1, False), (FEWEST_BYTES, True)):
        answer = bare.test_client().get(f"/sent/{size}/text/plain", headers=GZIP)
        assert ("Content-Encoding" in answer.headers) == is_compressed


def test_texts_that_are_not_called_so_are_compressed_too(bare: Flask) -> None:
    """Citations in every format, lists of links, feeds and lines of JSON."""
    kinds = {one.media_type for one in FORMATS.values()}
    kinds |= {"application/jsonl", "application/link-format", "application/atom+xml"}

    @bare.get("/sent/<path:kind>")
    def _sent(kind: str) -> Response:
        return Response("words " * FEWEST_BYTES, content_type=kind)

    for kind in kinds:
        answer = bare.test_client().get(f"/sent/{kind}", headers=GZIP)
        assert answer.headers.get("Content-Encoding") == "gzip", kind


def test_a_stream_is_compressed_as_it_is_written_and_closed(bare: Flask) -> None:
    """A long export starts at once, is never whole in memory, and is closed by whoever leaves."""
    events: list[str] = []

    def lines(name: str) -> Response:
        def written() -> Iterator[bytes]:
            try:
                for number in range(200):
                    events.append(f"{name} {number}")
                    yield random.Random(number).randbytes(1_000)
            finally:
                events.append(f"{name} closed")

        return Response(written(), mimetype="text/csv")

    bare.add_url_rule("/lines/<name>", view_func=lines)
    answer = bare.test_client().get("/lines/left", headers=GZIP, buffered=False)
    assert next(iter(answer.response))[:2] == b"\x1f\x8b"
    answer.close()
    assert events[-1] == "left closed"
    assert len(events) < 200
    whole = bare.test_client().get("/lines/read", headers=GZIP)
    expected = b"".join(random.Random(number).randbytes(1_000) for number in range(200))
    assert gzip.decompress(whole.data) == expected
    assert "Content-Length" not in whole.headers


def test_what_is_never_read_is_closed_too(bare: Flask) -> None:
    """HEAD reads nothing of a stream, and leaves no file of it open."""

    class Lines:
        is_closed = False

        def __iter__(self) -> Iterator[bytes]:
            yield b"a line\n"

        def close(self) -> None:
            self.is_closed = True

    sent = Lines()
    bare.add_url_rule("/lines", view_func=lambda: Response(sent, mimetype="text/csv"))
    with bare.test_client().head("/lines", headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
    assert sent.is_closed


def test_the_same_text_gives_the_same_bytes() -> None:
    """No time of day is in them, and how a text was cut changes nothing that is read."""
    text = b"victims " * 1_000
    whole = b"".join(gzipped([text]))
    assert whole == b"".join(gzipped([text]))
    assert gzip.decompress(b"".join(gzipped([text[:9], b"", text[9:]]))) == text


def test_a_compressed_body_is_not_unpacked(bare: Flask) -> None:
    """Nobody makes the server fill its memory with a body that is small only on the line."""

    @bare.post("/told")
    def _told() -> bytes:
        return request.get_data()

    body = gzip.compress(b"x" * 100_000)
    sent = {"Content-Encoding": "gzip"}
    assert bare.test_client().post("/told", data=body, headers=sent).data == body
