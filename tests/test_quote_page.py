"""The page of the quotation check and its answer to programs say the same, as text."""

from flask.testing import FlaskClient


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
