"""Typeset small PDFs for tests, line by line, so that the true text is known."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

HEIGHT, WIDTH = 842, 595


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A line of type: its place in points from the lower left, its size and its words."""

    x: float
    y: float
    text: str
    size: float = 10


def column(lines: Sequence[str], *, x: float = 72, y: float = 700, size: float = 10) -> list[Set]:
    """Lines set one under the other, 1.2 times their size apart."""
    return [
        Set(x=x, y=y - 1.2 * size * index, text=line, size=size) for index, line in enumerate(lines)
    ]


def pdf(*pages: Sequence[Set]) -> bytes:
    """The bytes of a PDF with these pages, in Helvetica."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _FONT]
    kids = []
    for page in pages:
        stream = "\n".join(_shown(line) for line in page).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (WIDTH, HEIGHT, content)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects)


def png(page: Sequence[Set]) -> bytes:
    """A picture of a typeset page, as a scanner makes it at 200 dots an inch."""
    width, height, pixels = _drawn(page)
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0),
        b"IDAT": zlib.compress(rows),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts.items()
    )


def scan(*pages: Sequence[Set]) -> bytes:
    """A PDF whose pages are pictures of typeset pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for page in pages:
        width, height, pixels = _drawn(page)
        packed = zlib.compress(pixels)
        shown = b"q %d 0 0 %d 0 0 cm /P Do Q" % (WIDTH, HEIGHT)
        objects += [
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8"
            b" /ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (width, height, len(packed), packed),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        ]
        last = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /XObject << /P %d 0 R >> >> >>" % (WIDTH, HEIGHT, last, last - 1)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _drawn(page: Sequence[Set]) -> tuple[int, int, bytes]:
    """Width, height and grey pixels of a page at 200 dots an inch."""
    bitmap = pdfium.PdfDocument(pdf(page))[0].render(scale=200 / 72, grayscale=True)
    width, height, pixels = bitmap.width, bitmap.height, bytes(bitmap.buffer)
    rows = (pixels[y * bitmap.stride : y * bitmap.stride + width] for y in range(height))
    return width, height, b"".join(rows)


def bomb(megabytes: int) -> bytes:
    """The bytes of a PDF of a few kilobytes whose page unpacks to so many megabytes of spaces."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the same input packs to the same bytes, so one block stands for all.
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = zlib.compress(head + block * megabytes, 9)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
            % (len(stream), stream),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 3 0 R >>",
        ]
    )


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _shown(line: Set) -> str:
    text = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {line.size} Tf {line.x} {line.y} Td ({text}) Tj ET"


def _file(objects: Sequence[bytes]) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )
