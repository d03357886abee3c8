"""The document "appeal": its captured versions, its record, and how it is kept."""

import hashlib
from pathlib import Path

from archive import records
from archive.model import (
    Document,
    Link,
    Passage,
    PassageKind,
    Record,
    TextOrigin,
    Version,
)
from archive.records import with_ids

ORIGINAL = b"%PDF the bytes as they came"
WORDS = "States must act now.\nThey must arrest suspects.\nStates must act now."


def captured(version_id: str = "v1", *, text: str = WORDS, day: int = 1) -> Version:
    """A captured version of the document "appeal" with a passage for each line of `text`."""
    passages, start = [], 0
    for line in text.splitlines(keepends=True):
        passage = line.rstrip("\n")
        passages.append(
            Passage(
                passage_id="",
                doc_id="appeal",
                version_id=version_id,
                text=passage,
                start=start,
                end=start + len(passage),
                kind=PassageKind.CALL,
                language="en",
                page=1,
                links=(Link(anchor=passage[:6], start=start, end=start + 6),),
            )
        )
        start += len(line)
    return Version(
        version_id=version_id,
        doc_id="appeal",
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=with_ids(passages),
        sha256=hashlib.sha256(ORIGINAL).hexdigest(),
        original="appeal.pdf",
        media_type="application/pdf",
        captured_at=f"2026-03-{day:02}T10:00:00+00:00",
    )


def record_of(*versions: Version, title: str = "An appeal") -> Record:
    """The document "appeal" with these versions, or with a digest alone."""
    document = Document(doc_id="appeal", title=title, digest="Asks States to act.")
    return (
        Record(document=document, versions=versions)
        if versions
        else records.catalogue_record(document)
    )


def keep(corpus: Path, record: Record) -> Path:
    """Write `record`, whose captured versions all have the one original."""
    originals = {version.version_id: ORIGINAL for version in record.versions}
    return records.write(corpus, record, originals=originals)
