"""A statement and the reports it links to are captured from copies of real pages and searched."""

import dataclasses
from pathlib import Path

import pytest
from builds import HashEncoder, settings_in
from reports import SHARED, capture
from sites import open_small

from archive import link_states, query, soundness
from archive.model import LinkState
from indexer.build import build


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
def test_a_statement_and_its_reports_end_as_passages_with_pages(tmp_path: Path) -> None:
    """Every link ends in a state; every page of a PDF can be searched and cited."""
    settings = settings_in(tmp_path)
    captured = capture(settings.corpus)
    statement, followed = captured.statement, captured.followed
    assert [one.state for one in followed] == [*[LinkState.FILED] * 3, LinkState.DEAD]
    states = link_states.read(settings.corpus / statement.doc_id)
    assert [known.doc_id != "" for known in states.values()].count(True) == 3
    filed = [record.current for record in captured.filed]
    assert [max(one.page or 0 for one in version.passages) for version in filed] == [5, 12, 0]
    assert all(len(version.passages) > 50 for version in filed)
    assert list(soundness.damage(settings.corpus)) == []
    build(settings, encoder=HashEncoder())
    searcher = open_small(settings)
    for words, doc_id, page_number in (
        ("subject of arrest warrants or summonses", followed[0].doc_id, 3),
        ("pushbacks and chain refoulement", followed[1].doc_id, 9),
    ):
        answered = searcher.search(dataclasses.replace(query.parse(f'"{words}"'), limit=10))
        (hit,) = [hit for hit in answered.hits if hit.document.doc_id == doc_id]
        assert hit.passages[0].passage.page == page_number
