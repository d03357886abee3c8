"""A card: one passage that takes a stand, with what was found of it."""

from dataclasses import dataclass

from archive.annotation.model import Annotation
from archive.model import Document, Passage, TextOrigin
from archive.opened import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One position: the words are `passage.text`; a digest's are ours, not the document's."""

    document: Document
    passage: Passage
    annotation: Annotation
    is_digest: bool


def card(opened: Opened, number: int) -> Card:
    """The card of row `number`."""
    row = opened.row(number)
    return Card(
        document=row.document,
        passage=row.passage,
        annotation=opened.annotations.of(number),
        is_digest=row.origin is TextOrigin.DIGEST,
    )
