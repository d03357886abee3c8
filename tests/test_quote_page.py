"""The page of the quotation check and its answer to programs say the same, as text."""

import re
from pathlib import Path

from builds import keep_text, settings_in
from flask.testing import FlaskClient
from sites import app_over

from archive.generation import open_served
from archive.model import Document
from archive.opened import open_index
from archive.quotes.checking import check
from indexer.build import build
from indexer.commands.quote import as_text


def test_the_page_and_the_api_say_the_same(client: FlaskClient) -> None:
    """A posted quotation is answered on the page and as JSON, with its passage's address."""
    fields = {"text": "Fund reparation for the victims of torture"}
    answer = client.post("/api/quote", data=fields).get_json()
    page = client.post("/quote", data=fields).text
    assert answer["outcome"] == "verified"
    assert answer["places"][0]["path"] in page
    assert answer["sentence"] in page
    assert "Check a quotation" in client.get("/quote").text
    assert client.post("/api/quote", data={"text": "two words"}).status_code == 400


def test_right_words_lead_to_their_citation(client: FlaskClient) -> None:
    """Words that differ, and our own, are not to be cited as a document's."""
    right = client.post("/fr/quote", data={"text": "Fund reparation for the victims of torture"})
    found = re.search(r'href="(/fr/d/[^"]*/cite\?passage=[^"]*)"', right.text)
    assert found
    assert client.get(found[1]).status_code == 200
    for text in (
        "Fund reparation for the survivors of torture",
        "demandent réparation pour les victimes",
    ):
        assert "/cite?" not in client.post("/quote", data={"text": text}).text


def test_words_near_a_digest_alone_are_near_no_source(client: FlaskClient) -> None:
    """Neither the verdict nor the marks call our words a source's."""
    fields = {"text": "demandent encore réparation pour les victimes de torture"}
    answer = client.post("/api/quote", data=fields).get_json()
    assert (answer["outcome"], answer["places"][0]["origin"]) == ("altered", "digest")
    assert "own digest, not of a document" in answer["sentence"]
    page = client.post("/quote", data=fields).text
    assert "what the digest has" in page
    assert "what the source has" not in page


def test_the_words_of_a_digest_are_set_as_no_quotation(client: FlaskClient) -> None:
    """They are ours; what is set as quoted is the document's."""
    page = client.post("/quote", data={"text": "demandent réparation pour les victimes"}).text
    assert "own digest, not of the document" in page
    assert "<blockquote" not in page


def test_a_typed_quotation_is_text_and_never_markup(client: FlaskClient) -> None:
    """What was typed comes back escaped."""
    typed = "Fund <b>reparation</b> for the survivors of torture<script>"
    page = client.post("/quote", data={"text": typed, "source": '"><img>'}).text
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<img>" not in page


def test_a_fault_is_said_above_the_form_with_the_text(client: FlaskClient) -> None:
    """What was typed is kept nowhere, so the page that says what is wrong must still have it."""
    typed = {"text": "two words", "source": "<b>"}
    answer = client.post("/quote", data=typed)
    assert answer.status_code == 400
    assert "The quotation has 2 words; give at least 3." in answer.text
    assert "two words</textarea>" in answer.text
    assert 'value="&lt;b&gt;"' in answer.text
    assert client.post("/quote", data={**typed, "text": "x " * 9_000}).status_code == 400


def test_a_place_has_its_page_as_it_is_printed(tmp_path: Path) -> None:
    """As it is to be cited; where the file counts otherwise, that too."""
    settings = settings_in(tmp_path)
    words = "Nobody who commits such crimes may go free."
    document = Document(doc_id="d", title="On it", language="en", issued="2025-07")
    keep_text(settings.corpus, document, [(words, {"page": 7, "folio": "iii"})])
    build(settings, encoder=None)
    page = app_over(settings).test_client().post("/fr/quote", data={"text": words}).text
    assert "p. iii, page 7 du PDF" in page
    told = as_text(check(words, open_index(open_served(settings.var))))
    assert "publisher not known · 2025-07 · p. iii, page 7 of the PDF" in told
