"""Several citations as one file, in the formats whose files hold more than one."""

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from archive.citation.bibtex import bibtex
from archive.citation.cited import Citation
from archive.citation.csl_json import csl_item
from archive.citation.ris import ris
from archive.citation.runs import plain
from archive.citation.styles import STYLES, formatted


def _ris(citations: Sequence[Citation]) -> str:
    return "".join(map(ris, citations))


def _bibtex(citations: Sequence[Citation]) -> str:
    return "\n".join(map(bibtex, citations))


def _csl(citations: Sequence[Citation]) -> str:
    return json.dumps([csl_item(one) for one in citations], ensure_ascii=False, indent=2) + "\n"


# By the names of archive.citation.formats.
TOGETHER: Mapping[str, Callable[[Sequence[Citation]], str]] = MappingProxyType(
    {"ris": _ris, "bibtex": _bibtex, "csl": _csl}
)


def in_style(citations: Sequence[Citation], style: str) -> str:
    """A paragraph each in one style, with the mention where it has one, as plain text."""
    shown = []
    for citation in citations:
        found = formatted(citation, style)
        lines = [plain(found.reference)]
        if found.mention:
            lines.append(f"In the text: {plain(found.mention)}")
        shown.append("\n".join([*lines, ""]))
    return "\n".join(shown)


def in_all_styles(citations: Sequence[Citation]) -> str:
    """A paragraph each: the permalink, and the citation in every style."""
    return "\n".join(map(_in_all_styles, citations))


def _in_all_styles(citation: Citation) -> str:
    lines = [citation.permalink]
    for style in STYLES:
        found = formatted(citation, style)
        lines.append(f"{found.label}: {plain(found.reference)}")
        if found.mention:
            lines.append(f"{found.label}, in the text: {plain(found.mention)}")
    return "\n".join([*lines, ""])
