"""BibTeX: one entry whose corporate authors and title are braced, so that nothing splits them."""

import re

from archive.citation.cited import ARCHIVE, Citation
from archive.citation.wording import citation_key, note

# An escaped brace would print, but BibTeX still counts it: an unequal number ends the entry.
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# BibTeX 0.99 reads a month as one of these macros.
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(citation: Citation) -> str:
    """One entry in UTF-8: `techreport` where somebody published it, else `misc`."""
    authors = citation.authors
    issued = citation.document.issued
    inferred = citation.document.issued_inferred[:4]
    fields = [
        ("author", _braced(" and ".join(f"{{{_text(name)}}}" for name in authors))),
        ("title", _braced(f"{{{_text(citation.title)}}}")),
        ("institution", _braced(f"{{{_text('; '.join(authors))}}}")),
        ("type", _braced(_text(citation.genre.capitalize()))),
        ("year", _braced(issued[:4] or (f"[{inferred}]" if inferred else ""))),
        ("month", _MONTHS[int(issued[5:7]) - 1] if issued[5:7] else ""),
        ("day", _braced(issued[8:10].lstrip("0"))),
        ("url", _braced(_address(citation.source or citation.permalink))),
        ("urldate", _braced(citation.accessed.isoformat())),
        ("howpublished", _braced(_text(f"{ARCHIVE}, {citation.permalink}"))),
        ("language", _braced(citation.document.language.replace("und", ""))),
        ("pages", _braced(citation.page)),
        ("note", _braced(_text(note(citation)))),
    ]
    kind = "techreport" if authors else "misc"
    lines = [f"  {name} = {value},\n" for name, value in fields if value.strip("{}")]
    return f"@{kind}{{{citation_key(citation)},\n{''.join(lines)}}}\n"


def _text(text: str) -> str:
    """`text` with what TeX would read as a command written so that it prints."""
    return text.translate(_ESCAPED)


def _address(address: str) -> str:
    """An address as it is, but for what would end the field."""
    return re.sub(r"[{}\\%]", lambda match: _PERCENT[match[0]], address)


_PERCENT = {"{": "%7B", "}": "%7D", "\\": "%5C", "%": "\\%"}


def _braced(text: str) -> str:
    return f"{{{text}}}"
