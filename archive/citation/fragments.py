"""Addresses that a browser scrolls to by their words: `#…:~:text=first words,last words`."""

import re
from urllib.parse import quote

# Words at each end: enough to be found once in a document, few enough for an address.
_WORDS = 5


def text_fragment(text: str) -> str:
    """The directive `:~:text=…` for a passage; empty for a text without words.

    The parts are percent-encoded with `-`, `,` and `&` too, which the directive itself uses
    (WICG, Text Fragments, 3.1).
    """
    words = re.split(r"\s+", text.strip())
    if not any(words):
        return ""
    if len(words) <= 2 * _WORDS:
        return f":~:text={_encoded(words)}"
    return f":~:text={_encoded(words[:_WORDS])},{_encoded(words[-_WORDS:])}"


def _encoded(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
