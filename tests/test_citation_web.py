"""Citing on the web: one click to a citation that holds, for people and for programs."""

import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sites import app_over

from archive.citation.formats import FORMATS
from archive.citation.fragments import text_fragment
from archive.citation.styles import STYLES
from archive.errors import ArchiveError
from archive.settings import Settings, load

DOC = "/d/statement-2025-en"
HOSTILE = [f"/d/hostile-{number:02}" for number in range(12)]


@pytest.fixture
def call_id(client: FlaskClient) -> str:
    """The id of the first numbered call of the statement."""
    match = re.search(r'class="passage call" id="(\w+)"', client.get(DOC).text)
    assert match
    return match[1]


def test_the_panel_has_every_style_and_every_file(client: FlaskClient, call_id: str) -> None:
    """Six citations to copy and six files, of the document and of a passage."""
    for address in (f"{DOC}/cite", f"{DOC}/cite?passage={call_id}"):
        page = client.get(address).text
        assert re.findall(r'id="cite-(\w+)"', page) == [*STYLES]
        for form in FORMATS.values():
            assert f"{DOC}.{form.suffix}" in page
    assert "(FIDH &amp; REDRESS, 2025, p. 1, para. 1)" in page
    assert f"/p/{call_id}" in page


def test_the_panel_marks_the_words_by_their_address(client: FlaskClient, call_id: str) -> None:
    """The link to the words stands for the passage here and at its source."""
    page = client.get(f"{DOC}/cite?passage={call_id}").text
    targets = [unquote(one) for one in re.findall(r'href="([^"]*:~:text=[^"]*)"', page)]
    words = ":~:text=Protect judges of the court against sanctions."
    assert targets == [f"{DOC}#{call_id}{words}", f"https://www.example.org/statement#{words}"]


def test_a_digest_has_no_words_to_quote(client: FlaskClient) -> None:
    """The panel says that the archive holds a digest, and gives no unchecked address."""
    page = client.get("/d/digest-fr/cite").text
    assert "a digest of this document, not its text" in page
    assert "unchecked.example.org" not in page
    assert ":~:text=" not in page
    assert "[2024" in page


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_file_has_its_type_and_name(client: FlaskClient, call_id: str, name: str) -> None:
    """A browser saves it and a reference manager opens it."""
    form = FORMATS[name]
    for query in ("", f"?passage={call_id}"):
        answer = client.get(f"{DOC}.{form.suffix}{query}")
        assert answer.status_code == 200
        assert answer.mimetype == form.media_type
        assert f"statement-2025-en.{form.suffix}" in answer.headers["Content-Disposition"]
        assert "Justice needs courage" in answer.text
        assert (call_id in answer.text) == bool(query)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"dc"}))
def test_a_program_asks_at_the_documents_own_address(client: FlaskClient, name: str) -> None:
    """The permalink answers in the format that is asked for, and says where it stands."""
    answer = client.get(DOC, headers={"Accept": FORMATS[name].media_type})
    assert answer.mimetype == FORMATS[name].media_type
    assert answer.headers["Content-Location"] == f"{DOC}.{FORMATS[name].suffix}"


@pytest.mark.parametrize(
    "accept",
    ["", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "image/png"],
)
def test_a_browser_gets_the_page(client: FlaskClient, accept: str) -> None:
    """Only who prefers a format over HTML gets it; caches are told that it depends."""
    answer = client.get(DOC, headers={"Accept": accept})
    assert answer.mimetype == "text/html"
    assert "Accept" in answer.headers["Vary"]


def test_what_is_not_there_is_not_cited(client: FlaskClient) -> None:
    """Unknown documents, passages, formats and ids are 404, each with a next step."""
    for address in (
        "/d/none/cite",
        "/d/none.ris",
        f"{DOC}.doc",
        f"{DOC}/cite?passage=paaaaaaaaaaaa",
        "/p/paaaaaaaaaaaa",
        "/p/%00é",
        "/unapi?id=none",
    ):
        assert client.get(address).status_code == 404, address


def test_a_passage_of_another_document_is_not_cited_as_this_ones(
    client: FlaskClient, call_id: str
) -> None:
    """The address cannot put words into another publisher's mouth."""
    assert client.get(f"/d/digest-fr/cite?passage={call_id}").status_code == 404
    assert client.get(f"/d/digest-fr.ris?passage={call_id}").status_code == 404


def test_the_short_address_leads_to_the_passage(client: FlaskClient, call_id: str) -> None:
    """`/p/<passage_id>` holds whatever document the passage stands in."""
    answer = client.get(f"/p/{call_id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DOC}#{call_id}")


def test_unapi_lists_and_gives_the_formats(client: FlaskClient, call_id: str) -> None:
    """The three answers of unAPI, version 1, and the marks in the page that lead there."""
    assert client.get("/unapi").status_code == 200
    listed = client.get("/unapi?id=statement-2025-en")
    assert listed.status_code == 300
    formats = ElementTree.fromstring(listed.text)
    assert formats.get("id") == "statement-2025-en"
    assert [one.get("name") for one in formats] == ["ris", "mods", "bibtex"]
    assert client.get("/unapi?id=statement-2025-en&format=ris").text.startswith("TY  - RPRT")
    assert call_id in client.get(f"/unapi?id={call_id}&format=bibtex").text
    assert client.get("/unapi?id=statement-2025-en&format=pdf").status_code == 406
    page = client.get(DOC).text
    assert '<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">' in page
    assert '<abbr class="unapi-id" title="statement-2025-en"></abbr>' in page


def metas(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)


def test_the_page_says_what_indexers_read(client: FlaskClient) -> None:
    """Highwire's tags with the one that makes a report of it, Dublin Core, Open Graph."""
    page = client.get(DOC).text
    found = metas(page)
    for expected in (
        ("citation_title", "Justice needs courage"),
        ("citation_author", "FIDH"),
        ("citation_author", "REDRESS"),
        ("citation_publication_date", "2025/07/17"),
        ("citation_technical_report_institution", "FIDH; REDRESS"),
        ("DC.creator", "REDRESS"),
        ("og:title", "Justice needs courage"),
    ):
        assert expected in found
    assert f'<link rel="canonical" href="http://localhost{DOC}">' in page
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert script
    assert json.loads(script[1])["name"] == "Justice needs courage"


def test_an_inferred_date_is_no_publication_date(client: FlaskClient) -> None:
    """Indexers are told only dates that were seen."""
    names = [name for name, _ in metas(client.get("/d/digest-fr").text)]
    assert "citation_publication_date" not in names
    assert "DC.date" not in names


def test_coins_stand_on_lists_only(client: FlaskClient) -> None:
    """On a document's page they would stand before the better tags."""
    found = client.get("/search?q=torture").text
    assert found.count('class="Z3988"') == found.count('<li class="hit"')
    assert "rft.aucorp=FIDH" in found
    assert "Z3988" not in client.get(DOC).text


def relations(header: str) -> dict[str, list[str]]:
    """The targets of a Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', header):
        found.setdefault(relation, []).append(target)
    return found


def test_signposts_lead_machines(client: FlaskClient) -> None:
    """Every relation of the header stands in the link set too, with the formats' types."""
    links = relations(client.get(DOC).headers["Link"])
    assert links["cite-as"] == [f"http://localhost{DOC}"]
    assert "https://schema.org/AboutPage" in links["type"]
    assert len(links["describedby"]) == len(FORMATS)
    linkset = client.get(f"{DOC}/linkset.json")
    assert linkset.mimetype == "application/linkset+json"
    first = json.loads(linkset.text)["linkset"][0]
    assert first["anchor"] == f"http://localhost{DOC}"
    for relation in ("cite-as", "type", "describedby"):
        assert [one["href"] for one in first[relation]] == links[relation]
    for target in links["describedby"]:
        assert client.get(target).status_code == 200


def test_a_capture_has_its_instant(client: FlaskClient) -> None:
    """Memento: when the text was captured, where its other captures are; a digest has none."""
    answer = client.get(DOC)
    assert answer.headers["Memento-Datetime"] == "Fri, 02 Jan 2026 03:04:05 GMT"
    timemap = client.get(f"{DOC}/timemap")
    assert timemap.mimetype == "application/link-format"
    assert 'rel="memento"; datetime="Fri, 02 Jan 2026 03:04:05 GMT"' in timemap.text
    digest = client.get("/d/digest-fr")
    assert "Memento-Datetime" not in digest.headers
    assert 'rel="memento"' not in client.get("/d/digest-fr/timemap").text


@pytest.mark.parametrize("document", HOSTILE)
def test_a_hostile_record_breaks_out_of_nothing(client: FlaskClient, document: str) -> None:
    """Titles, publishers and addresses are data in the head, in headers and in every file."""
    page = client.get(document)
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert scripts == ['<script type="application/ld+json">']
    assert "\n" not in page.headers["Link"]
    assert page.headers["Link"].isascii()
    panel = client.get(f"{document}/cite").text
    assert not re.search(r"<(script|img|svg|iframe|style)\b", panel)
    for form in FORMATS.values():
        assert client.get(f"{document}.{form.suffix}").status_code == 200
    json.loads(client.get(f"{document}/linkset.json").text)


def test_the_public_address_stands_in_citations(site_settings: Settings) -> None:
    """Behind a proxy a citation gives the address that a deployment has set, not the asked one."""
    fields = {name: getattr(site_settings, name) for name in site_settings.__slots__}
    app: Flask = app_over(Settings(**{**fields, "address": "https://archive.example"}))
    page = app.test_client().get(f"{DOC}.ris", headers={"Host": "evil.example"}).text
    assert "https://archive.example/d/statement-2025-en" in page
    assert "evil.example" not in page


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", ""),
        ("asked", ""),
        ("https://a.example/", "https://a.example"),
        ("http://[::1]:8", None),
    ],
)
def test_the_setting_of_the_public_address(value: str, address: str | None) -> None:
    """Empty means the address that was asked for; a slash at its end does not count."""
    expected = value if address is None else address
    assert load({"ARCHIVE_ADDRESS": value}).address == expected


@pytest.mark.parametrize("value", ["archive.example", "ftp://a", "https://a/?q", 'https://a">'])
def test_an_address_that_is_none_stops_the_start(value: str) -> None:
    """A wrong address would stand in citations for ten years."""
    with pytest.raises(ArchiveError, match="ARCHIVE_ADDRESS"):
        load({"ARCHIVE_ADDRESS": value})


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("States must act.", ":~:text=States%20must%20act."),
        (
            "One two three four five six seven eight nine ten eleven",
            ":~:text=One%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
        ),
        ("ill-treatment, now & here", ":~:text=ill%2Dtreatment%2C%20now%20%26%20here"),
        (" \n ", ""),
    ],
)
def test_a_text_fragment_escapes_what_the_directive_uses(text: str, fragment: str) -> None:
    """Dashes, commas and ampersands of a text are not read as the directive's own."""
    assert text_fragment(text) == fragment
