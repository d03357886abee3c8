"""What the shipped rules of positions find in a text, for the tests of them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from builds import row_named

from archive.annotation import rules
from archive.annotation.annotate import Annotator
from archive.annotation.model import Annotation

CORPUS = Path(__file__).parents[1] / "corpus"


@cache
def annotator() -> Annotator:
    """The shipped rules, compiled."""
    return Annotator.of(rules.load(rules.source(CORPUS)))


def annotated(
    text: str,
    *,
    by: str = "FIDH",
    title: str = "A text",
    record: str = "",
    language: str = "en",
    **fields: object,
) -> Annotation:
    """What is found in a passage with `text` and `fields`, of a document of kind `record`."""
    row = row_named("p")
    passage = replace(row.passage, text=text, end=len(text), language=language, **fields)  # type: ignore[arg-type]
    document = replace(row.document, title=title, publishers=(by,), kind=record)
    return annotator().annotate(replace(row, passage=passage, document=document))
