"""Tell by its content of what type a file is."""

import io
import lzma
import re
import zipfile
import zlib

from archive.errors import IntakeError
from archive.messages import message
from indexer.extract import charsets

MARKDOWN, TEXT, HTML = "text/markdown", "text/plain", "text/html"
PDF = "application/pdf"
PNG, JPEG = "image/png", "image/jpeg"
PICTURES = frozenset((PNG, JPEG))
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

# What a file's name promises; names in a folder that promise nothing of this are passed over.
SUFFIXES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".odt": ODT,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
}
# Texts of old word processors: not read, but not passed over in silence either.
OLD_SUFFIXES = frozenset((".doc", ".rtf"))
_NAMES = {MARKDOWN: "Markdown", TEXT: "text", HTML: "HTML", PDF: "PDF", DOCX: "DOCX", ODT: "ODT"}
_NAMES |= {PNG: "PNG", JPEG: "JPEG"}
# Types that are told by their first bytes.
_NAMES_OF_BYTES = frozenset((PDF, DOCX, ODT, PNG, JPEG))
_MAGIC = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_NONE_OF_THEM = message(
    "neither Markdown, text, HTML, DOCX, ODT nor PDF; export or convert it to one of these"
)
# An ODT's first file states its type in so many bytes at most.
_TYPE_BYTES = 100
# Where an ODT states what is encrypted in it (OASIS OpenDocument 1.3, part 2), where a Word file of
# what type its parts are (ECMA-376, part 2), and so many bytes of that.
_MANIFEST, _PARTS, _STATED_BYTES = "META-INF/manifest.xml", "[Content_Types].xml", 100_000
# What reading a part of a damaged package raises.
_BROKEN_ZIP = (
    *(zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError),
    *(zlib.error, lzma.LZMAError, EOFError),
)
_OTHER_WORD = re.compile(rb"(?:ms-word\.\w+\.macroEnabled|wordprocessingml\.template)\w*\.main")
_OLE, _RTF = bytes.fromhex("d0cf11e0a1b11ae1"), b"{\\rtf"
# A PDF's first line may have other bytes before it; readers look at the first 1,024 (ISO 32000).
_PDF_WITHIN = 1024
_HTML_OPENS = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[a-z][a-z0-9]*[\s>/]", re.IGNORECASE)
# Control characters that no text has; a file with one is something else.
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def of(content: bytes, suffix: str) -> str:
    """Return the media type of `content` from a file with `suffix`.

    Raises IntakeError if it is empty, none of the types that are read, or not what the name says.
    """
    if not content.strip(b"\x00 \t\r\n\f"):
        raise IntakeError(message("the file is empty; give one with text"))
    found = _by_content(content)
    promised = SUFFIXES.get(suffix.lower())
    if promised in PICTURES and found in PICTURES:
        return found
    if promised in _NAMES_OF_BYTES and found != promised:
        raise IntakeError(
            message(
                "the content is no %(kind)s; give the file its right name, or save it as one",
                kind=_NAMES[promised],
            )
        )
    if promised == HTML and found == TEXT and _TAG.search(content):
        return HTML
    if promised == HTML and found != HTML:
        raise IntakeError(
            message(
                "the content is no %(kind)s; give the file its right name, or save it as one",
                kind=_NAMES[HTML],
            )
        )
    return MARKDOWN if promised == MARKDOWN and found == TEXT else found


def _by_content(content: bytes) -> str:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    picture = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
    if picture:
        return picture
    if content.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    if content.startswith(_RTF):
        raise IntakeError(message("a file in Rich Text Format; open it and save it as DOCX or ODT"))
    if content.startswith(_OLE):
        raise IntakeError(
            message(
                "an old Office file (.doc), or one with a password; open it and save it as DOCX or "
                "ODT without one"
            )
        )
    if _HTML_OPENS.match(content):
        return HTML
    decoded(content)
    return TEXT


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            stated = package.read("mimetype") if _is_short(package, names) else b""
            is_encrypted = _is_encrypted(package, names)
            is_other_word = bool(_OTHER_WORD.search(_begins(package, names, _PARTS)))
    except _BROKEN_ZIP as error:
        raise IntakeError(message("a broken DOCX, ODT or ZIP file; save it again")) from error
    if is_other_word:
        raise IntakeError(
            message("a Word file with macros, or a template; open it and save it as DOCX")
        )
    if "word/document.xml" in names:
        return DOCX
    if stated.strip().decode("latin-1") == ODT:
        if is_encrypted:
            raise encrypted(_NAMES[ODT])
        if "content.xml" in names:
            return ODT
    raise IntakeError(_NONE_OF_THEM)


def encrypted(name: str) -> IntakeError:
    """The error for a file of that type that only a password opens."""
    return IntakeError(message("the %(kind)s is encrypted; give one without a password", kind=name))


def _is_encrypted(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an ODT is, as one package within it, or each of its files as its manifest states."""
    is_stated = b"encryption-data" in _begins(package, names, _MANIFEST)
    return "encrypted-package" in names or is_stated


def _begins(package: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    """The beginning of a file in a package, which says what the others are; empty without one."""
    if name not in names:
        return b""
    with package.open(name) as file:
        return file.read(_STATED_BYTES)


def _is_short(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether the file states its type, in no more bytes than a type has."""
    return "mimetype" in names and package.getinfo("mimetype").file_size <= _TYPE_BYTES


def decoded(content: bytes) -> str:
    """Return the text of `content`, in whatever characters it is written.

    Raises IntakeError if it holds characters that no text has.
    """
    text = charsets.decoded(content)
    if _BINARY.search(text):
        raise IntakeError(_NONE_OF_THEM)
    return text
