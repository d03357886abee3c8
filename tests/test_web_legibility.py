"""A reader hears of a text that a machine read from a scan, or that could not be read well."""

import dataclasses
import hashlib
from pathlib import Path

import pytest
from builds import HashEncoder, settings_in
from sites import app_over, put_statement

from archive import records
from archive.model import Record
from indexer.build import build

SCAN = "read by a machine from a scan, 84 % sure"
DOUBT = "may have errors or gaps"


def altered(record: Record, *, confidence: int | None, text: str) -> Record:
    """The record with `text` in place of its own, read so surely."""
    passage = dataclasses.replace(
        record.current.passages[0],
        text=text,
        start=0,
        end=len(text),
        confidence=confidence,
        links=(),
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    version_id = f"v{digest[:12]}"
    passages = records.with_ids([dataclasses.replace(passage, version_id=version_id)])
    version = dataclasses.replace(
        record.current, text=text, passages=passages, sha256=digest, version_id=version_id
    )
    version = dataclasses.replace(version, captured_at="2026-05-05T00:00:00+00:00")
    return dataclasses.replace(record, versions=(*record.versions, version))


@pytest.mark.parametrize(
    ("text", "confidence", "said"),
    [
        ("The families waited for years.", 84, SCAN),
        ("Th\ufffd f\ufffdm\ufffdl\ufffd\ufffds w\ufffd\ufffdt\ufffdd.", None, DOUBT),
        ("The families waited for years.", None, ""),
    ],
)
def test_a_doubtful_text_is_shown_as_such(
    tmp_path: Path, text: str, confidence: int | None, said: str
) -> None:
    """Above its words, and only where there is a reason."""
    settings = settings_in(tmp_path)
    put_statement(settings.corpus, "statement")
    record = records.read(settings.corpus / "statement")
    new = altered(record, confidence=confidence, text=text)
    originals = {new.current.version_id: text.encode()}
    records.write(settings.corpus, new, originals=originals)
    build(settings, encoder=HashEncoder())
    page = app_over(settings).test_client().get("/d/statement").get_data(as_text=True)
    assert [one for one in (SCAN, DOUBT) if one in page] == [one for one in (said,) if one]
