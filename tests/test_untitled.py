"""A document whose title nobody stated: every page and citation names it by what it is."""

import re

import pytest
from builds import HashEncoder, settings_in
from flask.testing import FlaskClient
from sites import app_over, put_digest

from archive.model import Document
from indexer.build import build

NAME = "[untitled report]"
WORDS = "All States must end impunity for torture and bring the persons who are named to justice."
EMPTY_LINK = r"<a [^>]*>\s*</a>"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A reader of an archive with one untitled report."""
    settings = settings_in(tmp_path_factory.mktemp("untitled"))
    put_digest(settings.corpus, "untitled", title="", kind="report", digest=WORDS)
    build(settings, encoder=HashEncoder())
    return app_over(settings).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=impunity",
        '/search?q="no such words at all"',
        "/d/untitled",
        "/d/untitled/cite",
        "/search.atom?q=impunity",
    ],
)
def test_an_untitled_document_is_named(reader: FlaskClient, path: str) -> None:
    """A link without words cannot be seen, followed by ear, or cited."""
    html = reader.get(path).text
    assert NAME in html
    assert not re.search(EMPTY_LINK, html)


def test_the_report_of_nothing_found_can_be_cited(reader: FlaskClient) -> None:
    """It names the query once and as typed, and of each near miss who published it."""
    html = " ".join(reader.get('/search?q="no such words at all"').text.split())
    assert "No earlier position found for <bdi>&#34;no such words at all&#34;</bdi></h2>" in html
    assert html.count("exactly: &#34;no such words at all&#34;") == 1
    assert f'{NAME}</a> <span class="quiet"><bdi>publisher not known</bdi>, undated' in html
    assert "for “<bdi>zzzz</bdi>”" in reader.get("/search?q=zzzz&mode=keyword").text


def test_an_untitled_document_is_named_by_the_checks(reader: FlaskClient) -> None:
    """A verdict and a pair lead to their passage, whatever the document is called."""
    for path in ("/quote", "/draft"):
        html = reader.post(path, data={"text": WORDS}).text
        assert re.search(rf"<a [^>]*#[^>]*>{re.escape(NAME)}</a>", html), path


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/fr/search?q=impunity", 'lang="fr" dir="ltr">[rapport sans titre]</a>'),
        ("/es/d/untitled", '<h1 lang="es" dir="ltr">[informe sin título]</h1>'),
        ("/ar/d/untitled/cite", 'lang="ar" dir="rtl">[تقرير بلا عنوان]</a>'),
    ],
)
def test_pages_name_it_in_their_language(reader: FlaskClient, address: str, named: str) -> None:
    """The name is ours, so it is in the page's language and not in the document's."""
    assert named in reader.get(address).text


def test_programs_are_told_that_there_is_no_title(reader: FlaskClient) -> None:
    """What nobody stated stays empty in the record."""
    assert reader.get("/api/v1/documents/untitled").json["title"] == ""  # type: ignore[index]


@pytest.mark.parametrize(
    ("title", "kind", "shown"),
    [("A title", "report", "A title"), ("", "report", NAME), (" ", "", "[untitled document]")],
)
def test_what_is_shown_for_a_title(title: str, kind: str, shown: str) -> None:
    """The title where there is one; a blank is none."""
    assert Document(doc_id="d", title=title, kind=kind).shown_title == shown
