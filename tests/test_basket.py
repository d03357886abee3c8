"""The basket: in the address alone, on every page, and out of it as one file."""

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from builds import HashEncoder, settings_in
from flask.testing import FlaskClient
from sites import app_over
from test_earlier import DROPPED, DROPPED_ID, KEPT_ID, NEW, OLD
from test_earlier import keep as keep_versions
from test_packing import unpacked, verified

from archive.citation.styles import STYLES
from indexer.build import build
from web.kept import MOST

DOC = "/d/statement-2025-en"


@pytest.fixture
def two(client: FlaskClient) -> tuple[str, str]:
    """The ids of a captured passage and of a digest."""
    return passages(client, "statement-2025-en")[2], passages(client, "digest-fr")[0]


def passages(client: FlaskClient, doc_id: str) -> list[str]:
    found = json.loads(client.get(f"/api/v1/documents/{doc_id}").text)["passages"]
    return [one["passage_id"] for one in found]


def hrefs(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]


def kept_in(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("p", [])


@pytest.mark.parametrize("address", [DOC, "/search?q=torture&mode=keyword", f"{DOC}/cite?passage="])
def test_a_passage_is_kept_where_it_is_seen(client: FlaskClient, address: str) -> None:
    """The link leads to the same page, with the passage in the address, and then out of it."""
    name = passages(client, "statement-2025-en")[1]
    here = address + (name if address.endswith("=") else "")
    link = next(one for one in hrefs(client.get(here).text) if kept_in(one) == [name])
    assert urlsplit(link).path == urlsplit(here).path
    for given, value in parse_qs(urlsplit(here).query).items():
        assert parse_qs(urlsplit(link).query)[given] == value
    page = client.get(link.partition("#")[0]).text
    assert "kept ✓" in page
    assert "Basket (1)" in page
    out = [one for one in hrefs(page) if one.partition("#")[0].rstrip("?") == here]
    assert out


@pytest.mark.parametrize(
    "address", ["/", "/about", "/quote", "/positions", DOC, "/search?q=torture"]
)
def test_no_link_or_form_loses_the_basket(
    client: FlaskClient, two: tuple[str, str], address: str
) -> None:
    """Every page of ours that a page leads to is asked with the basket, and so is every form."""
    sign = "&" if "?" in address else "?"
    page = client.get(f"{address}{sign}p={two[0]}&p={two[1]}").text
    for link in hrefs(page):
        path = urlsplit(link).path
        if not re.match(r"/(p|oai)/|/static|.*\.\w+$", path):
            changed = {two[0], two[1]} ^ set(kept_in(link))
            assert len(changed) <= 1, link
    for form in re.findall(r"<form.*?</form>", page, re.S):
        assert form.count('name="p"') == 2
    assert "Basket (2)" in page


def test_a_page_without_a_basket_is_as_it_was(client: FlaskClient) -> None:
    """Nobody who keeps nothing has anything of it in an address."""
    page = client.get("/search?q=torture").text
    plain = [one for one in hrefs(page) if kept_in(one)]
    assert all(f"{one.partition('#')[0]}".count("p=p") == 1 for one in plain)
    assert 'name="p"' not in page
    assert "X-Robots-Tag" not in client.get(DOC).headers


def test_a_basket_is_seen_and_no_cookie_set(client: FlaskClient, two: tuple[str, str]) -> None:
    """Each passage with its words and its citation in the style; one can be taken out."""
    for style in STYLES:
        answer = client.get(f"/basket?p={two[0]}&p={two[1]}&style={style}")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex"
        page = answer.text
        assert page.count('class="copied"') >= 2
        assert "Protect judges of the court" in page
        assert "digest, not the document's text" in unescape(page)
        assert f"/basket?style={style}&p={two[1]}" in hrefs(page)
    assert client.get(f"/basket?p={two[0]}&style=x").status_code == 400


def test_a_digest_is_set_as_no_quotation(client: FlaskClient, two: tuple[str, str]) -> None:
    """A document's own words are quoted, ours about it are not."""
    own, ours = two
    for passage_id, doc_id, is_quoted in (
        (own, "statement-2025-en", True),
        (ours, "digest-fr", False),
    ):
        for path in (f"/basket?p={passage_id}", f"/d/{doc_id}/cite?passage={passage_id}"):
            assert ("<blockquote" in client.get(path).text) is is_quoted, path


def test_an_empty_basket_says_how_to_fill_it(client: FlaskClient) -> None:
    """And has no file to take."""
    assert "Nothing is in it" in client.get("/basket").text
    for suffix in ("ris", "bib", "json", "txt", "zip"):
        assert client.get(f"/basket.{suffix}").status_code == 404
    assert client.get("/basket.doc?p=paaaaaaaaaaaa").status_code == 404


def test_all_is_taken_as_one_file(client: FlaskClient, two: tuple[str, str]) -> None:
    """In the order they were kept, each once, with keys that differ."""
    asked = f"?p={two[0]}&p={two[1]}&p={two[0]}"
    ris = client.get(f"/basket.ris{asked}").data.decode()
    assert re.findall(r"^ID  - (.*)\r$", ris, re.M) == [
        f"statement-2025-en-{two[0]}",
        f"digest-fr-{two[1]}",
    ]
    assert ris.count("ER  - \r\n") == 2
    bibtex = client.get(f"/basket.bib{asked}").text
    assert len(set(re.findall(r"^@\w+\{(.*),$", bibtex, re.M))) == 2
    assert len(json.loads(client.get(f"/basket.json{asked}").text)) == 2
    text = client.get(f"/basket.txt{asked}&style=un").text
    assert [text.count(f"/p/{name}") for name in two] == [1, 1]
    assert "accessed on" in text


def test_the_pack_of_a_basket_is_whole(
    client: FlaskClient, two: tuple[str, str], tmp_path: Path
) -> None:
    """Passages of several documents in one pack, which checks itself."""
    content = client.get(f"/basket.zip?p={two[0]}&p={two[1]}").data
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        names = pack.namelist()
    assert {f"passages/{name}.txt" for name in two} <= set(names)
    assert sum(name.endswith("document.json") for name in names) == 2
    assert verified(unpacked(content, tmp_path))[0] == 0


def test_a_basket_has_a_limit(client: FlaskClient) -> None:
    """Fifty are taken; beyond that the message says how many there are and what to do."""
    names = [f"p{'a' * 10}{one}{two}" for one in "abcdefgh" for two in "abcdefgh"]
    full = "&".join(f"p={name}" for name in names[:MOST])
    assert client.get(f"/basket?{full}").status_code == 200
    answer = client.get(f"/basket?{full}&p={names[MOST]}")
    assert answer.status_code == 400
    assert "at most 50 passages, and this address names 51" in answer.text
    assert client.get(f"/basket.ris?{full}&p={names[MOST]}").status_code == 400
    page = client.get(f"{DOC}?{full}").text
    assert "basket is full" in page


@pytest.mark.parametrize("value", ["x", "<script>", "p" * 500, "é", "%00", "paaaaaaaaaaaa"])
def test_what_is_no_passage_is_said(client: FlaskClient, value: str) -> None:
    """It is named and can be taken out, and no file holds it."""
    page = client.get("/basket", query_string={"p": value}).text
    assert "There is no passage" in page
    assert "<script>" not in page
    assert client.get("/basket.ris", query_string={"p": value}).status_code == 404


def test_an_earlier_passage_stays_citable(tmp_path: Path) -> None:
    """A basket of long ago still cites the version it was filled from, and says what became."""
    settings = settings_in(tmp_path)
    keep_versions(settings.corpus, OLD, NEW)
    build(settings, encoder=HashEncoder())
    client = app_over(settings).test_client()
    page = client.get(f"/basket?p={DROPPED_ID}&p={KEPT_ID}").text
    assert DROPPED in page
    assert "is not in the present text" in page
    assert f"sha256:{OLD[0].sha256[:12]}" in page
    assert OLD[0].sha256 in client.get(f"/basket.ris?p={DROPPED_ID}").text


def test_a_short_address_keeps_the_basket(client: FlaskClient, two: tuple[str, str]) -> None:
    """Also across a redirect."""
    there = client.get(f"/p/{two[0]}?p={two[1]}").headers["Location"]
    assert there == f"{DOC}?p={two[1]}#{two[0]}"


def test_a_long_query_keeps_the_basket(client: FlaskClient, two: tuple[str, str]) -> None:
    """It is posted, and the buttons of its page have the basket in their addresses."""
    text = "torture of victims and the courts " * 40
    page = client.post("/search", data={"q": text, "p": two[0]}).text
    targets = [unescape(one) for one in re.findall(r'formaction="([^"]*)"', page)]
    assert targets
    assert all(two[0] in kept_in(one) or one.startswith("/search") for one in targets)
    assert f"/search?p={two[0]}" in {one.split("&")[0] for one in targets}
