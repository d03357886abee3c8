"""Atom feeds: what a search finds, told once and under the same name for good."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builds import HashEncoder, fill, put, settings_in
from flask.testing import FlaskClient
from sites import app_over, open_small
from test_earlier import DROPPED_ID, NEW, OLD, SAID_ID, SAYS_ID
from test_earlier import keep as keep_versions

from archive import records
from archive.settings import Settings
from indexer.build import build
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: FlaskClient, query: str) -> ElementTree.Element:
    answer = client.get(f"/search.atom?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.text)


def entries(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") or "" for entry in root.findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    "query", ["q=torture", "theme=torture", "publisher=FIDH", "q=zzz&mode=keyword"]
)
def test_a_feed_has_what_atom_wants(client: FlaskClient, query: str) -> None:
    """Feed and entries have id, title, updated, author and link (RFC 4287, 4.1)."""
    root = feed(client, query)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
        assert element.find(f"{ATOM}link[@rel='alternate']") is not None
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
    assert len(entries(root)) == len(set(entries(root)))


def test_an_entry_is_a_passage_by_its_permalink(client: FlaskClient) -> None:
    """The id leads to the passage, and is the same in every feed."""
    for name in entries(feed(client, "q=reparation")):
        assert client.get(name).status_code == 302
    assert set(entries(feed(client, "q=reparation+victims"))) & set(
        entries(feed(client, "q=reparation"))
    )


def test_a_reader_that_has_it_gets_304(client: FlaskClient) -> None:
    """Nothing is sent twice while nothing changes."""
    tag = client.get("/search.atom?q=torture").headers["ETag"]
    again = client.get("/search.atom?q=torture", headers={"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    other = client.get("/search.atom?q=court", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_feed_of_nothing_is_refused(client: FlaskClient) -> None:
    """A feed needs a search, and its limits are those of the search."""
    assert client.get("/search.atom").status_code == 400
    assert client.get("/search.atom?q=a&mode=x").status_code == 400


def test_a_results_page_leads_to_its_feed(client: FlaskClient) -> None:
    """With the filters and the mode, and without the page."""
    page = client.get("/search?q=torture&theme=torture&mode=keyword&page=1").text
    assert 'type="application/atom+xml"' in page
    assert "/search.atom?q=torture&amp;mode=keyword&amp;theme=torture" in page


def rebuilt(settings: Settings) -> FlaskClient:
    build(settings, encoder=HashEncoder())
    return app_over(settings).test_client()


def test_what_is_new_in_the_archive_comes_first(tmp_path: Path) -> None:
    """A document that is added later stands first, and the others keep their dates."""
    settings = settings_in(tmp_path)
    fill(settings.corpus, 3)
    before = feed(rebuilt(settings), "q=justice&mode=keyword")
    put(settings.corpus, "added", ["Justice long after all the others, in many more words."])
    after = feed(rebuilt(settings), "q=justice&mode=keyword")
    new = [name for name in entries(after) if name not in entries(before)]
    assert entries(after)[: len(new)] == new
    assert len(new) == 1

    def dates(root: ElementTree.Element) -> dict[str, str]:
        return {
            entry.findtext(f"{ATOM}id") or "": entry.findtext(f"{ATOM}updated") or ""
            for entry in root.findall(f"{ATOM}entry")
        }

    assert dates(before).items() <= dates(after).items()
    assert before.findtext(f"{ATOM}updated", "") < after.findtext(f"{ATOM}updated", "")


def near(client: FlaskClient, passage_id: str) -> ElementTree.Element:
    answer = client.get(f"/p/{passage_id}/near.atom")
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.text)


def test_what_is_close_to_a_passage_is_told(tmp_path: Path) -> None:
    """Passages of other documents, near enough, under the ids that they have in every feed."""
    settings = settings_in(tmp_path)
    # Enough of them that three short passages are not most of what a short passage is like.
    fill(settings.corpus, 40)
    words = "Truth commissions hear survivors of torture."
    put(settings.corpus, "first", [words, f"{words} Twice."])
    put(settings.corpus, "second", [f"{words} Again."])
    client = rebuilt(settings)
    first, second = (
        [row.passage.passage_id for row in open_small(settings).document(doc_id)]
        for doc_id in ("first", "second")
    )
    root = near(client, first[0])
    names = [name.rpartition("/")[2] for name in entries(root)]
    assert second[0] in names
    assert not {*first} & {*names}
    assert len(names) < 12
    assert root.findtext(f"{ATOM}title") == f"Close to “{words}” – Archive against Impunity"
    panel = client.get(f"/d/first/cite?passage={first[0]}").text
    assert f'href="/p/{first[0]}/near.atom"' in panel


def test_a_feed_of_a_passage_that_is_not_there_is_refused(client: FlaskClient) -> None:
    """With what to do instead."""
    answer = client.get("/p/paaaaaaaaaaaa/near.atom")
    assert answer.status_code == 404
    assert "search for its words" in answer.text


def test_without_a_model_the_feed_can_be_asked_for_later(tmp_path: Path) -> None:
    """503, so that no reader takes the feed for gone."""
    settings = settings_in(tmp_path)
    fill(settings.corpus, 2)
    build(settings, encoder=None)
    client = create_app(settings).test_client()
    name = json.loads(client.get("/api/v1/documents/doc-000").text)["passages"][0]["passage_id"]
    assert client.get(f"/p/{name}/near.atom").status_code == 503


def test_a_feed_follows_an_edited_passage(tmp_path: Path) -> None:
    """Who follows a passage that is edited later goes on with what it is now."""
    settings = settings_in(tmp_path)
    keep_versions(settings.corpus, OLD, NEW)
    fill(settings.corpus, 3)
    client = rebuilt(settings)
    assert near(client, SAID_ID).findtext(f"{ATOM}title") == near(client, SAYS_ID).findtext(
        f"{ATOM}title"
    )
    assert client.get(f"/p/{DROPPED_ID}/near.atom").status_code == 404


def test_only_new_passages_are_news(tmp_path: Path) -> None:
    """An edit of one passage, or of the title, dates no other passage anew."""
    settings = settings_in(tmp_path)
    texts = [f"Justice in place {number}." for number in range(3)]
    put(settings.corpus, "doc-1", texts)

    def dates() -> dict[str, str]:
        root = feed(rebuilt(settings), "q=justice&mode=keyword")
        return {
            entry.findtext(f"{ATOM}summary") or "": entry.findtext(f"{ATOM}updated") or ""
            for entry in root.findall(f"{ATOM}entry")
        }

    before = dates()
    assert before.keys() == {*texts}
    put(settings.corpus, "doc-1", [*texts[:2], "Justice in another place."])
    after = dates()
    assert {text: after[text] for text in texts[:2]} == {text: before[text] for text in texts[:2]}
    assert after["Justice in another place."] > before[texts[0]]
    record = records.read(settings.corpus / "doc-1")
    document = replace(record.document, title="Another title")
    records.write(settings.corpus, replace(record, document=document))
    assert dates() == after


@pytest.mark.parametrize("address", ["/search.atom?q=torture", "/sitemap.xml", "/opensearch.xml"])
def test_a_reader_may_ask_by_date_too(client: FlaskClient, address: str) -> None:
    """Last-Modified is answered with 304, an older date with the whole; a tag goes before it."""
    first = client.get(address)
    at = first.headers["Last-Modified"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-Modified-Since": at}).status_code == 304
    old = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert client.get(address, headers={"If-Modified-Since": old}).status_code == 200
    both = {"If-Modified-Since": at, "If-None-Match": '"other"'}
    assert client.get(address, headers=both).status_code == 200
    assert client.head(address).headers["ETag"] == first.headers["ETag"]


def test_a_search_itself_is_stored_nowhere(client: FlaskClient) -> None:
    """What may be kept is the feed alone, and no error."""
    assert client.get("/search?q=torture").headers["Cache-Control"] == "private, no-store"
    assert client.get("/search.atom").headers["Cache-Control"] == "private, no-store"
