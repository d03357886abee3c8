"""Atom feeds: what a search finds, told once and under the same name for good."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from builds import HashEncoder, fill, put, settings_in
from flask.testing import FlaskClient
from sites import app_over

from archive.settings import Settings
from indexer.build import build

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
