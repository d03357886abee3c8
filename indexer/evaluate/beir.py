"""The rows of a BEIR corpus: its documents as passages that the index takes as they are."""

import hashlib
from pathlib import Path

from archive.errors import IntakeError
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row
from indexer import language
from indexer.evaluate.collections import checked_id, json_lines, text_of
from indexer.sentences import parts

# A text of up to so many words is one passage, about a page; the encoder cuts windows of its own.
PASSAGE_WORDS = 400

# (doc_id, title, text)
Source = tuple[str, str, str]


def read_rows(folder: Path) -> list[Row]:
    """The rows of `folder`/corpus.jsonl in the order of the file.

    A document without a word in title and text has no row and cannot be found. Raises
    IntakeError naming file, line and value.
    """
    path = folder / "corpus.jsonl"
    sources = _sources(path)
    # Short and unclear texts are taken to be in the language of the whole.
    common = language.of_document(" ".join(text for _, _, text in sources))
    rows = [row for source in sources for row in rows_of(source, common_language=common)]
    if not rows:
        raise IntakeError(f"{path} has no document with a word in it.")
    return rows


def rows_of(source: Source, *, common_language: str) -> list[Row]:
    """The rows of one document; a passage's id holds the document's in hex, since it is ASCII."""
    doc_id, title, text = source
    written_in = language.of_passage(text, document=common_language)
    document = Document(doc_id=doc_id, title=title, language=written_in)
    version_id = hashlib.sha256(text.encode()).hexdigest()
    return [
        Row(
            document=document,
            passage=Passage(
                passage_id=f"{doc_id.encode().hex()}-{number}",
                doc_id=doc_id,
                version_id=version_id,
                text=text[start:end],
                start=start,
                end=end,
                kind=PassageKind.PARAGRAPH,
                language=written_in,
            ),
            origin=TextOrigin.CAPTURED,
            sha256=version_id,
        )
        for number, (start, end) in enumerate(parts(text, written_in, words=PASSAGE_WORDS), start=1)
    ]


def _sources(path: Path) -> list[Source]:
    """Each document once; one without a text has its title for a text."""
    sources: list[Source] = []
    seen: set[str] = set()
    for where, entry in json_lines(path):
        doc_id = checked_id(entry, where)
        if doc_id in seen:
            raise IntakeError(f"{where} has the document '{doc_id}' a second time.")
        seen.add(doc_id)
        title = text_of(entry, "title", where).strip()
        text = text_of(entry, "text", where)
        sources.append((doc_id, title, text if text.strip() else title))
    return sources
