"""Datestamps: a document's instant moves when it changed, and at no other time."""

from pathlib import Path

from builds import HashEncoder, fill, put, settings_in

from archive import datestamps
from archive.datestamps import Stamp, advanced, seen
from archive.generation import open_served
from archive.opened import open_index
from archive.settings import Settings
from indexer.build import build


def stamp(key: str, day: int, **fields: object) -> Stamp:
    return Stamp(key=key, changed_at=f"2026-11-{day:02}T00:00:00Z", **fields)  # type: ignore[arg-type]


def built(settings: Settings) -> dict[str, Stamp]:
    """Build the corpus and look at every document."""
    build(settings, encoder=HashEncoder())
    return seen(open_index(open_served(settings.var)))


def test_a_new_index_of_the_same_documents_dates_nothing_anew() -> None:
    """What did not change keeps its instant, however often the archive is built."""
    before = {"a": stamp("1", 1), "b": stamp("2", 1)}
    now = {"a": stamp("1", 9), "b": stamp("2", 9)}
    assert advanced(before, now) == before


def test_a_change_an_addition_and_a_loss_are_dated() -> None:
    """Each gets the instant of the index that shows it; what is gone stays known."""
    before = {"same": stamp("1", 1), "edited": stamp("2", 1), "gone": stamp("3", 1)}
    now = {"same": stamp("1", 9), "edited": stamp("9", 9), "new": stamp("4", 9)}
    after = advanced(before, now)
    assert {doc_id: one.changed_at[8:10] for doc_id, one in after.items()} == {
        "same": "01",
        "edited": "09",
        "new": "09",
        "gone": "09",
    }
    assert after["gone"].is_deleted
    assert advanced(after, now) == after


def test_a_document_that_comes_back_is_not_deleted() -> None:
    """It is a change like any other."""
    after = advanced({"a": stamp("", 1)}, {"a": stamp("1", 9)})
    assert after == {"a": stamp("1", 9)}


def test_an_older_index_served_again_is_news() -> None:
    """After a rollback a harvester that asks from its last visit on sees what changed back."""
    before = {"a": stamp("new", 9), "b": stamp("2", 9)}
    after = advanced(before, {"a": stamp("old", 1), "b": stamp("2", 1)})
    assert after["a"].changed_at == "2026-11-09T00:00:01Z"
    assert after["b"] == before["b"]


def test_the_stamps_of_real_builds(tmp_path: Path) -> None:
    """An edited text changes its document's key; all else has the key it had."""
    settings = settings_in(tmp_path)
    fill(settings.corpus, 4)
    first = built(settings)
    put(settings.corpus, "doc-001", ["Other words about justice."])
    second = built(settings)
    assert sorted(first) == ["doc-000", "doc-001", "doc-002", "doc-003"]
    changed = [doc_id for doc_id in first if first[doc_id].key != second[doc_id].key]
    assert changed == ["doc-001"]
    after = advanced(first, second)
    assert [d for d in after if after[d].changed_at != first[d].changed_at] == ["doc-001"]


def test_stamps_are_kept_and_a_damaged_file_is_none(tmp_path: Path) -> None:
    """They are disposable: without the file all documents count as changed."""
    stamps = {"a": stamp("1", 1, values=(("theme", "عدالة"), ("publisher", "FIDH")))}
    datestamps.write(tmp_path, stamps)
    assert datestamps.read(tmp_path) == stamps
    for damaged in (b"", b"[]", b'{"a": 1}', b'{"a": {}}', b"\xff"):
        (tmp_path / datestamps.NAME).write_bytes(damaged)
        assert datestamps.read(tmp_path) == {}
    assert datestamps.read(tmp_path / "nowhere") == {}
