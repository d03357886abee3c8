"""A fetch as a WARC file (ISO 28500): each request and its answer as they were sent."""

import io
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.capture.exchange import USER_AGENT, Exchange
from indexer.capture.fetch import Fetched


class _InMemory(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """A writer that keeps payloads in memory; warcio's own files for them are never closed."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def as_warc(fetched: Fetched) -> bytes:
    """A gzipped WARC 1.1: what fetched it, then a response and its request for each exchange."""
    out = io.BytesIO()
    writer = _InMemory(out, gzip=True, warc_version="1.1")
    made_by = {"software": USER_AGENT, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("capture.warc.gz", made_by))
    for one in fetched.exchanges:
        _write(writer, one)
    return out.getvalue()


def _write(writer: WARCWriter, one: Exchange) -> None:
    facts = {
        "WARC-Date": one.began_at.replace("+00:00", "Z"),
        "WARC-IP-Address": one.address,
    }
    parts = urlsplit(one.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response = writer.create_warc_record(
        one.url,
        "response",
        payload=io.BytesIO(one.body),
        # Chunks were joined as they were read, so that header is no longer true.
        http_headers=StatusAndHeaders(
            f"{one.status} {one.reason}".strip(),
            [(k, v) for k, v in one.headers if k.lower() != "transfer-encoding"],
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=facts,
    )
    request = writer.create_warc_record(
        one.url,
        "request",
        http_headers=StatusAndHeaders(
            f"GET {path} HTTP/1.1", list(one.request_headers), is_http_request=True
        ),
        warc_headers_dict=facts,
    )
    writer.write_request_response_pair(request, response)
