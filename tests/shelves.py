"""Small searchable archives from a few lines of text, for the tests of searching."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from builds import HashEncoder, keep_text, settings_in
from numpy.typing import NDArray

from archive.encoder import Encoder
from archive.generation import open_served
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.opened import open_index
from archive.query import parse
from archive.results import DocumentHit, PassageHit, ResultPage
from archive.rows import Row
from archive.search import Searcher
from indexer.build import build

SYNONYMS = {"cruelty": "torture", "graft": "corruption", "verdict": "judgment"}

Text = str | tuple[str, PassageKind]


class Thesaural(HashEncoder):
    """The hash encoder, for which some words mean the same."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(DIMENSION,) float32 of length 1; `encoded` remembers the text."""
        self.encoded.append(text)
        words = [word.strip(".,") for word in text.lower().split()]
        return super().encode_query(" ".join(SYNONYMS.get(word, word) for word in words))


def keep(corpus: Path, doc_id: str, texts: Sequence[Text], **fields: object) -> None:
    """Keep a captured document with these passages, paragraphs unless a kind is given."""
    fields = {"title": f"On {doc_id}", "language": "en", **fields}
    pairs = [(one, PassageKind.PARAGRAPH) if isinstance(one, str) else one for one in texts]
    document = Document(doc_id=doc_id, **fields)  # type: ignore[arg-type]
    keep_text(corpus, document, [(words, {"kind": kind}) for words, kind in pairs])


def opened(folder: Path, encoder: Encoder | None) -> Searcher:
    """Build what is kept below `folder` and open it."""
    settings = settings_in(folder)
    settings.corpus.mkdir(exist_ok=True)
    build(settings, encoder=encoder)
    return Searcher(open_index(open_served(settings.var)), encoder)


def ask(searcher: Searcher, text: str, **options: object) -> ResultPage:
    """The answer to what was typed, 100 documents a page unless `limit` says otherwise."""
    return searcher.search(parse(text, **{"limit": 100, **options}))  # type: ignore[arg-type]


def names(page: ResultPage) -> list[str]:
    """The ids of the documents of a page, in its order."""
    return [hit.document.doc_id for hit in page.hits]


def hit_of(page: ResultPage, doc_id: str) -> DocumentHit:
    """The hit of a document that the page has to have."""
    return next(hit for hit in page.hits if hit.document.doc_id == doc_id)


def marked(hit: PassageHit) -> list[str]:
    """The marked runs of a snippet."""
    return [fragment.text for fragment in hit.snippet if fragment.marked]


def row(number: int, text: str, **fields: object) -> Row:
    """A row of a document of its own, with the document's `fields`."""
    language = str(fields.setdefault("language", "en"))
    fields.setdefault("title", "")
    fields.setdefault("doc_id", f"doc-{number:03}")
    document = Document(**fields)  # type: ignore[arg-type]
    passage = Passage(
        passage_id=f"p{number:03}",
        doc_id=document.doc_id,
        version_id="v-1",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language=language,
    )
    return Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)
