"""Whatever stands in a document, a query or an address is shown as text and never runs."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sites import PAYLOADS

_TAGS = frozenset(
    "html head meta title link body a header nav main footer p form label div input button h1 h2 h3"
    " ul ol li span bdi mark strong details summary dl dt dd time article blockquote code"
    " section abbr script".split()
)
_ATTRIBUTES = frozenset(
    "action aria-current aria-label aria-labelledby autocomplete charset class content datetime dir"
    " enterkeyhint for href hreflang id lang maxlength method name property rel role spellcheck"
    " start tabindex title type value".split()
)


class Elements(HTMLParser):
    """Every element and attribute that a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is there."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "action")}


def assert_harmless(html: str) -> None:
    """The page has only elements and attributes of the templates, and addresses that lead on."""
    found = Elements(html)
    assert found.tags - _TAGS == set()
    assert found.attributes - _ATTRIBUTES == set()
    assert set(re.findall("<script[^>]*>", html)) <= {'<script type="application/ld+json">'}
    assert [one for one in found.addresses if not re.match(r"/|#|https?://", one)] == []
    assert "{{ 7*7 }}" in unescape(html) or "{{" not in unescape(html)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_hostile_documents_are_only_text(client: FlaskClient, number: int) -> None:
    """Title, text, publisher, kind, theme, address and rights of a document cannot break out."""
    answer = client.get(f"/d/hostile-{number:02}")
    assert answer.status_code == 200
    assert_harmless(answer.text)
    assert " ".join(PAYLOADS[number].split()) in shown_text(answer.text)


def shown_text(html: str) -> str:
    """The page's text, unescaped once, tags kept: what was escaped is literal here."""
    return " ".join(unescape(html).split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_query_is_only_text(client: FlaskClient, payload: str) -> None:
    """What is typed comes back in the box, the title and the links as text."""
    for mode in ("hybrid", "keyword", "semantic"):
        answer = client.get("/search", query_string={"q": payload, "mode": mode})
        assert answer.status_code == 200
        assert_harmless(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["kind", "publisher", "language", "theme"])
def test_a_hostile_filter_is_only_text(client: FlaskClient, name: str, payload: str) -> None:
    """Filter values come back in chips and links as text."""
    answer = client.get("/search", query_string={"q": "impunity", name: payload})
    assert answer.status_code == 200
    assert_harmless(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["mode", "sort", "page", "limit", "year"])
def test_a_hostile_parameter_is_named_as_text(client: FlaskClient, name: str, payload: str) -> None:
    """The error page shows the value it refuses."""
    answer = client.get("/search", query_string={"q": "impunity", name: payload})
    assert answer.status_code == 400
    assert_harmless(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_address_is_only_text(client: FlaskClient, payload: str) -> None:
    """An unknown document's id comes back as text."""
    answer = client.get(f"/d/{payload.replace('/', '')}")
    assert answer.status_code == 404
    assert_harmless(answer.text)
