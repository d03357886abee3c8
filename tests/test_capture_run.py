"""A statement and the reports it links to are captured from copies of real pages and searched."""

import dataclasses
import html
from pathlib import Path

import pytest
from builds import HashEncoder, settings_in
from sites import open_small
from sources import QuickClock, answer, fetcher_of, serving

from archive import link_states, query, records, soundness
from archive.model import LinkState
from indexer import filing
from indexer.build import build

SHARED = Path(__file__).parents[2] / "shared" / "data" / "documents"
STATEMENT = "icjtoday/news/aba-adopts-policy-condemning-threats-against-the-icc-and-its-officers.md"
PDF = "application/pdf"
REPORTS = {
    "/resolution.pdf": ("unga-pdf/A_RES_73_7-EN.pdf", PDF),
    "/report.pdf": ("upr-slovenia/4thcycleunoriginal/g2419943.pdf", PDF),
    "/declaration": ("udhr/eng.html", "text/html; charset=utf-8"),
}
GONE = "/gone"


def page() -> str:
    """The real statement as a page that links to the reports, and to one that is gone."""
    body = (SHARED / STATEMENT).read_text(encoding="utf-8").split("---\n", 2)[2]
    parts = [
        html.escape(part) for part in body.split("\n\n") if "<" not in part and "](" not in part
    ]
    links = [
        f'<p>See <a href="http://other.example{path}">what was said before, part {number}</a> of '
        "the same matter, as the undersigned read it at that time.</p>"
        for number, path in enumerate([*REPORTS, GONE])
    ]
    title = "A policy on threats against the Court"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1>{''.join(f'<p>{part}</p>' for part in parts)}{''.join(links)}"
        "</article></body></html>"
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not here")
def test_a_statement_and_its_reports_end_as_passages_with_pages(tmp_path: Path) -> None:
    """Every link ends in a state; every page of a PDF can be searched and cited."""
    settings = settings_in(tmp_path)
    with serving() as site:
        site.answers["/statement"] = answer(page())
        for path, (name, kind) in REPORTS.items():
            content = (SHARED / name).read_bytes()
            site.answers[path] = answer(content, headers=[("Content-Type", kind)])
        filer = filing.opened(settings.corpus, fetcher_of(site, QuickClock()))
        statement = filer.file("http://site.example/statement")
        followed = list(filer.follow(statement.doc_id))
    assert [one.state for one in followed] == [*[LinkState.FILED] * 3, LinkState.DEAD]
    states = link_states.read(settings.corpus / statement.doc_id)
    assert [known.doc_id != "" for known in states.values()].count(True) == 3
    filed = [records.read(settings.corpus / one.doc_id).current for one in followed[:3]]
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
