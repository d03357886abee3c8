"""Pages in four languages: every message is there, and what is cited has no language."""

import re
from html import unescape
from typing import Any

import messages
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from archive.messages import Message, joined, message
from archive.nodes import Filter
from archive.query import explain, parse
from web.catalogues import catalogue, decimal, number, said
from web.dates import written
from web.languages import LANGUAGES, negotiated

PAGES = (
    "/",
    "/search?q=torture",
    "/search?q=torture&theme=torture&page=9",
    "/search?q=zzzz&mode=keyword",
    "/d/statement-2025-en",
    "/d/digest-ar",
    "/d/statement-2025-en/cite",
    "/basket",
    "/positions",
    "/positions/compare",
    "/calls",
    "/quote",
    "/draft",
    "/quality",
    "/about",
    "/d/nowhere",
    "/search?q=a&mode=none",
)


@pytest.mark.parametrize(
    ("count", "said_so"),
    [
        (0, "0 وثيقة"),
        (1, "وثيقة واحدة"),
        (2, "وثيقتان"),
        (3, "3 وثائق"),
        (11, "11 وثيقة"),
        (100, "100 وثيقة"),
    ],
)
def test_arabic_counts_in_six_ways(count: int, said_so: str) -> None:
    """None, one, two, a few, many and hundreds have forms of their own (CLDR)."""
    form = catalogue("ar").ngettext("%(number)s document", "%(number)s documents", count)
    assert form % {"number": count} == said_so


def test_dates_and_numbers_are_those_of_the_language() -> None:
    """Months have names; a date that is known to the year stays a year."""
    dates = [written("2025-07-07", code) for code in LANGUAGES]
    assert dates == ["7 July 2025", "7 juillet 2025", "7 de julio de 2025", "7 يوليو 2025"]
    firsts = [written("2025-10-01", code) for code in LANGUAGES]
    assert firsts == ["1 October 2025", "1er octobre 2025", "1 de octubre de 2025", "1 أكتوبر 2025"]
    assert [written("2025-07", "fr"), written("2025", "fr")] == ["juillet 2025", "2025"]
    assert [written("", "fr"), written("2025-13-01", "fr")] == ["", "2025-13-01"]
    assert [number(12345, code) for code in LANGUAGES] == [
        "12,345",
        "12\u202f345",
        "12\u202f345",
        "12,345",
    ]
    assert [decimal(0.25, code) for code in LANGUAGES] == ["0.25", "0,25", "0,25", "0.25"]


# Sentences of the archive


def test_a_message_is_its_english_sentence() -> None:
    """The command line and the API go on saying the same."""
    one = message("%(name)s is given %(number)s times; give at most %(most)s values.")
    filled = message(one.template, name="kind", number=1234, most=20)
    assert filled == "kind is given 1,234 times; give at most 20 values."
    assert said(filled, "en") == filled
    assert said(filled, "es") == "kind se da 1\u202f234 veces; dé como máximo 20 valores."


def test_messages_within_messages_are_said_too() -> None:
    """What was typed stays as it is, whatever signs it holds."""
    inner = message("dated %(date)s", date="2019 %(x)s 50 %")
    assert said(joined([inner, "a % b"], " · "), "fr") == "daté 2019 %(x)s 50 % · a % b"
    assert said("not a message", "fr") == "not a message"
    assert said(Message(""), "fr") == ""


def test_a_query_is_read_back_in_the_language() -> None:
    """How a query was read is told in the reader's words, the query's own stay."""
    read = explain(parse('title:amnesty "arms trade" -Yemen'))
    assert (
        said(read, "fr") == 'dans le titre amnesty · exactement\xa0: "arms trade" · sans\xa0: Yemen'
    )
    assert str(read) == 'in the title amnesty · exactly: "arms trade" · not: Yemen'
    filters = (Filter(column="kind", values=("report", "100 %")),)
    read = explain(parse("publisher:FIDH year:2019", filters=filters))
    assert said(read, "fr") == "éditeur: FIDH · daté 2019 · type: rapport ou 100 %"
    assert str(read) == "publisher: FIDH · dated 2019 · kind: report or 100 %"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "date:2025-07-17",
            (
                "dated 17 July 2025",
                "daté 17 juillet 2025",
                "con fecha 17 de julio de 2025",
                "بتاريخ 17 يوليو 2025",
            ),
        ),
        (
            "date:2019-05..2020-06-03",
            (
                "dated May 2019 to 3 June 2020",
                "daté mai 2019 – 3 juin 2020",
                "con fecha de mayo de 2019 a 3 de junio de 2020",
                "بتاريخ من مايو 2019 إلى 3 يونيو 2020",
            ),
        ),
        (
            "date:>=2024-05",
            (
                "dated May 2024 or later",
                "daté mai 2024 ou après",
                "con fecha mayo de 2024 o posterior",
                "بتاريخ مايو 2024 أو بعده",
            ),
        ),
    ],
)
def test_dates_of_a_query_are_read_back_as_the_page_writes_dates(
    typed: str, words: tuple[str, ...]
) -> None:
    """The month has its name in the page's language."""
    read = explain(parse(typed))
    assert tuple(said(read, code) for code in LANGUAGES) == words


def test_the_note_on_a_date_in_words_writes_it_as_the_page_does(client: FlaskClient) -> None:
    """What was read is said as the line of what was read says it."""
    html = unescape(client.get("/fr/search?q=torture+depuis+le+2+mai+2024").text)
    assert html.count("daté 2 mai 2024 ou après") == 2
    assert "daté 2024-05-02" not in html


# Pages


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_there_in_each_language(client: FlaskClient, path: str) -> None:
    """Language and direction stand in the page and in its headers; the status is the same."""
    plain = client.get(path)
    assert plain.headers["Content-Language"] == "en"
    assert "Accept-Language" in plain.headers["Vary"]
    for code in LANGUAGES:
        answer = client.get(f"/{code}{path}")
        direction = "rtl" if code == "ar" else "ltr"
        assert answer.status_code == plain.status_code
        assert f'<html lang="{code}" dir="{direction}">' in answer.text
        assert answer.headers["Content-Language"] == code
        assert "Accept-Language" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers
        assert "%(" not in answer.text


def test_a_page_without_a_language_is_in_the_browser_s(client: FlaskClient) -> None:
    """Nothing is remembered: the header is asked each time, and caches are told of it."""
    french = client.get("/about", headers={"Accept-Language": "fr-CA, en;q=0.5"})
    assert '<html lang="fr" dir="ltr">' in french.text
    assert french.headers["Content-Language"] == "fr"
    assert "Accept-Language" in french.headers["Vary"]
    assert 'href="/positions"' in french.text
    english = client.get("/en/about", headers={"Accept-Language": "fr"})
    assert english.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("AR-eg", "ar"),
        ("es_MX", "es"),
        ("de, fr;q=0.2", "fr"),
        ("en-GB, fr;q=0.9", "en"),
        ("fr;q=0.3, es;q=0.8", "es"),
        ("es, fr", "es"),
        ("fr;q=0", "en"),
        ("*", "en"),
        ("*, ar;q=0.1", "ar"),
        ("fr;q=x", "en"),
        (";;,,=q", "en"),
        ("français", "en"),
        ("f" * 5000, "en"),
    ],
)
def test_a_header_gives_the_most_wanted_language(header: str, code: str) -> None:
    """Quality counts, then order; regions are those of their language; rubbish is English."""
    assert negotiated(parse_accept_header(header, LanguageAccept)) == code


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_any_header_gives_one_of_our_languages(header: str) -> None:
    """No header breaks a page."""
    assert negotiated(parse_accept_header(header, LanguageAccept)) in LANGUAGES


def addresses(html: str) -> list[str]:
    """Where the links and forms of a page lead, without fragments."""
    found = re.findall(r' (?:href|action|formaction)="([^"#]+)', html)
    return [unescape(one) for one in found]


def test_the_switch_keeps_the_path_and_the_query(client: FlaskClient) -> None:
    """The same search is one click away, each language under its own name."""
    html = client.get("/fr/search?q=a%26b&theme=torture&p=pabcdefghijkl").text
    for code, name in LANGUAGES.items():
        link = re.search(
            rf'<a class="with-basket" href="([^"]*)" lang="{code}" [^>]*>{name}</a>', html
        )
        assert link
        assert unescape(link[1]) == f"/{code}/search?q=a%26b&theme=torture&p=pabcdefghijkl"
        assert f'hreflang="{code}"' in link[0]
    assert 'lang="fr" hreflang="fr" rel="nofollow" aria-current="true">Français' in html


def test_the_switch_keeps_signs_of_a_path_that_would_end_it(client: FlaskClient) -> None:
    """A question mark or a number sign within a path stays within it."""
    html = client.get("/es/d/a%3Fb%23c%20%C3%A9").text
    assert 'href="/fr/d/a%3Fb%23c%20%C3%A9"' in html


def test_a_posted_text_is_posted_again_in_the_other_language(client: FlaskClient) -> None:
    """A quotation is in no address: the switch sends the form with its text."""
    html = client.post("/es/quote", data={"text": "impunity fuels torture"}).text
    assert 'form="checked" formaction="/ar/quote" lang="ar"' in html
    assert '<form class="paste" id="checked"' in html
    long = client.post("/es/search", data={"q": "torture impunity " * 60}).text
    assert 'form="again" formaction="/fr/search" lang="fr"' in long


@pytest.mark.parametrize("path", PAGES)
def test_each_link_of_a_translated_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    """Pages stay in the language; files, feeds and permalinks have none."""
    for address in dict.fromkeys(addresses(client.get(f"/ar{path}").text)):
        if address.startswith("/") and address.split("?")[0] not in ("/ar/quote", "/ar/draft"):
            answer = client.get(address)
            allowed = {404} if "nowhere" in address else {400} if "mode=none" in address else set()
            assert answer.status_code < 400 or answer.status_code in allowed, address
            is_page = answer.mimetype == "text/html" and answer.status_code == 200
            assert not is_page or re.match(r"/(en|fr|es|ar)(/|$)", address), address
            answer.close()


def test_what_is_cited_has_no_language(client: FlaskClient) -> None:
    """A citation holds in whatever language the page was read that it was taken from."""
    for path in ("/d/statement-2025-en", "/d/statement-2025-en/cite"):
        html = client.get(f"/fr{path}").text
        assert '<link rel="canonical" href="http://localhost/d/statement-2025-en">' in html
        assert not re.search(r"http://localhost/(fr|es|ar|en)/", html)
    answer = client.get("/fr/d/statement-2025-en")
    assert "http://localhost/fr" not in answer.headers["Link"]
    export = client.get("/fr/d/statement-2025-en", headers={"Accept": "application/x-bibtex"})
    assert export.headers["Content-Location"] == "/d/statement-2025-en.bib"
    assert export.data == client.get("/d/statement-2025-en.bib").data


def without_times(text: str) -> str:
    """An answer without when it was given and how long it took."""
    return re.sub(r"\d\d:\d\d:\d\dZ|_ms\":[\d.]+", "", text)


@pytest.mark.parametrize(
    "path",
    [
        "/api/search?q=torture",
        "/api/v1/documents/statement-2025-en",
        "/search.atom?q=torture",
        "/d/statement-2025-en.ris",
        "/d/statement-2025-en/timemap",
        "/sitemap.xml",
        "/oai?verb=Identify",
        "/healthz",
        "/robots.txt",
        "/themes.ttl",
        "/calls.csv",
    ],
)
def test_what_programs_read_has_one_address_and_no_language(client: FlaskClient, path: str) -> None:
    """The same bytes whatever language is asked for, and nothing under a prefix."""
    with client.get(path) as plain:
        assert plain.status_code == 200
        assert "Content-Language" not in plain.headers
        assert "Accept-Language" not in plain.headers.get("Vary", "")
        english = without_times(plain.text)
    with client.get(path, headers={"Accept-Language": "fr"}) as french:
        assert without_times(french.text) == english
    with client.get(f"/fr{path}") as nothing:
        assert nothing.status_code == 404


def test_a_permalink_leads_on_in_the_language_it_was_followed_in(client: FlaskClient) -> None:
    """From a French page one lands on a French page; the permalink itself has no language."""
    hit: Any = client.get("/api/search?q=torture").json
    passage_id = hit["hits"][0]["passages"][0]["passage_id"]
    assert client.get(f"/p/{passage_id}").headers["Location"].startswith("/d/")
    assert client.get(f"/fr/p/{passage_id}").headers["Location"].startswith("/fr/d/")


def test_the_basket_travels_with_the_language(client: FlaskClient) -> None:
    """A link of a French page keeps both the basket and the language."""
    html = client.get("/fr/about?p=pabcdefghijkl").text
    assert 'href="/fr/positions?p=pabcdefghijkl"' in html
    assert 'href="/opensearch.xml"' in html


def test_a_page_for_programmers_says_that_it_is_in_english(client: FlaskClient) -> None:
    """It offers no other language, since it has none."""
    answer = client.get("/fr/api")
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en" dir="ltr">' in answer.text
    assert "hreflang" not in answer.text


def test_what_is_said_in_english_alone_is_marked_so(client: FlaskClient, bare: Flask) -> None:
    """A screen reader speaks an untranslated reason as English; a translated one as the page."""
    assert '<p lang="en" dir="ltr">No index is published' in bare.test_client().get("/fr/").text
    refused = client.get("/fr/search?q=a&mode=none").text
    assert "<p>mode vaut “none”" in refused


@pytest.mark.parametrize("code", messages.TRANSLATED)
def test_a_digest_is_marked_in_each_language(client: FlaskClient, code: str) -> None:
    """Nobody may take our words for the document's, in whatever language they read."""
    label = catalogue(code).gettext("digest, not the document's text")
    notice = catalogue(code).gettext(
        "This is a digest written for this archive, not the document's text."
    )
    assert label != "digest, not the document's text"
    assert label in unescape(client.get(f"/{code}/search?q=réparation&language=fr").text)
    html = client.get(f"/{code}/d/digest-fr").text
    assert notice in unescape(html)
    assert re.search(r'<p lang="fr" dir="ltr">', html)


@pytest.mark.parametrize(
    "typed",
    [
        'torture "stray',
        "https://example.org/torture-and-impunity",
        "tor*ture",
        "t*o*rture",
        "to*",
        "human-rights*",
        "torture~9",
        '"torture of prisoners"~99',
        '"tor* of"',
        "truth commissions other than The Gambia",
        "torture AND",
        "FIDH since May 2024",
        "kind: report",
    ],
)
def test_what_is_said_of_a_query_can_be_said_in_each_language(typed: str) -> None:
    """Each note is a message that the catalogues hold, not a sentence of the moment."""
    notes = parse(typed).notes
    assert notes
    for note in notes:
        assert isinstance(note, Message)
        assert all(said(note, code) != note for code in messages.TRANSLATED)
