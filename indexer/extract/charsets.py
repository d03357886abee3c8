"""Tell in what characters the bytes of a text are written, whatever they say themselves."""

import codecs
import re

# The first that fits: a mark of order that begins another one comes later.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where a page of HTML may state it (HTML Living Standard: the first 1024 bytes), with room.
_HEAD_BYTES = 4096
_STATED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
# So many right characters beyond ASCII for each broken one are UTF-8 that was damaged.
_RIGHT_BY_BROKEN = 4
# UTF-16 has spaces of ASCII at least so often, in every language that puts spaces between words.
_SIGNS_BY_SPACE = 40
_ARABIC = re.compile("[\u0621-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_BROKEN = "\ufffd"


def decoded(content: bytes) -> str:
    """The text of `content`: what cannot be read in it becomes U+FFFD.

    UTF-8 where the bytes are that, also if a few are broken; UTF-16 also without its mark; else
    what a page states, or what Windows writes, which is Arabic (1256) if most letters are then.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    wide = _wide(content)
    if wide:
        return wide
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    if _RIGHT_BY_BROKEN * broken <= len(_beyond_ascii(text)) - broken:
        return text
    return content.decode(_stated(content) or _of_windows(content), "replace")


def _of_windows(content: bytes) -> str:
    arabic = content.decode("cp1256", "replace")
    most = 2 * len(_ARABIC.findall(arabic)) > len(_LETTER.findall(arabic))
    return "cp1256" if most else "cp1252"


def _wide(content: bytes) -> str:
    """The text of bytes that are UTF-16 without a mark of order; "" if they are not.

    Zeros tell it, which no text in another charset has, and spaces in the order that is right.
    """
    if b"\0" not in content:
        return ""
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if _SIGNS_BY_SPACE * text.count(" ") >= len(text):
            return text
    return ""


def _beyond_ascii(text: str) -> list[str]:
    return [letter for letter in text if letter > "\x7f"]


def _stated(content: bytes) -> str:
    """The charset that a page states, if text can be in it and it is no form of Unicode."""
    match = _STATED.search(content[:_HEAD_BYTES])
    if match is None:
        return ""
    stated = match[1].decode("ascii", "replace")
    try:
        b" ".decode(stated)  # no codec of bytes to bytes, as zlib
        name = codecs.lookup(stated).name
    except (LookupError, ValueError):
        return ""
    if name.startswith(("utf-8", "utf-7", "utf-16")):
        return ""
    # A page that states one of these was written on Windows (Encoding Standard, labels).
    return "cp1252" if name in ("iso8859-1", "ascii") else name
