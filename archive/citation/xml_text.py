"""XML written element by element, with nothing in it that XML 1.0 forbids."""

import re
from collections.abc import Mapping
from html import escape

# Everything outside the character range of XML 1.0, section 2.2.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """`value` escaped for an element's text or a quoted attribute."""
    return escape(_FORBIDDEN.sub("\ufffd", value), quote=True)


def element(name: str, content: str, attributes: Mapping[str, str] | None = None) -> str:
    """`<name …>content</name>`; `content` is XML already, empty attributes are left out."""
    given = "".join(f' {key}="{text(value)}"' for key, value in (attributes or {}).items() if value)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def filled(name: str, value: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element around a plain text; nothing at all where the text is empty."""
    return element(name, text(value), attributes) if value else ""
