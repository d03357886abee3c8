"""Checksums that stand beside or in what they seal, so that any altered byte is noticed.

A version's folder has a list of its files, `MANIFEST.sha256`, in the form that `sha256sum -c`
reads. A TOML file ends with comments: the SHA-256 of each version's list, and of all above it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

LIST = "MANIFEST.sha256"

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n\0/]+)\n")
_VERSION = re.compile(rb"# version ([a-z0-9-]+): ([0-9a-f]{64})\n")
_SEAL = re.compile(rb"# SHA-256 of the lines above: ([0-9a-f]{64})\n")


def sha256(content: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def listing(files: Mapping[str, bytes]) -> bytes:
    """The list of files by name, each with the SHA-256 of its content."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def listed(content: bytes) -> dict[str, str]:
    """Each name in a list with its SHA-256; raises ValueError if that is no list of this form."""
    text = content.decode()
    found = {name: digest for digest, name in _LINE.findall(text)}
    if text != "".join(f"{found[name]}  {name}\n" for name in sorted(found)):
        raise ValueError("it is no list of checksums")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What the comments at a TOML file's end say: `versions` has the SHA-256 of each one's list."""

    is_whole: bool
    versions: Mapping[str, str]


def sealed(body: bytes, versions: Mapping[str, str]) -> bytes:
    """`body`, a TOML file without a seal, with one."""
    lines = [f"# version {name}: {versions[name]}\n" for name in sorted(versions)]
    content = body + "".join(lines).encode()
    return content + f"# SHA-256 of the lines above: {sha256(content)}\n".encode()


def opened(content: bytes) -> Seal | None:
    """The seal of a TOML file; None if it has none at its end."""
    body, line = _last_line(content)
    found = _SEAL.fullmatch(line)
    if found is None:
        return None
    versions = _versions(body)
    return Seal(is_whole=sha256(body) == found[1].decode(), versions=versions)


def unsealed(content: bytes) -> bytes:
    """The TOML file without the lines of its seal."""
    body, line = _last_line(content)
    if not _SEAL.fullmatch(line):
        return content
    while _VERSION.fullmatch(_last_line(body)[1]):
        body = _last_line(body)[0]
    return body


def _versions(body: bytes) -> dict[str, str]:
    found = {}
    body, line = _last_line(body)
    while match := _VERSION.fullmatch(line):
        found[match[1].decode()] = match[2].decode()
        body, line = _last_line(body)
    return found


def _last_line(content: bytes) -> tuple[bytes, bytes]:
    cut = content.rfind(b"\n", 0, max(0, len(content) - 1)) + 1
    return content[:cut], content[cut:]
