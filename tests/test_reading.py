"""A build reads the records that changed, and takes the same from the others as if it had."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builds import HashEncoder, fill, live_rows, put, quick_folder, settings_in, wanted_rows

from archive import earlier, generation, records
from archive.cites import Said
from archive.errors import RecordError
from archive.model import Record
from archive.settings import Settings
from indexer import reading, seen
from indexer.build import build


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Four documents, of which one has an earlier version; all files count as settled."""
    monkeypatch.setattr(seen, "SETTLED_NS", -(10**18))
    with quick_folder(tmp_path) as folder:
        made = settings_in(folder)
        fill(made.corpus, 4)
        record = records.read(made.corpus / "doc-001")
        document = replace(record.document, digest="States must end it.")
        records.write(made.corpus, replace(record, document=document))
        yield made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records that are read, one name for each time."""
    names: list[str] = []
    real = records.read

    def counted(folder: Path) -> Record:
        names.append(folder.name)
        return real(folder)

    monkeypatch.setattr(records, "read", counted)
    return names


def test_only_what_changed_is_read(settings: Settings, read: list[str]) -> None:
    """The generation is the one that a build from nothing makes, earlier versions too."""
    build(settings, encoder=HashEncoder())
    put(settings.corpus, "doc-003", ["Another paragraph."])
    put(settings.corpus, "doc-009", ["One more."])
    read.clear()
    build(settings, encoder=HashEncoder())
    assert read == ["doc-003", "doc-009"]
    assert live_rows(settings.var) == wanted_rows(settings.corpus)
    full = replace(settings, var=settings.var.with_name("full"))
    build(full, encoder=HashEncoder())
    served = [generation.open_served(one.var) for one in (settings, full)]
    before = [(one.folder / earlier.STORED).read_bytes() for one in served]
    assert before[0] == before[1] != b""
    assert served[0].manifest.corpus_digest == served[1].manifest.corpus_digest


def test_nothing_is_read_where_nothing_changed(settings: Settings, read: list[str]) -> None:
    """Not even where another index is built of the same records."""
    first = build(settings, encoder=HashEncoder())
    read.clear()
    assert build(settings, encoder=HashEncoder()) == first
    assert read == []


def test_an_earlier_version_that_is_not_held_is_traced_again(
    settings: Settings, read: list[str]
) -> None:
    """The fates of its passages are in no other place than the served generation."""
    build(settings, encoder=HashEncoder())
    (settings.var / generation.POINTER).unlink()
    read.clear()
    build(settings, encoder=HashEncoder())
    assert read[0] == "doc-001"
    assert live_rows(settings.var) == wanted_rows(settings.corpus)


def test_a_remembered_record_that_is_needed_and_changed_is_refused(
    settings: Settings,
) -> None:
    """Its rows are not the ones that the plan counts on."""
    looked = seen.look(settings.corpus).records()
    first = reading.read(settings.corpus, looked, traced=(), progress=int)
    again = reading.read(settings.corpus, first.seen, traced=first.before, progress=int)
    assert list(again.wanted) == list(first.wanted)
    assert again.rows(settings.corpus, list(again.wanted)) == first.rows(
        settings.corpus, list(first.wanted)
    )
    fresh = reading.read(settings.corpus, first.seen, traced=first.before, progress=int)
    put(settings.corpus, "doc-000", ["Changed."])
    with pytest.raises(RecordError, match="doc-000: was changed while it was read"):
        fresh.rows(settings.corpus, list(fresh.wanted))


def test_a_passage_id_used_twice_is_refused(settings: Settings) -> None:
    """Also where both records are only remembered."""
    looked = seen.look(settings.corpus).records()
    contents = seen.Contents(
        keys=(b"k" * 32,), passage_ids=("p-1",), earlier=(), said=Said(address="", links=())
    )
    both = {name: replace(one, contents=contents) for name, one in list(looked.items())[:2]}
    with pytest.raises(RecordError, match="'p-1' stands in doc-000 and again in doc-001"):
        reading.read(settings.corpus, both, traced=(), progress=int)
