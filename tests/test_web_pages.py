"""The pages people read: what each shows, and that nothing it shows can run."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.languages import LANGUAGES

ROOT_PAGES = ("/", "/about", "/search?q=torture", "/d/statement-2025-en", "/d/nowhere")


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    """The page at an address, which has to have this status."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def shown(html: str) -> str:
    """What a reader sees of a page: text without tags, white space made one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def attribute(html: str, tag: str, name: str) -> list[str]:
    """The values of an attribute of all elements of one kind, in order."""
    tags = re.findall(rf"<{tag}[^>]*>", html)
    found = (re.search(rf'\b{name}="([^"]*)"', one) for one in tags)
    return [unescape(match[1]) for match in found if match]


# The front page


def test_the_front_page_invites(client: FlaskClient) -> None:
    """A labelled, focused box; searches to begin with; how much there is to find."""
    html = page(client, "/")
    assert re.search(r'<label for="q">', html)
    assert re.search(r'<input type="search" id="q" name="q"[^>]* autofocus', html)
    assert html.count("/search?q=") >= 4
    assert "documents," in shown(html)


def test_the_front_page_shows_what_there_is_to_browse(client: FlaskClient) -> None:
    """Somebody with no words yet can begin at a theme; its count is what its link finds."""
    html = page(client, "/")
    assert re.search(
        r'<a href="/search\?theme=torture">torture</a> <span class="quiet">2</span>', html
    )
    assert '<a href="/search?language=fr">French</a>' in html


@pytest.mark.parametrize("address", ROOT_PAGES[1:])
def test_only_the_front_page_takes_the_focus(client: FlaskClient, address: str) -> None:
    """Elsewhere the reader is reading; a focused box would pull them back."""
    assert "autofocus" not in client.get(address).text


@pytest.mark.parametrize("address", ROOT_PAGES)
def test_every_page_can_be_used_by_keyboard_and_ear(client: FlaskClient, address: str) -> None:
    """A skip link to the content, one main heading, a language, a title, a labelled box."""
    html = client.get(address).text
    assert '<a class="skip" href="#main">' in html
    assert '<main id="main"' in html
    assert html.count("<h1") == 1
    assert '<html lang="en" dir="ltr">' in html
    assert re.search(r"<title>\S", html)
    assert 'label for="q"' in html


@pytest.mark.parametrize("address", ROOT_PAGES)
def test_no_page_has_a_script_a_style_or_anything_from_elsewhere(
    client: FlaskClient, address: str
) -> None:
    """Everything works without JavaScript because there is none."""
    html = client.get(address).text
    for forbidden in ("style=", " onclick", "<iframe", "<img", "@import", "http-equiv"):
        assert forbidden not in html
    # Data for machines, which no browser runs, is the only thing in a script element.
    assert set(re.findall("<script[^>]*>", html)) <= {'<script type="application/ld+json">'}
    own = ("/", "http://localhost/d/")
    assert all(one.startswith(own) for one in attribute(html, "link", "href"))


def test_the_first_view_fits_a_bad_line(client: FlaskClient) -> None:
    """50 KB for the first view, 12 KB of it style."""
    links = attribute(page(client, "/"), "link", "href")
    style = next(one for one in links if one.startswith("/static/style.css"))
    with client.get(style) as answer:
        style_bytes = len(answer.data)
    assert style_bytes <= 12 * 1024
    assert len(client.get("/").data) + style_bytes <= 50 * 1024


# Results


def test_each_hit_is_a_heading_in_an_ordered_list(client: FlaskClient) -> None:
    """Headings are how screen-reader users move; the count is announced."""
    html = page(client, "/search?q=torture")
    listed = re.search(r'<ol class="hits"[^>]*>(.*?)</ol>', html, re.DOTALL)
    assert listed
    items = listed[1].count('<li class="hit"')
    assert items == len(re.findall(r"<h2><a ", listed[1])) > 1
    assert re.search(r'role="status"[^>]*>\s*<strong>\d+</strong> documents', html)


def test_matched_words_are_marked(client: FlaskClient) -> None:
    """The reader sees why a passage was found."""
    assert re.search(r"<mark>[Tt]orture</mark>", page(client, "/search?q=torture&mode=keyword"))


def test_a_passage_without_a_matched_word_says_so(client: FlaskClient) -> None:
    """Found by meaning only: the nearest sentence is marked and named as such."""
    html = page(client, "/search?q=zzzz+qqqq&mode=semantic")
    assert '<mark class="meaning">' in html
    assert "no word in common, nearest in meaning" in shown(html)


def test_a_title_that_matched_is_no_missing_word(client: FlaskClient) -> None:
    """A passage found by its document's title does not claim to have no word in common."""
    seen = shown(page(client, "/search?q=courage&language=en&kind=joint+statement"))
    assert "words in title or theme, nearest in meaning" in seen


def test_a_digest_is_labelled_in_results_and_on_its_page(client: FlaskClient) -> None:
    """Nobody may take our words for the document's."""
    html = page(client, "/search?q=réparation+victimes&language=fr")
    assert "digest, not the document's text" in shown(html)
    assert "a digest, not the document's text" in shown(page(client, "/d/digest-fr"))
    assert "digest" not in shown(page(client, "/d/statement-2025-en"))


def test_an_inferred_date_is_labelled(client: FlaskClient) -> None:
    """A date that was worked out is not a date that was seen."""
    assert "May 2024 (date inferred)" in shown(page(client, "/search?q=torture&language=fr"))
    assert "May 2024 (date inferred)" in shown(page(client, "/d/digest-fr"))
    assert "inferred" not in shown(page(client, "/d/statement-2025-en"))


def test_an_unchecked_address_is_never_a_link(client: FlaskClient) -> None:
    """It is said that nobody checked it, and it is not given out."""
    for address in ("/search?q=torture&language=fr", "/d/digest-fr"):
        html = page(client, address)
        assert "address not checked" in shown(html)
        assert "unchecked.example.org" not in html


def test_a_checked_address_is_shown_by_its_host(client: FlaskClient) -> None:
    """The source is one click away."""
    html = page(client, "/d/statement-2025-en")
    assert '<a href="https://www.example.org/statement" rel="noreferrer">example.org</a>' in html


def test_a_facet_counts_what_its_link_finds(client: FlaskClient) -> None:
    """A count is a promise: following the link finds that many documents."""
    html = page(client, "/search?q=torture+impunity&mode=keyword")
    links = re.findall(r'<li><a href="([^"]*(?:kind|theme)=[^"]*)">[^<]*</a> .*?>(\d+)<', html)
    assert links
    for address, count in links:
        found = shown(page(client, unescape(address)))
        assert re.search(rf"\b{count} documents?\b", found), address


def test_a_filter_is_shown_as_a_chip_that_removes_it(client: FlaskClient) -> None:
    """What narrows an answer is in sight and can be taken away."""
    html = page(client, "/search?q=torture&theme=torture&language=fr")
    assert 'aria-label="Remove the filter Language: French"' in html
    assert 'href="/search?q=torture&amp;theme=torture"' in html
    assert "1 document" in shown(html)


def test_the_years_of_an_answer_are_a_chart_with_its_numbers(client: FlaskClient) -> None:
    """The newest first; the longest bar is that of most documents, and no bar is without one."""
    html = page(client, "/search?q=torture+impunity&mode=keyword")
    years = re.search(r'<ul aria-labelledby="facet-year">(.*?)</ul>', html, re.DOTALL)
    assert years is not None
    bars = re.findall(r'>(\d{4})</a> <span class="amount b(\d+)"></span> .*?>(\d+)<', years[1])
    assert bars == sorted(bars, reverse=True)
    most = max(int(count) for _, _, count in bars)
    assert {int(steps) for _, steps, count in bars if int(count) == most} == {20}
    assert all(int(steps) > 0 for _, steps, _ in bars)
    assert html.count('class="amount') == len(bars)


def test_a_chosen_value_stands_first_and_beside_those_that_would_widen_it(
    client: FlaskClient,
) -> None:
    """What is chosen is seen without opening the longer list, whatever is more frequent."""
    html = page(client, "/search?q=torture+impunity&mode=keyword&language=fr")
    languages = re.search(r'<ul aria-labelledby="facet-language">(.*?)</ul>', html, re.DOTALL)
    assert languages is not None
    assert re.findall(r"<a [^>]*>([^<]+)</a>", languages[1]) == ["French", "English"]
    assert languages[1].count('aria-current="true"') == 1


def test_pages_of_results_follow_each_other(client: FlaskClient) -> None:
    """Going on shows other documents, counted on; a page beyond the last says so."""
    first = page(client, "/search?q=impunity&limit=5")
    second = page(client, "/search?q=impunity&limit=5&page=2")
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert '<ol class="hits" start="6">' in second
    heads = [re.findall(r'<h2><a href="/d/([^"#]*)', html) for html in (first, second)]
    assert not set(heads[0]) & set(heads[1])
    beyond = shown(page(client, "/search?q=impunity&page=99"))
    assert re.search(r"There (is only 1 page|are only \d+ pages)", beyond)


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    """A dead end names the ways out, the filters first."""
    html = page(client, "/search?q=zzzz&mode=keyword&theme=torture")
    assert "Nothing found" in shown(html)
    assert "Remove the filters" in shown(html)
    assert "Search by words and meaning" in shown(html)


def test_how_a_query_was_read_is_shown(client: FlaskClient) -> None:
    """Operators are read back in words; plain words need no explanation."""
    assert "Read as" in shown(page(client, "/search?q=torture+NOT+court"))
    assert "Read as" not in shown(page(client, "/search?q=torture+court"))


def test_an_empty_search_goes_to_the_front_page(client: FlaskClient) -> None:
    """Pressing Search with nothing typed is no error."""
    answer = client.get("/search?q=+")
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("typed", ['"', "-", "()", "🙂", "… ?!", "AND"])
def test_signs_without_a_word_are_named(client: FlaskClient, typed: str) -> None:
    """The front page says so, and asks for a word; a lone operator is a word."""
    said = shown(client.get("/search", query_string={"q": typed}).get_data(as_text=True))
    assert ("There is no word in" in said) == (typed != "AND")
    assert typed == "AND" or f"There is no word in {typed} . Type" in said


def test_a_theme_alone_is_a_search(client: FlaskClient) -> None:
    """The themes on a document page lead to the others of that theme."""
    assert "2 documents" in shown(page(client, "/search?theme=torture"))


# Long queries


def test_a_short_posted_query_gets_an_address(client: FlaskClient) -> None:
    """An answer that fits an address has one."""
    answer = client.post("/search?kind=report", data={"q": "torture victims"})
    assert (answer.status_code, answer.location) == (
        303,
        "/search?q=torture+victims&kind=report",
    )


def test_a_whole_statement_can_be_posted(client: FlaskClient) -> None:
    """It is answered, turned over and filtered by a form: no address holds its words."""
    text = "impunity for torture must end " * 150
    answer = client.post("/search", data={"q": text})
    assert answer.status_code == 200
    addresses = attribute(answer.text, "a", "href") + attribute(answer.text, "button", "formaction")
    assert not [one for one in addresses if "impunity" in one]
    theme = next(
        one
        for one in attribute(answer.text, "button", "formaction")
        if one.startswith("/search?theme=torture")
    )
    narrowed = client.post(theme, data={"q": text})
    assert narrowed.status_code == 200
    assert "2 documents" in shown(narrowed.text)


# A document


def test_every_passage_has_an_address(client: FlaskClient) -> None:
    """Each passage is reached by its id, and shows a link to itself."""
    html = page(client, "/d/statement-2025-en")
    ids = attribute(html, 'div class="passage', "id")
    assert len(ids) == len(set(ids)) == 8
    assert [f"#{one}" for one in ids] == attribute(html, 'a class="permalink"', "href")


def test_a_hit_leads_to_its_passage(client: FlaskClient) -> None:
    """The address behind a result ends at the passage that was found."""
    html = page(client, "/search?q=fund+reparation&mode=keyword&language=en")
    address = next(one for one in attribute(html, "a", "href") if one.startswith("/d/statement"))
    document, _, passage_id = address.partition("#")
    assert re.search(
        rf'id="{re.escape(passage_id)}">\s*<p[^>]*>.*Fund reparation', page(client, document)
    )


def test_a_document_shows_where_it_comes_from(client: FlaskClient) -> None:
    """Publisher, kind, date, language, source, when it was captured, and its digest to check."""
    html = page(client, "/d/statement-2025-en")
    seen = shown(html)
    for words in ("FIDH, REDRESS", "joint statement", "2025-07-17", "English", "2026-01-02"):
        assert words in seen
    assert re.search(r"SHA-256 of the original [0-9a-f]{64}", seen)
    assert "statement-2025-en" in seen


def test_kinds_of_passages_look_different(client: FlaskClient) -> None:
    """Calls carry their number, headings are headings, captions and notes say what they are."""
    html = page(client, "/d/statement-2025-en")
    assert re.search(r"<h2 [^>]*>What we ask of States</h2>", html)
    assert '<span class="number">1</span> Protect judges' in html
    assert re.search(r"<blockquote [^>]*>We will not be silent", html)
    for name in ("caption", "note 7", "about the publisher"):
        assert f'<span class="label">{name}</span>' in html
    assert shown(html).count("p. 1") == shown(html).count("p. 2") == 1


def test_languages_carry_their_direction(client: FlaskClient) -> None:
    """Arabic is read from the right and pronounced as Arabic."""
    assert '<h1 lang="ar" dir="rtl">' in page(client, "/d/digest-ar")
    assert '<p lang="ar" dir="rtl">' in page(client, "/d/digest-ar")
    assert '<h1 lang="en" dir="ltr">' in page(client, "/d/statement-2025-en")


def test_links_in_a_text_keep_their_words(client: FlaskClient) -> None:
    """One that leads somewhere is a link, one without a target and a script are only words."""
    html = page(client, "/d/statement-2025-en")
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer nofollow">' in html
    assert '<span class="lost-link">impunity</span>' in html
    assert '<span class="lost-link">torture</span>' in html
    assert "javascript:" not in html


# Errors


def test_a_note_and_its_call_lead_to_each_other(client: FlaskClient) -> None:
    """By links that a keyboard reaches and a screen reader names; the words are as they were."""
    html = page(client, "/d/statement-2025-en")
    (call,) = re.findall(r'<sup class="call"><a ([^>]*)>7</a></sup>', html)
    (back,) = re.findall(r'<a ([^>]*role="doc-backlink"[^>]*)>', html)
    target, origin = re.search(r'href="#([^"]*)"', call), re.search(r'href="#([^"]*)"', back)
    assert target
    assert origin
    assert f'<div class="passage note" id="{target[1]}">' in html
    assert f'id="{origin[1]}"' in call
    assert 'aria-label="Note 7"' in call
    assert 'aria-label="Back to the call of note 7"' in back
    words = re.sub(r'<sup class="call">.*?</sup>', "", html)
    told = "The organisations reaffirm that impunity fuels torture."
    assert told in re.sub(r"<[^>]*>", "", words)


def test_an_unknown_document_is_404_with_a_way_on(client: FlaskClient) -> None:
    """The page names what was asked for and leads to the search."""
    html = page(client, "/d/nowhere", 404)
    assert "nowhere" in shown(html)
    assert 'href="/"' in html


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/d/x"])
def test_without_an_index_each_page_says_the_next_step(bare: Flask, address: str) -> None:
    """A fresh installation is not broken, it is empty."""
    answer = bare.test_client().get(address)
    assert answer.status_code == 503
    assert "archive build" in shown(answer.text)


def test_help_needs_no_index(bare: Flask) -> None:
    """What a query may hold can be read before there is anything to search."""
    assert bare.test_client().get("/about").status_code == 200


def test_robots_may_read_documents_and_not_search(client: FlaskClient) -> None:
    """Searches are endless and private; documents want to be found."""
    assert client.get("/robots.txt").text.splitlines() == [
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /basket",
        "Disallow: /api/",
        *(f"Disallow: /{code}/{path}" for code in LANGUAGES for path in ("search", "basket")),
        "",
        "Sitemap: http://localhost/sitemap.xml",
    ]


def test_a_missing_icon_is_no_error(client: FlaskClient) -> None:
    """Browsers ask for it on their own."""
    assert client.get("/favicon.ico").status_code == 204
