"""OAI-PMH: every document once, in any number of steps, and errors as the protocol wants them."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from builds import HashEncoder, fill, put, settings_in
from flask import Flask
from flask.testing import FlaskClient
from sites import app_over

from archive.datestamps import Stamp
from archive.errors import ArchiveError
from archive.settings import Settings, load
from indexer.build import build
from web import harvest
from web.oai import Listing, OaiError, page_of, resumed, spec_of
from web.sitemap import MOST

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def asked(client: FlaskClient, query: str) -> ElementTree.Element:
    answer = client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    return ElementTree.fromstring(answer.text)


def code(client: FlaskClient, query: str) -> str:
    """The protocol's error, empty where there is none."""
    found = asked(client, query).find(f"{OAI}error")
    return "" if found is None else found.get("code", "")


def harvested(client: FlaskClient, query: str) -> list[ElementTree.Element]:
    """All records of a listing, page after page."""
    found: list[ElementTree.Element] = []
    for _ in range(100):
        root = asked(client, query)
        found += root.iter(f"{OAI}record")
        token = root.find(f".//{OAI}resumptionToken")
        if token is None or not token.text:
            return found
        query = f"verb=ListRecords&resumptionToken={quote(token.text)}"
    raise AssertionError("the listing does not end")


def ids(records: list[ElementTree.Element]) -> list[str]:
    names = [record.findtext(f"{OAI}header/{OAI}identifier") or "" for record in records]
    return [name.removeprefix("oai:localhost:") for name in names]


def test_identify_has_what_the_protocol_wants(client: FlaskClient) -> None:
    """Each element once, in the order of the schema."""
    identify = asked(client, "verb=Identify").find(f"{OAI}Identify")
    assert identify is not None
    assert [one.tag.removeprefix(OAI) for one in identify] == [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
    ]
    assert identify.findtext(f"{OAI}baseURL") == "http://localhost/oai"
    # The type of the schema, which asks for an address also where there is none.
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", identify.findtext(f"{OAI}adminEmail") or "")


def test_the_address_to_write_to_can_be_set(site_settings: Settings) -> None:
    """Harvesters are told it; one that is none stops the start."""
    settings = replace(site_settings, contact=load({"ARCHIVE_CONTACT": "a.b@c.example"}).contact)
    client = app_over(settings).test_client()
    assert "<adminEmail>a.b@c.example</adminEmail>" in client.get("/oai?verb=Identify").text
    assert load({}).contact == ""
    for wrong in ("nobody", "a@b", "a b@c.example", "<a@b.example>"):
        with pytest.raises(ArchiveError, match="ARCHIVE_CONTACT"):
            load({"ARCHIVE_CONTACT": wrong})


@pytest.mark.parametrize("size", [1, 4, 100])
def test_every_document_is_harvested_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """However many records an answer holds, none is missed and none comes twice."""
    monkeypatch.setattr(harvest, "PAGE", size)
    found = ids(harvested(client, "verb=ListRecords&metadataPrefix=oai_dc"))
    sitemap = client.get("/sitemap.xml").text
    assert sorted(found) == sorted(re.findall(r"/d/([a-z0-9-]+)</loc>", sitemap))
    assert len(found) == len(set(found)) == 15


def test_the_list_says_how_far_it_is(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and place stand with the token; the last part has an empty one, a single part none."""
    assert (
        asked(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").find(f".//{OAI}resumptionToken")
        is None
    )
    monkeypatch.setattr(harvest, "PAGE", 10)
    token = asked(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").find(
        f".//{OAI}resumptionToken"
    )
    assert token is not None
    assert (token.get("completeListSize"), token.get("cursor")) == ("15", "0")
    last = asked(client, f"verb=ListIdentifiers&resumptionToken={quote(token.text or '')}")
    end = last.find(f".//{OAI}resumptionToken")
    assert end is not None
    assert (end.text, end.get("cursor")) == (None, "10")


def test_a_record_is_the_documents_citation(client: FlaskClient) -> None:
    """Dublin Core with corporate creators, and MODS; the digest of a digest."""
    query = "verb=GetRecord&identifier=oai:localhost:statement-2025-en&metadataPrefix="
    record = asked(client, f"{query}oai_dc")
    assert [one.text for one in record.iter(f"{DC}creator")] == ["FIDH", "REDRESS"]
    assert [one.text for one in record.iter(f"{OAI}setSpec")] == [
        "theme:sanctions-on-the-icc-411660d0",
        "theme:torture",
        "publisher:fidh-7e1300a7",
        "publisher:redress-d8952163",
    ]
    assert 'type="corporate"' in client.get(f"/oai?{query}mods").text


def test_sets_are_themes_and_publishers(client: FlaskClient) -> None:
    """Each set that is listed can be harvested, and holds what has the theme."""
    root = asked(client, "verb=ListSets")
    specs = [one.text or "" for one in root.iter(f"{OAI}setSpec")]
    assert len(specs) == len(set(specs)) > 10
    for spec in specs:
        # The setSpec type of the schema.
        assert re.fullmatch(r"([A-Za-z0-9\-_.!~*'()]+)(:[A-Za-z0-9\-_.!~*'()]+)*", spec)
        assert harvested(client, f"verb=ListRecords&metadataPrefix=oai_dc&set={quote(spec)}")
    torture = harvested(client, "verb=ListRecords&metadataPrefix=oai_dc&set=theme:torture")
    assert sorted(ids(torture)) == ["digest-fr", "statement-2025-en"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        (
            "verb=GetRecord&metadataPrefix=x&identifier=oai:localhost:digest-fr",
            "cannotDisseminateFormat",
        ),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:none", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=digest-fr", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=none", "idDoesNotExist"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=x", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-01&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=theme:none", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)
def test_mistakes_have_their_codes(client: FlaskClient, query: str, error: str) -> None:
    """An error of the protocol is an answer with status 200 and its code."""
    assert code(client, query) == error


def test_arguments_may_be_posted(client: FlaskClient) -> None:
    """A harvester may POST what it would put into the address."""
    answer = client.post("/oai", data={"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    assert "oai:localhost:digest-fr" in answer.text


def test_changes_and_losses_are_harvested_from_a_date_on(tmp_path: Path) -> None:
    """A second visit gets what changed since the first, and the headers of what is gone."""
    settings = settings_in(tmp_path)
    fill(settings.corpus, 5)
    build(settings, encoder=HashEncoder())
    client = app_over(settings).test_client()
    first = harvested(client, "verb=ListRecords&metadataPrefix=oai_dc")
    assert len(first) == 5
    put(settings.corpus, "doc-001", ["Other words."])
    put(settings.corpus, "doc-009", ["New words."])
    for path in (settings.corpus / "doc-002").rglob("*"):
        if path.is_file():
            path.unlink()
    for path in sorted((settings.corpus / "doc-002").rglob("*"), reverse=True):
        path.rmdir()
    (settings.corpus / "doc-002").rmdir()
    build(settings, encoder=HashEncoder())
    # Another process, which knows of the first visit by what was kept in the folder of indexes.
    later: Flask = app_over(settings)
    stamp = max(one.findtext(f"{OAI}header/{OAI}datestamp") or "" for one in first)
    day, clock = stamp[:-1].split("T")
    hours, minutes, seconds = map(int, clock.split(":"))
    moment = hours * 3600 + minutes * 60 + seconds + 1
    after = f"{day}T{moment // 3600:02}:{moment // 60 % 60:02}:{moment % 60:02}Z"
    found = harvested(later.test_client(), f"verb=ListRecords&metadataPrefix=oai_dc&from={after}")
    assert ids(found) == ["doc-001", "doc-002", "doc-009"]
    headers = [record.find(f"{OAI}header") for record in found]
    assert [one.get("status") for one in headers if one is not None] == [None, "deleted", None]
    assert [len(record) for record in found] == [2, 1, 2]


def test_a_token_that_was_altered_is_refused() -> None:
    """Every single change of a token is seen; a whole one is read back."""
    listing = Listing(
        prefix="oai_dc", set_spec="theme:a", after=("2026-11-03T00:00:00Z", "b"), cursor=7
    )
    token = listing.token
    assert resumed(token) == listing
    for place in range(len(token)):
        altered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(OaiError):
            resumed(altered)
    for wrong in ("", "é", "A" * 2000):
        with pytest.raises(OaiError):
            resumed(wrong)


def test_a_document_that_changes_meanwhile_is_not_missed() -> None:
    """It comes again at the end; the others come once."""
    stamps = {name: Stamp(key="1", changed_at="2026-11-01T00:00:00Z") for name in "abcd"}
    first, total, following = page_of(Listing(prefix="oai_dc"), stamps, 2)
    assert (first, total) == (["a", "b"], 4)
    assert following is not None
    stamps["a"] = Stamp(key="2", changed_at="2026-11-02T00:00:00Z")
    rest, _, end = page_of(following, stamps, 9)
    assert (rest, end) == (["c", "d", "a"], None)


def test_no_two_values_share_a_set() -> None:
    """Case, accents, signs and scripts are told apart, in any length."""
    values = [
        "Blog",
        "blog",
        "blôg",
        "a b",
        "a-b",
        "A b",
        "عدالة",
        "العدالة",
        "",
        "x" * 200,
        "y" * 200,
    ]
    hashed = spec_of("theme", "Blog").rpartition("-")[2]
    values += [f"blog-{hashed}", f"blog {hashed}"]
    specs = [spec_of("theme", value) for value in values]
    assert len(set(specs)) == len(values)
    assert max(map(len, specs)) < 90


def test_the_map_has_every_document_with_its_last_change(client: FlaskClient) -> None:
    """A crawler that has it already gets 304; a part that is not there is 404."""
    answer = client.get("/sitemap.xml")
    root = ElementTree.fromstring(answer.text)
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert len(root.findall(f"{name}url/{name}lastmod")) == 15 < MOST
    again = client.get("/sitemap.xml", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    assert client.get("/sitemap.xml?part=2").status_code == 404
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_large_map_comes_in_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit of one map there is a map of maps, and its parts hold everything."""
    monkeypatch.setattr("web.sitemap.MOST", 4)
    parts = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert len(parts) == 4
    pages = [re.findall("<loc>([^<]+)</loc>", client.get(part).text) for part in parts]
    assert [len(page) for page in pages] == [4, 4, 4, 3]
    assert len({address for page in pages for address in page}) == 15


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    """The description is linked from every page, and its name is short enough to be taken."""
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(answer.text)
    assert len(root.findtext(f"{name}ShortName") or "") <= 16
    templates = [one.get("template") or "" for one in root.iter(f"{name}Url")]
    for template in templates:
        assert client.get(template.replace("{searchTerms}", "torture")).status_code == 200
    assert 'rel="search" type="application/opensearchdescription+xml"' in client.get("/").text
