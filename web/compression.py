"""Texts go over the line compressed where whoever asks can read that."""

import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, request

# What every browser and HTTP library reads.
ENCODING = "gzip"
# Of zlib's nine: the next one finds 1 % more and takes 1.2 times as long.
LEVEL = 5
# Bytes: a shorter body goes in one packet with its headers either way.
FEWEST_BYTES = 500
# How the media types of texts end that are not called text.
_TEXTS = ("json", "jsonl", "xml", "bibtex", "research-info-systems", "link-format")
# zlib's largest window, in the form of a gzip file (zlib.h, deflateInit2).
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def add_to(app: Flask) -> None:
    """Compress the texts that `app` answers with.

    To be called before whatever else changes answers: what is registered first sees them last.
    """

    @app.after_request
    def _compress(response: Response) -> Response:
        if not _is_text(response.mimetype):
            return response
        response.vary.add("Accept-Encoding")
        if _is_wanted() and not _stays_plain(response):
            _weaken_etag(response)
            if response.status_code != 304:
                _encode(response)
        return response


def gzipped(texts: Iterable[bytes]) -> Iterator[bytes]:
    """The gzip file of `texts`, piece by piece; the same texts give the same bytes."""
    compressor = zlib.compressobj(LEVEL, wbits=_GZIP_WINDOW)
    for text in texts:
        if piece := compressor.compress(text):
            yield piece
    yield compressor.flush()


def _is_text(media_type: str | None) -> bool:
    # Pictures and zip files are as small already as they get.
    kind = media_type or ""
    return kind.startswith("text/") or kind.endswith(_TEXTS)


def _is_wanted() -> bool:
    """Whether gzip is accepted, and plain text not preferred (RFC 9110, 12.5.3)."""
    wanted = request.accept_encodings
    return wanted.quality(ENCODING) > 0 and wanted.quality(ENCODING) >= wanted.quality("identity")


def _stays_plain(response: Response) -> bool:
    """Whether it is short, said to stay as it is, or a part, counted in the bytes of its file."""
    # Of a stream the length is not known.
    length = response.content_length
    is_short = length is not None and length < FEWEST_BYTES
    is_part = "Content-Range" in response.headers
    return is_short or is_part or response.cache_control.no_transform


def _weaken_etag(response: Response) -> None:
    """Say that the tag is the text's, not the bytes': both forms have it (RFC 9110, 8.8.3).

    So either form is known again, also where a view has compared tags before.
    """
    tag, is_weak = response.get_etag()
    if tag and not is_weak:
        response.set_etag(tag, weak=True)


def _encode(response: Response) -> None:
    response.headers["Content-Encoding"] = ENCODING
    if response.is_streamed and response.content_length is None:
        written = response.response
        response.call_on_close(getattr(written, "close", lambda: None))
        response.response = gzipped(response.iter_encoded())
    else:
        response.direct_passthrough = False
        response.set_data(b"".join(gzipped([response.get_data()])))
