"""A real statement and the reports it links to, served on loopback, captured and filed."""

import html
from dataclasses import dataclass
from pathlib import Path

from sources import QuickClock, answer, fetcher_of, serving

from archive import records
from archive.model import Record
from indexer import filing
from indexer.filing import Filing

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What became of the statement and of each link; the records of those that were filed."""

    statement: Filing
    followed: list[Filing]
    filed: list[Record]


def capture(corpus: Path) -> Captured:
    """File the statement and what it links to in `corpus`."""
    with serving() as site:
        site.answers["/statement"] = answer(page())
        for path, (name, kind) in REPORTS.items():
            content = (SHARED / name).read_bytes()
            site.answers[path] = answer(content, headers=[("Content-Type", kind)])
        filer = filing.opened(corpus, fetcher_of(site, QuickClock()))
        statement = filer.file("http://site.example/statement")
        followed = list(filer.follow(statement.doc_id))
    filed = [records.read(corpus / one.doc_id) for one in followed if one.doc_id]
    return Captured(statement=statement, followed=followed, filed=filed)
