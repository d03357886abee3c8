"""Withdrawn documents: shown nowhere, answered for at every old address, and back on demand."""

import json
import re
import shutil
from pathlib import Path

import pytest
from builds import HashEncoder, fill, settings_in
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sites import app_over
from test_earlier import DROPPED, DROPPED_ID, KEPT_ID, NEW, OLD, SAYS, SAYS_ID
from test_earlier import keep as keep_versions
from test_harvest import OAI, harvested

from archive import encoder, generation, records, soundness, withdrawals
from archive.citation.formats import FORMATS
from archive.errors import ArchiveError, NotFoundError, RecordError
from archive.model import Document
from archive.settings import Settings
from archive.withdrawals import Withdrawal
from indexer.build import build
from indexer.cli import archive

REASON = "It was published by mistake"
ADDRESSES = (
    "/d/doc",
    "/d/doc/cite",
    f"/d/doc/cite?passage={SAYS_ID}",
    "/d/doc/evidence.zip",
    "/d/doc/linkset.json",
    "/d/doc/timemap",
    f"/d/doc/v/{OLD[0].version_id}",
    f"/p/{SAYS_ID}",
    f"/p/{DROPPED_ID}",
    "/unapi?id=doc&format=ris",
    "/api/v1/documents/doc",
    f"/api/v1/passages/{SAYS_ID}",
    "/api/v1/citations/doc",
    *(f"/d/doc.{form.suffix}" for form in FORMATS.values()),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An index of a document with two versions among others."""
    settings = settings_in(tmp_path)
    monkeypatch.setenv("ARCHIVE_CORPUS", str(settings.corpus))
    monkeypatch.setenv("ARCHIVE_VAR", str(settings.var))
    monkeypatch.setattr(encoder, "load", lambda name, *, cache, threads: HashEncoder())
    keep_versions(settings.corpus, OLD, NEW)
    fill(settings.corpus, 5)
    document = Document(doc_id="other", title="Another", digest="Words of justice remain.")
    records.write(settings.corpus, records.catalogue_record(document))
    build(settings, encoder=HashEncoder())
    return settings


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(archive, arguments)
    if result.exception and not isinstance(result.exception, (ArchiveError, SystemExit)):
        raise result.exception
    return result


def reader(settings: Settings) -> FlaskClient:
    return app_over(settings).test_client()


def withdrawn(*options: str) -> None:
    assert run("withdraw", "doc", "--reason", REASON, *options).exit_code == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_old_address_says_what_was_there(here: Settings, address: str) -> None:
    """410 with title, day and reason, for people and for programs alike."""
    assert reader(here).get(address).status_code in (200, 302)
    withdrawn()
    answer = reader(here).get(address)
    assert answer.status_code == 410
    assert "On the road" in answer.text
    assert REASON in answer.text
    assert re.search(r"\d{4}-\d{2}-\d{2}", answer.text)


def test_a_cited_passage_shows_its_last_words(here: Settings) -> None:
    """By its permalink, of the present and of an earlier version, as page and as JSON."""
    withdrawn()
    client = reader(here)
    assert SAYS in client.get(f"/p/{SAYS_ID}").text
    assert DROPPED in client.get(f"/p/{DROPPED_ID}").text
    assert SAYS in client.get(f"/d/doc?passage={SAYS_ID}").text
    answer = client.get(f"/api/v1/passages/{SAYS_ID}")
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.text)
    assert problem["status"] == 410
    assert problem["passage"]["text"] == SAYS
    assert problem["document"]["title"] == "On the road"
    assert problem["reason"] == REASON


def test_an_address_with_a_fragment_leads_to_the_words(here: Settings) -> None:
    """The server never sees the fragment; the page has a place for each passage."""
    withdrawn()
    page = reader(here).get("/d/doc").text
    for passage_id in (KEPT_ID, SAYS_ID, DROPPED_ID):
        assert f'id="{passage_id}"' in page
        assert f'href="/p/{passage_id}"' in page
    assert SAYS not in page


def test_it_is_found_and_listed_nowhere(here: Settings) -> None:
    """Neither by search, feed and sitemap nor among all documents; OAI-PMH says it is deleted."""
    withdrawn()
    client = reader(here)
    assert "doc" not in [
        hit["doc_id"] for hit in json.loads(client.get("/api/v1/search?q=road").text)["hits"]
    ]
    for address in ("/sitemap.xml", "/search.atom?q=road", "/api/v1/documents.jsonl"):
        assert not re.search(r"/d/doc(?!-)", client.get(address).text)
    found = harvested(client, "verb=ListRecords&metadataPrefix=oai_dc")
    states = {
        record.findtext(f"{OAI}header/{OAI}identifier"): record.find(f"{OAI}header")
        for record in found
    }
    header = states["oai:localhost:doc"]
    assert header is not None
    assert header.get("status") == "deleted"
    assert [len(record) for record in found if record.find(f"{OAI}header") is header] == [1]


def test_a_deletion_outlives_the_index(here: Settings) -> None:
    """`persistent`: with everything that was built gone, a new build still tells harvesters."""
    withdrawn()
    shutil.rmtree(here.var)
    build(here, encoder=HashEncoder())
    client = reader(here)
    assert "<deletedRecord>persistent<" in client.get("/oai?verb=Identify").text
    record = client.get(
        "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:doc"
    ).text
    assert 'status="deleted"' in record
    assert client.get("/d/doc").status_code == 410


@pytest.mark.parametrize("address", ADDRESSES)
def test_hidden_words_are_shown_nowhere(here: Settings, address: str) -> None:
    """Somebody named in them is in danger: an old address says no more than that."""
    withdrawn("--hide-text")
    answer = reader(here).get(address)
    assert answer.status_code == 410
    assert REASON in answer.text
    for words in (SAYS, DROPPED):
        assert words not in answer.text


def test_hidden_words_stand_in_no_built_file(here: Settings) -> None:
    """Not in the index, nor in an earlier one that could be served again; the record keeps them."""
    first = generation.current_id(here.var)
    withdrawn("--hide-text")
    for path in here.var.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for words in (SAYS, DROPPED):
                assert words.encode() not in content, path
    assert SAYS in records.read(here.corpus / "doc").current.text
    with pytest.raises(NotFoundError):
        generation.open_generation(here.var, first)


def test_no_earlier_index_brings_it_back(here: Settings) -> None:
    """A rollback may not undo a withdrawal, whichever index it names."""
    first = generation.current_id(here.var)
    withdrawn()
    assert isinstance(run("rollback", str(first)).exception, NotFoundError)
    assert isinstance(run("rollback").exception, NotFoundError)
    assert reader(here).get("/d/doc").status_code == 410


def test_it_can_be_restored(here: Settings) -> None:
    """As if nothing had been, and harvesters get it again as changed."""
    withdrawn("--hide-text")
    assert reader(here).get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").status_code == 200
    assert run("restore", "doc").exit_code == 0
    client = reader(here)
    assert SAYS in client.get("/d/doc").text
    assert client.get(f"/p/{SAYS_ID}").status_code == 302
    record = client.get(
        "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:doc"
    ).text
    assert "deleted" not in record


def test_a_second_withdrawal_changes_reason_and_text_alone(here: Settings) -> None:
    """The day stays that of the first."""
    withdrawn()
    first = withdrawals.read(here.corpus / "doc")
    assert first is not None
    run("withdraw", "doc", "--reason", "A witness is in danger", "--hide-text")
    assert withdrawals.read(here.corpus / "doc") == Withdrawal(
        withdrawn_at=first.withdrawn_at, reason="A witness is in danger", hides_text=True
    )


def test_what_is_not_there_or_not_withdrawn_is_refused(here: Settings) -> None:
    """Nothing is changed for any of the named documents then."""
    assert isinstance(run("withdraw", "other", "none", "--reason", REASON).exception, NotFoundError)
    assert isinstance(run("restore", "doc").exception, RecordError)
    assert withdrawals.read(here.corpus / "other") is None


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_withdrawal_needs_a_reason(here: Settings, reason: str) -> None:
    """Readers are told why, in at most 1,000 characters."""
    assert isinstance(run("withdraw", "doc", "--reason", reason).exception, RecordError)
    assert withdrawals.read(here.corpus / "doc") is None


@pytest.mark.parametrize(
    "content", [b"", b"reason = 1\n", b'reason = "a"\nwithdrawn_at = "2026-01-01"\n', b"\xff"]
)
def test_a_damaged_withdrawal_brings_nothing_back(here: Settings, content: bytes) -> None:
    """The check names it, and a build stops rather than showing the document."""
    withdrawn()
    (here.corpus / "doc" / withdrawals.NAME).write_bytes(content)
    assert any(withdrawals.NAME in line for line in soundness.damage(here.corpus))
    with pytest.raises(RecordError, match=r"withdrawal\.toml"):
        build(here, encoder=HashEncoder())
    assert reader(here).get("/d/doc").status_code == 410


def test_a_withdrawn_record_is_sound(here: Settings) -> None:
    """The file is sealed like the others, and a change by hand can be accepted."""
    withdrawn()
    assert list(soundness.damage(here.corpus)) == []
    path = here.corpus / "doc" / withdrawals.NAME
    path.write_text(path.read_text().replace(REASON, "Another reason"))
    assert list(soundness.damage(here.corpus)) != []
    soundness.accept(here.corpus, "doc")
    assert list(soundness.damage(here.corpus)) == []
