"""Nothing found is an answer that can be cited: what was asked, of what, and what came nearest."""

from pathlib import Path

import pytest
from builds import HashEncoder, put, settings_in
from flask.testing import FlaskClient
from sites import app_over, open_small, put_digest

from archive import misses
from archive.answer import as_json
from archive.generation import open_served
from archive.nodes import Filter, Mode
from archive.opened import open_index
from archive.query import parse
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build
from indexer.commands.search import as_text

NOTHING = '"no such words"'


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Four documents of different days, one of them without a date."""
    made = settings_in(tmp_path_factory.mktemp("misses"))
    put(made.corpus, "older", ["States must end impunity."])
    for doc_id, issued in (("newest-a", "2026-01"), ("newest-b", "2026-01"), ("undated", "")):
        put_digest(
            made.corpus, doc_id, title=f"On {doc_id}", digest="Words on torture.", issued=issued
        )
    build(made, encoder=HashEncoder())
    return made


@pytest.fixture(scope="module")
def searcher(settings: Settings) -> Searcher:
    return open_small(settings)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return app_over(settings).test_client()


def test_the_report_says_what_was_asked_and_of_what(searcher: Searcher) -> None:
    """Query as read with its filters, counts, newest document, index, instant: all to be cited."""
    filters = (Filter(column="kind", values=("report",)),)
    page = searcher.search(parse(NOTHING, mode=Mode.KEYWORD, filters=filters))
    report = as_json(page)["nothing_found"]
    assert report["read_as"] == 'exactly: "no such words" · kind: report'
    assert report["filters"] == {"kind": ["report"]}
    assert (report["documents"], report["passages"]) == (4, 4)
    assert report["newest_document"] == {"doc_id": "newest-b", "date": "2026-01"}
    assert report["built_at"].endswith("+00:00")
    assert as_json(page)["generation_id"] == searcher.generation_id


def test_the_report_says_by_what_was_searched(client: FlaskClient) -> None:
    """A phrase in quotation marks is looked for by its words alone."""
    for typed, by in ((NOTHING, "Words"), ("impunity kind:letter", "Words and meaning")):
        html = client.get("/search", query_string={"q": typed}).text
        assert f"<dt>Searched by</dt> <dd>{by.lower()}" in html


def test_the_nearest_are_named_and_no_hits(searcher: Searcher) -> None:
    """Up to three documents nearest in meaning, outside the filters too, and none counted."""
    filters = (Filter(column="kind", values=("no such kind",)),)
    page = searcher.search(parse("states impunity", filters=filters))
    assert (page.total, page.hits) == (0, ())
    assert page.nothing_found is not None
    nearest = page.nothing_found.nearest
    assert len(nearest) == misses.MOST_NEAREST
    assert [hit.rank for hit in nearest] == [1, 2, 3]
    assert all(len(hit.passages) == 1 for hit in nearest)
    scores = [hit.score for hit in nearest]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("typed", "filters", "unmet"),
    [
        ("kind:zebra", (), ("kind: zebra",)),
        ("impunity kind:zebra date:1901", (), ("kind: zebra", "dated 1901")),
        ("impunity AND (kind:zebra AND language:en)", (), ("kind: zebra",)),
        ("zebras date:2025 -kind:zebra", (), ()),
        ('"no such words" -kind:zebra', (), ()),
        ("kind:zebra OR kind:quagga", (), ()),
        (NOTHING, (Filter(column="kind", values=("zebra", "quagga")),), ("kind: zebra or quagga",)),
        (NOTHING, (Filter(column="language", values=("zz", "en")),), ()),
    ],
)
def test_a_condition_that_no_document_meets_is_named(
    searcher: Searcher, typed: str, filters: tuple[Filter, ...], unmet: tuple[str, ...]
) -> None:
    """One without which something could be found: not an exclusion, nor one of alternatives."""
    page = searcher.search(parse(typed, mode=Mode.KEYWORD, filters=filters))
    assert page.nothing_found is not None
    assert page.nothing_found.unmet == unmet
    assert as_json(page)["nothing_found"]["unmet"] == [*unmet]


def test_to_leave_out_such_a_condition_is_tried_first(client: FlaskClient) -> None:
    """The first thing to try is what has to be done, and it is said in the page's language."""
    for path, first in (
        ("/search?q=impunity+kind:zebra&kind=report", "Leave out “<bdi>kind: zebra</bdi>”"),
        ("/fr/search?q=date:1901-05", "Retirez «\u00a0<bdi>daté mai 1901</bdi>\u00a0»"),
    ):
        html = client.get(path).text
        tried = html.partition("<h3>")[2].partition("<ul>")[2]
        assert tried.partition("<li>")[2].startswith(first)
    assert "Leave out" not in client.get("/search", query_string={"q": NOTHING}).text


def test_without_a_model_nothing_is_called_near(settings: Settings) -> None:
    """The report stands without the nearest where meaning is not compared."""
    blind = Searcher(open_index(open_served(settings.var)), None)
    page = blind.search(parse(NOTHING))
    assert page.nothing_found is not None
    assert page.nothing_found.nearest == ()


@pytest.mark.parametrize(("text", "filters"), [("impunity", ()), ("", ())])
def test_no_report_where_something_is_found_or_nothing_asked(
    searcher: Searcher, text: str, filters: tuple[Filter, ...]
) -> None:
    """A page behind the last one is no report either."""
    for page in (1, 50):
        answer = searcher.search(parse(text, mode=Mode.KEYWORD, filters=filters, page=page))
        assert answer.nothing_found is None
        assert as_json(answer)["nothing_found"] is None


def test_what_is_far_in_meaning_and_has_no_word_is_not_found(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the model's bound a passage is no answer; a word in common or no bound makes it one."""
    text = "chocolate recipes"
    for mode in (Mode.HYBRID, Mode.SEMANTIC):
        assert searcher.search(parse(text, mode=mode)).total
    monkeypatch.setattr(misses, "FAR", {HashEncoder.identity.name: 1.1})
    assert searcher.search(parse(text)).total == 0
    assert searcher.rank_documents(parse(text)) == []
    assert searcher.search(parse(text, mode=Mode.SEMANTIC)).total
    assert searcher.search(parse("chocolate impunity")).total


def test_a_question_in_a_language_of_no_document_need_not_be_as_near(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two languages cosines are smaller; not where the language is here or not told."""
    monkeypatch.setattr(misses, "FOREIGN", 2.0)
    monkeypatch.setattr(misses, "FAR", {HashEncoder.identity.name: 1.1})
    assert searcher.search(parse("recettes de chocolat avec les noix")).total
    assert searcher.search(parse("what are the recipes for chocolate")).total == 0
    assert searcher.search(parse("chocolate recipes")).total == 0


def test_the_page_shows_the_report(client: FlaskClient) -> None:
    """The same facts for a reader, and the nearest plainly called not matching."""
    page = client.get("/search", query_string={"q": NOTHING}).text
    assert "No earlier position found" in page
    assert "exactly: &#34;no such words&#34;" in page
    assert "4 documents, 4 passages, the newest of" in page
    assert "not matching" in page


def test_the_terminal_shows_the_report(searcher: Searcher) -> None:
    """The command prints the same facts."""
    text = as_text(searcher.search(parse(NOTHING)))
    assert "No earlier position found.\nRead as: exactly: " in text
    assert "Searched in: 4 documents, 4 passages, the newest of 2026-01" in text
    assert f"Index: {searcher.generation_id}, built " in text
    assert text.count("Nearest, not matching: ") == 3


def test_the_page_offers_what_was_meant_and_what_was_added(tmp_path: Path) -> None:
    """Other names are listed with a way to search without them; a slip has its link."""
    settings = settings_in(tmp_path)
    put(settings.corpus, "one", ["La Cour pénale internationale contre l'impunité."])
    entry = '[[entry]]\nid = "icc"\nen = ["International Criminal Court", "ICC"]\n'
    (settings.corpus / "thesaurus.toml").write_text(f'{entry}fr = ["Cour pénale internationale"]\n')
    build(settings, encoder=HashEncoder())
    client = app_over(settings).test_client()
    page = client.get("/search?q=ICC&mode=keyword").text
    assert "Also searched: <bdi>Cour pénale internationale</bdi>" in page
    assert "/search?q=ICC&amp;mode=keyword&amp;expand=0" in page
    plain = client.get("/search?q=ICC&mode=keyword&expand=0").text
    assert "No earlier position found" in plain
    assert 'href="/search?q=ICC&amp;mode=keyword"' in plain
    assert client.get("/search?q=ICC&expand=2").status_code == 400
    page = client.get("/search?q=impunite+internationle&mode=keyword").text
    assert 'Did you mean <a href="/search?q=impunite+internationale&amp;mode=keyword">' in page
