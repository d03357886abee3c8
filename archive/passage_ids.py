"""How a passage gets its id from its content, so that the id survives another extraction."""

import base64
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from archive.model import Passage

# What extractors of one page disagree on: soft hyphens and other invisible marks are dropped,
# quotation marks and dashes of any shape are one. Joiners (U+200C, U+200D) are spelling: kept.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)


def normalised(text: str) -> str:
    """The words of `text` without what extractions of one page disagree on; equal means same."""
    visible = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return " ".join(visible.translate(_FOLDED).split())


def passage_id(doc_id: str, text: str, occurrence: int) -> str:
    """The id of a passage: "p" and 12 base32 characters (60 bits) of a SHA-256 over its content.

    `occurrence` counts from 1 among the passages of the document with this text, in order. The
    id is the same after another extraction: white space, soft hyphens and the shapes of
    quotation marks and dashes do not change it, and neither do compatibility forms (NFKC).
    """
    content = "\0".join((doc_id, normalised(text), str(occurrence)))
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()
    return "p" + base64.b32encode(digest).decode("ascii").lower()[:12]


def with_ids(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages of one version, in the order of its text, each with its `passage_id`."""
    seen: Counter[str] = Counter()
    named = []
    for passage in passages:
        text = normalised(passage.text)
        seen[text] += 1
        new_id = passage_id(passage.doc_id, passage.text, seen[text])
        named.append(replace(passage, passage_id=new_id))
    return tuple(named)
