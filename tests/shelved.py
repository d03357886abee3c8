"""Documents with several versions, for the tests of what earlier ones said."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from edits import passages

from archive import records
from archive.model import Document, Record, TextOrigin, Version
from archive.passage_ids import with_ids


def shelve(
    corpus: Path,
    doc_id: str,
    *texts: Sequence[str],
    digest: str = "",
    captured: str = "2026-01",
    number: str = "",
) -> tuple[str, ...]:
    """Keep a document whose versions have these passages, captured on the days of a month.

    `number` is printed before the last passage of each. Returns the versions' ids, oldest first.
    """
    versions, originals = [], {}
    for day, paragraphs in enumerate(texts, start=1):
        original = "\n\n".join(paragraphs).encode()
        sha256 = hashlib.sha256(original).hexdigest()
        version_id = f"v{sha256[:12]}"
        of_document = [replace(one, doc_id=doc_id) for one in passages(paragraphs, version_id)]
        of_document[-1] = replace(of_document[-1], number=number)
        originals[version_id] = original
        versions.append(
            Version(
                version_id=version_id,
                doc_id=doc_id,
                text=original.decode(),
                origin=TextOrigin.CAPTURED,
                passages=with_ids(of_document),
                sha256=sha256,
                original="original.txt",
                media_type="text/plain",
                captured_at=f"{captured}-{day:02}T00:00:00+00:00",
            )
        )
    document = Document(doc_id=doc_id, title=f"On {doc_id}", language="en", digest=digest)
    record = Record(document=document, versions=tuple(versions))
    records.write(corpus, record, originals=originals)
    return tuple(originals)
