"""Read the sources that a WARC file of another program holds."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.errors import CaptureError, RefusedError
from indexer.capture.exchange import Exchange, Limits, plain_url
from indexer.capture.fetch import Fetched, check

# What one file is read of: records, a crawl of some ten thousand pages.
RECORDS_MAX = 100_000
# What warcio raises where a file is not as it should be.
_UNREADABLE = (
    *(ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error),
    *(AttributeError, KeyError, TypeError),
)


def sources(path: Path, limits: Limits | None = None) -> Iterator[Fetched | CaptureError]:
    """The answers in a WARC file that bring a text, in order, or why one cannot be taken.

    Other records (requests, metadata, redirects, pictures) are passed over. Raises CaptureError
    where the file itself cannot be read on.
    """
    limits = limits or Limits()
    with path.open("rb") as file:
        try:
            for number, record in enumerate(ArchiveIterator(file, check_digests="log")):
                if number >= RECORDS_MAX:
                    raise CaptureError(f"{path}: above {RECORDS_MAX} records; split it.")
                if record.rec_type == "response":
                    yield from _taken(record, limits)
        except _UNREADABLE as error:
            raise CaptureError(f"{path}: it is no readable WARC ({error!s:.100}).") from error


def _taken(record: ArcWarcRecord, limits: Limits) -> Iterator[Fetched | CaptureError]:
    try:
        exchange = _exchange(record, limits)
        if exchange.status == 200:
            check(exchange)
            yield Fetched((exchange,))
    except CaptureError as error:
        yield error


def _exchange(record: ArcWarcRecord, limits: Limits) -> Exchange:
    """The answer; raises CaptureError if it is altered, too large or of no web address."""
    url = plain_url(record.rec_headers.get_header("WARC-Target-URI") or "")
    http = record.http_headers
    if http is None:
        raise CaptureError(f"{url}: the record has no HTTP answer; fetch it anew.")
    content = record.content_stream().read(limits.body_bytes + 1)
    if len(content) > limits.body_bytes:
        raise RefusedError(f"{url}: above {limits.body_bytes} bytes; add the file by hand.")
    while record.raw_stream.read(1 << 16):
        pass  # The digest is known at the end of the record.
    if record.digest_checker.passed is False:
        raise CaptureError(f"{url}: its bytes have not the digest that the WARC names.")
    status = http.get_statuscode()
    return Exchange(
        url=url,
        address=record.rec_headers.get_header("WARC-IP-Address") or "",
        began_at=record.rec_headers.get_header("WARC-Date") or "",
        request_headers=(),
        status=int(status) if status.isdecimal() else 0,
        reason="",
        headers=tuple(
            (name, value)
            for name, value in http.headers
            if name.lower() not in ("content-encoding", "transfer-encoding")
        ),
        body=content,
        content=content,
    )
