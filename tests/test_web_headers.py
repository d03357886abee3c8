"""Headers and logs: every answer of every route is locked down, and no log holds what was asked."""

import io
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.errors import ArchiveError
from web.app import MAX_BODY_BYTES, create_app
from web.headers import SECURITY_HEADERS

CANARY = "canaryquery"


def addresses(app: Flask) -> list[str]:
    """An address of every route, and of errors of each kind."""
    routes = {
        rule.rule.replace("<doc_id>", "statement-2025-en").replace("<path:filename>", "style.css")
        for rule in app.url_map.iter_rules()
    }
    wrong = {"/d/none", "/no/such", "/search?page=x&q=a", "/api/none", "/static/none", "/about/"}
    return sorted({*routes, *wrong, "/search?q=torture", "/api/search?q=torture"})


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "TRACE"])
def test_every_answer_carries_every_header(site: Flask, client: FlaskClient, method: str) -> None:
    """A route or error that is added later is locked down too, and none sets a cookie."""
    found = addresses(site)
    assert len(found) >= 14
    for address in found:
        with client.open(address, method=method) as answer:
            assert answer.status_code < 500, address
            for name, value in SECURITY_HEADERS.items():
                assert answer.headers.get(name) == value, (address, name)
            assert "Set-Cookie" not in answer.headers


def test_errors_of_the_server_carry_them_too(bare: Flask) -> None:
    """An empty archive and a fault inside answer with the same headers."""
    bare.add_url_rule("/fault", view_func=_fault)
    for address, status in (("/", 503), ("/healthz", 503), ("/fault", 500)):
        answer = bare.test_client().get(address)
        assert answer.status_code == status
        assert SECURITY_HEADERS.items() <= dict(answer.headers).items()


def _fault() -> str:
    raise ValueError(f"cannot read {CANARY}")


def test_a_fault_inside_is_logged_without_what_was_asked(bare: Flask) -> None:
    """The route and the lines of code are enough to find it; words and ids stay out of logs."""
    bare.add_url_rule("/fault/<word>", view_func=lambda word: _fault())
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        answer = bare.test_client().get(f"/fault/{CANARY}?q={CANARY}")
    finally:
        logging.getLogger().removeHandler(handler)
    assert answer.status_code == 500
    assert CANARY not in answer.text
    assert "ValueError at /fault/<word>" in log.getvalue()
    assert "in _fault" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_answers_are_not_stored_and_the_style_is(client: FlaskClient) -> None:
    """A shared computer keeps no searches; the stylesheet is fetched once."""
    for address in ("/", "/search?q=a", "/api/search?q=a", "/d/none", "/d/statement-2025-en"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
    with client.get("/static/style.css") as style:
        assert "max-age=" in style.headers["Cache-Control"]
        tag = style.headers["ETag"]
    with client.get("/static/style.css", headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_body_above_its_limit_is_refused(client: FlaskClient) -> None:
    """Nobody fills the memory with a paste."""
    answer = client.post("/search", data={"q": "x" * (MAX_BODY_BYTES + 1)})
    assert answer.status_code == 413
    assert "40,000 characters" in answer.text


def test_forty_thousand_arabic_letters_fit(client: FlaskClient) -> None:
    """The limit of the body does not cut what the limit of the query allows."""
    assert client.post("/search", data={"q": "ا" * 40_000}).status_code == 200


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used stops the start with its name."""
    monkeypatch.setenv("ARCHIVE_KEEP_GENERATIONS", "none")
    with pytest.raises(ArchiveError, match="ARCHIVE_KEEP_GENERATIONS"):
        create_app()
