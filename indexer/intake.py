"""Make a record of an offered file: read it, cut it into passages, describe it."""

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import records
from archive.errors import IntakeError, RecordError
from archive.model import Document, Record, TextOrigin, Version
from archive.record_checks import RESERVED
from indexer import description, language, offered
from indexer.description import Description
from indexer.extract import confined, media, scans
from indexer.extract.blocks import Extraction
from indexer.segment import segment

# Raised when a reader or the cutting changes, so that texts can be told apart by it.
EXTRACTOR = "archive 3"
# A page of print has some 2,000 letters; with fewer than this on average it is a picture.
_LETTERS_A_PAGE = 20
_ORIGINAL_MAX_BYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A record that a file makes, with its bytes; not written yet.

    `unread` are the pages from 1, of `pages`, that are pictures whose text could not be read.
    """

    record: Record
    content: bytes
    pages: int = 0
    unread: tuple[int, ...] = ()

    @property
    def document(self) -> Document:
        """What is known of the document."""
        return self.record.document

    @property
    def version(self) -> Version:
        """The version that the file is."""
        return self.record.current

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that nobody stated."""
        fields = ("title", "publishers", "kind", "issued", "url")
        return tuple(name for name in fields if not getattr(self.document, name))


@dataclass(slots=True, kw_only=True)
class Corpus:
    """The records that are kept, by their ids and by the SHA-256 of their originals."""

    folder: Path
    doc_ids: set[str]
    originals: dict[str, str]

    def owner_of(self, content: bytes) -> str:
        """The doc_id of the record that keeps these bytes as an original, or nothing."""
        return self.originals.get(hashlib.sha256(content).hexdigest(), "")

    def note(self, record: Record) -> None:
        """Remember a record that was taken."""
        self.doc_ids.add(record.document.doc_id)
        for version in record.versions:
            if version.origin is TextOrigin.CAPTURED:
                self.originals[version.sha256] = record.document.doc_id


def opened(folder: Path) -> Corpus:
    """Return what `folder` keeps; a record that is damaged counts by its name alone."""
    corpus = Corpus(folder=folder, doc_ids=set(), originals={})
    if not folder.is_dir():
        return corpus
    corpus.doc_ids.update(path.name for path in folder.iterdir() if path.is_dir())
    kept = records.read_all(folder)
    while True:
        try:
            corpus.note(next(kept))
        except StopIteration:
            return corpus
        except RecordError:
            continue


def take(path: Path, corpus: Corpus, *, given: Description) -> Taken:
    """Return the record that the file at `path` makes; nothing is written.

    A field comes from `given`, else the side file, else the file itself, else the record that is
    kept under a stated doc_id, of which the file becomes a new version; what none states stays
    empty. Raises IntakeError with the reason if the file cannot be taken in.
    """
    content = offered.content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 in corpus.originals:
        raise IntakeError(f"the same file is kept as {corpus.originals[sha256]}")
    beside = description.beside(path)
    media_type = media.of(content, path.suffix)
    spoken = given.language or beside.language
    found = confined.extract(content, media_type)
    found = scans.with_scans(content, media_type, found, spoken=spoken)
    text = "\n\n".join(block.text for block in found.blocks)
    _refuse_too_short(text, found)
    stated = description.first_of(given, beside, description.of_file(found))
    spoken = spoken or language.of_document(text, stated=found.language)
    document, kept = _document(stated, path, corpus=corpus, spoken=spoken, sha256=sha256)
    if given.url or beside.url:
        document = dataclasses.replace(document, url_checked=True)
    version = _version(found, document, path=path, sha256=sha256)
    version = dataclasses.replace(version, media_type=media_type)
    record = Record(document=document, versions=(*kept, version))
    return Taken(record=record, content=content, pages=found.pages, unread=found.unread)


def keep(taken: Taken, corpus: Corpus) -> None:
    """Write the record whole; raises RecordError if it cannot be, and then nothing is written."""
    records.write(corpus.folder, taken.record, originals={taken.version.version_id: taken.content})


def _refuse_too_short(text: str, found: Extraction) -> None:
    letters = sum(letter.isalpha() for letter in text)
    if language.is_long_enough(text) and letters >= _LETTERS_A_PAGE * found.pages:
        return
    if found.pages:
        advice = scans.advice()
        raise IntakeError(f"only {letters} letters of text in {found.pages} pages; {advice}")
    raise IntakeError(f"only {letters} letters of text; give a file with text to cite")


def _document(
    stated: Description, path: Path, *, corpus: Corpus, spoken: str, sha256: str
) -> tuple[Document, tuple[Version, ...]]:
    """The document and the captured versions that are kept of it."""
    fields = {field.name: getattr(stated, field.name) for field in dataclasses.fields(Description)}
    fields["language"] = spoken
    if stated.doc_id and stated.doc_id in corpus.doc_ids:
        record = _kept(corpus.folder / stated.doc_id)
        new = {name: value for name, value in fields.items() if value}
        kept = tuple(one for one in record.versions if one.origin is TextOrigin.CAPTURED)
        return dataclasses.replace(record.document, **new), kept
    doc_id = stated.doc_id or description.made_doc_id(stated, language=spoken, name=path.stem)
    if doc_id in corpus.doc_ids:
        doc_id = f"{doc_id[:90]}-{sha256[:8]}"
    return Document(**{**fields, "doc_id": doc_id}), ()


def _kept(folder: Path) -> Record:
    try:
        return records.read(folder)
    except RecordError as error:
        raise IntakeError(str(error)) from error


def _version(found: Extraction, document: Document, *, path: Path, sha256: str) -> Version:
    version_id = f"v{sha256[:12]}"
    text, passages = segment(
        found.blocks,
        doc_id=document.doc_id,
        version_id=version_id,
        language=document.language,
    )
    return Version(
        version_id=version_id,
        doc_id=document.doc_id,
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=passages,
        sha256=sha256,
        original=_original_name(path, version_id),
        source=document.url or path.name,
        captured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        extractor=f"{EXTRACTOR}; {found.extractor}",
    )


def _original_name(path: Path, version_id: str) -> str:
    """The file's own name, or a plain one where it is hidden, too long or one of a record's."""
    name = path.name
    reserved = name.lower() in RESERVED
    plain = not name.startswith(".") and name.isprintable() and not reserved
    return name if plain and len(name.encode()) <= _ORIGINAL_MAX_BYTES else f"{version_id}-original"
