"""Annotations on disk: read only when asked for, counted as arrays, changed by decisions alone."""

from pathlib import Path

import numpy as np
import pytest
from builds import put, settings_in
from sites import put_digest

from archive.annotation import rules
from archive.annotation.decided import Decided
from archive.annotation.stored import Annotations
from archive.generation import open_served
from archive.opened import Opened, open_index
from archive.positions.stands import narrowed, newest_first, on_theme
from indexer.build import build

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """An index of two segments with the shipped rules."""
    settings = settings_in(tmp_path_factory.mktemp("stands"))
    settings.corpus.mkdir()
    for name in rules.SOURCES:
        (settings.corpus / name).write_bytes((CORPUS / name).read_bytes())
    put(
        settings.corpus,
        "b",
        [
            "We call on all States to end enforced disappearance.",
            "Enforced disappearance is a crime.",
        ],
    )
    build(settings, encoder=None)
    put(settings.corpus, "a", ["We condemn enforced disappearance.", "The sun shone."])
    put_digest(
        settings.corpus,
        "c",
        title="C",
        digest="The Network condemns enforced disappearance.",
        language="en",
        publishers=("Network",),
    )
    build(settings, encoder=None)
    return open_index(open_served(settings.var))


def test_nothing_is_read_before_it_is_asked_for(opened: Opened) -> None:
    """A search opens a generation without its annotations."""
    fresh = open_index(opened.generation)
    assert not {"rules", "table", "_mapped"} & vars(fresh.annotations).keys()


def test_the_arrays_say_what_the_lines_say(opened: Opened) -> None:
    """Act, addressees and themes of each row are the same in both."""
    notes, found = opened.annotations, 0
    for place, number in enumerate(notes.table.rows.tolist()):
        one = notes.of(number)
        themes = notes.table.themes[notes.table.places == place].tolist()
        assert [notes.rules.theme_ids[theme] for theme in themes] == [
            theme.theme_id for theme in one.themes
        ]
        assert bool(notes.table.acts[place]) == bool(one.act)
        assert bool(notes.table.to[place]) == bool(one.addressees)
        assert int(notes.table.starts[place]) == opened.row(number).passage.start
        found += 1
    assert found == 4


def test_equal_dates_are_ordered_by_document_and_place(opened: Opened) -> None:
    """Newest first, undated last; two segments do not show in the order."""
    stands = on_theme(opened, "enforced-disappearance")
    ordered = [opened.row(n).passage for n in stands.rows[newest_first(stands)].tolist()]
    assert [one.doc_id for one in ordered] == ["a", "b", "b", "c"]
    assert ordered[1].start < ordered[2].start
    assert len(narrowed(stands, {"act": "condemn", "origin": "digest"}).rows) == 1


def test_decisions_change_one_row_and_no_other(opened: Opened) -> None:
    """A rejected theme goes, an accepted act comes, also where nothing was found before."""
    rows = {opened.row(n).passage.text: n for n in range(len(opened.live))}
    condemned, plain = rows["We condemn enforced disappearance."], rows["The sun shone."]
    decided = {
        condemned: Decided(start=0, language="en", themes={"enforced-disappearance": False}),
        plain: Decided(start=21, language="en", themes={"evidence": True}, acts={"concern": True}),
    }
    folders = [opened.generation.segment(name) for name in opened.generation.segment_ids]
    notes = Annotations(opened.generation.folder, folders, opened.bases, lambda: decided)
    assert notes.of(condemned).themes == ()
    assert (notes.of(plain).act, notes.of(plain).themes[0].basis) == ("concern", "editor")
    table, before = notes.table, opened.annotations.table
    torture = notes.rules.theme_ids.index("enforced-disappearance")
    assert sorted(table.rows[table.places[table.themes == torture]].tolist()) == sorted(
        set(before.rows[before.places[before.themes == torture]].tolist()) - {condemned}
    )
    assert int(table.acts[np.flatnonzero(table.rows == plain)[0]]) > 0
