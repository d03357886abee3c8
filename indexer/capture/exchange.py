"""One request and its answer, within limits of time and size."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import httpcore2

from archive.errors import CaptureError, RefusedError
from indexer.capture.addresses import PublicBackend
from indexer.capture.clock import Clock, Deadline

USER_AGENT = "impunity-archive/0.1 (keeps public statements against impunity; obeys robots.txt)"
_ACCEPT = "text/html, application/pdf, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one exchange: all its seconds, and the bytes of its body as sent and as unpacked."""

    seconds: float = 120.0
    body_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request that was sent and the answer to it.

    `body` is as it was sent, `content` without its content encoding. `began_at` is an ISO 8601
    instant in UTC, `address` the one that was connected to.
    """

    url: str
    address: str
    began_at: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content: bytes

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def plain_url(address: str) -> str:
    """The address as it is requested: ASCII, without a fragment.

    Raises RefusedError for what is no http or https address of a host, or names a user.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise RefusedError(f"'{address:.200}' is no address ({error}); correct it.") from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise RefusedError(f"'{address:.200}' is no plain http or https address; correct it.")
    return _joined(parts, host=f"[{host}]" if ":" in host else host, port=port)


def _joined(parts: SplitResult, *, host: str, port: int | None) -> str:
    safe = "%/:=&?~#+!$,;'@()*[]-._"
    netloc = host if port is None else f"{host}:{port}"
    path, query = quote(parts.path or "/", safe=safe), quote(parts.query, safe=safe)
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def exchange(url: str, backend: PublicBackend, *, clock: Clock, limits: Limits) -> Exchange:
    """Ask for `url` over a connection of its own.

    Raises RefusedError for an address that is not public and for a body beyond the limits,
    CaptureError for an answer that is broken or too slow.
    """
    headers = (("Host", urlsplit(url).netloc), *_SENT)
    backend.deadline = Deadline(clock, limits.seconds)
    began_at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        with (
            httpcore2.ConnectionPool(network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", url, headers=[(k, v) for k, v in headers]) as response,
        ):
            body = _limited(response.iter_stream(), limits.body_bytes, url)
            found = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers)
            reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
            status = response.status
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException) as error:
        raise CaptureError(f"{url}: {error or type(error).__name__}; try again later.") from error
    encoding = next((v for k, v in found if k.lower() == "content-encoding"), "")
    return Exchange(
        url=url,
        address=backend.connected_to,
        began_at=began_at,
        request_headers=headers,
        status=status,
        reason=reason,
        headers=found,
        body=body,
        content=_unpacked(body, encoding, url=url, most=limits.body_bytes),
    )


_SENT = (
    ("User-Agent", USER_AGENT),
    ("Accept", _ACCEPT),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
)


def _limited(chunks: Iterator[bytes], most: int, url: str) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise RefusedError(f"{url}: above {most} bytes; fetch it by hand and add the file.")
    return bytes(body)


def _unpacked(body: bytes, encoding: str, *, url: str, most: int) -> bytes:
    """The body without the encoding that a server used although it was not asked to."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    if not names or names == ["identity"]:
        return body
    if names not in (["gzip"], ["x-gzip"], ["deflate"]):
        raise RefusedError(f"{url}: it is sent as {encoding:.50}, which is not read.")
    try:
        unpacker = zlib.decompressobj(wbits=47 if "gzip" in names[0] else 15)
        content = unpacker.decompress(body, most + 1)
    except zlib.error as error:
        raise CaptureError(f"{url}: its {names[0]} is broken ({error}); try again.") from error
    if len(content) > most:
        raise RefusedError(f"{url}: above {most} bytes unpacked; fetch it by hand.")
    if not unpacker.eof:
        raise CaptureError(f"{url}: its {names[0]} is cut off; try again.")
    return content
