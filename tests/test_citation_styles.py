"""Citations for people: each style by its rules, and nothing in one that the record cannot bear."""

import re

import pytest
from citations import Expected, by_hand, cited, golden, underscored

from archive.citation.runs import Run, as_html, line, plain, stopped
from archive.citation.styles import STYLES, formatted
from archive.citation.titles import headline, sentence, within_single

GOLDEN = golden()


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("expected", GOLDEN, ids=lambda expected: expected.name)
def test_each_style_gives_what_its_manual_says(expected: object, style: str) -> None:
    """Authors, dates, titles and pinpoints stand as worked out by hand."""
    assert hasattr(expected, "citation")
    found = formatted(expected.citation, style)
    assert underscored(found.reference) == expected.styles[style]
    assert underscored(found.mention) == expected.styles.get(f"{style}_mention", "")


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("expected", by_hand(), ids=lambda expected: expected.name)
def test_each_style_gives_what_was_worked_out_before(expected: Expected, style: str) -> None:
    """The style's own part, and the mention in the text, as its manual wants them."""
    chosen = STYLES[style]
    assert underscored(chosen.core(expected.citation)) == expected.styles[style]
    if chosen.mention:
        mention = underscored(chosen.mention(expected.citation))
        assert mention == expected.styles[f"{style}_mention"]


def test_at_least_forty_records_were_worked_out_by_hand() -> None:
    """The golden files cover every style with enough different records."""
    every = [*GOLDEN, *by_hand()]
    assert len({expected.name for expected in every}) == len(every) >= 40
    assert all(len(expected.styles) == len(STYLES) + 3 for expected in every)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_an_address_nobody_checked_is_never_a_source(style: str) -> None:
    """Neither an unchecked address nor one that is no web address stands in a citation."""
    for url, checked in (("https://secret.example/x", False), ("javascript:alert(1)", True)):
        citation = cited(title="A", url=url, url_checked=checked, issued="2020")
        shown = plain(formatted(citation, style).reference)
        assert url not in shown
        assert citation.permalink in shown


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_digest_is_named_as_a_digest_and_never_pointed_into(style: str) -> None:
    """Our own words are not quoted as the document's page or paragraph."""
    citation = cited(
        title="A",
        publishers=["FIDH"],
        issued="2020",
        origin="digest",
        passage={"kind": "digest", "page": 9, "number": "8"},
    )
    found = formatted(citation, style)
    assert "Digest in the Archive against Impunity" in plain(found.reference)
    assert not re.search(r"\b[89]\b", plain(found.reference).split("Digest")[0])
    assert not re.search(r"[89]", plain(found.mention))


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_citation_says_when_it_was_read_and_which_version(style: str) -> None:
    """With or without a source and a date there is one day of access and one version."""
    for url in ("https://example.org/", ""):
        for issued in ("2020-01-02", ""):
            citation = cited(title="A", publishers=["B"], url=url, issued=issued)
            shown = plain(formatted(citation, style).reference)
            found = re.findall("([Aa]ccessed|Retrieved)[^.]*(?:2026|Nov)", shown)
            assert len(found) == 1, shown
            assert shown.count("version sha256:1f2e3d4c5b6a") == 1
            assert ".." not in shown


def test_html_is_escaped_and_a_title_keeps_its_direction() -> None:
    """A title is data: no tag of it lives, and Arabic reads from right to left."""
    hostile = cited(title="<script>alert(1)</script> & 'x'", publishers=["<b>"], language='"><i>')
    for style in STYLES:
        shown = as_html(formatted(hostile, style).reference)
        assert not re.search(r"<(?!/?(i|bdi)\b)", shown)
        assert re.search(r'lang="&quot;&gt;&lt;i&gt;"', shown)
    arabic = as_html(formatted(cited(title="العدالة", language="ar"), "apa").reference)
    assert '<i><bdi lang="ar" dir="rtl">العدالة</bdi></i>' in arabic
    named = as_html(formatted(cited(title="A", publishers=["الأمم المتحدة"]), "un").reference)
    assert named.startswith("<bdi>الأمم المتحدة</bdi>, “")


def test_a_title_with_line_breaks_stays_on_one_line() -> None:
    """A citation is pasted into a footnote: white space is one space, no-break spaces stay."""
    shown = plain(
        formatted(cited(title="One\n two\u2028three\u00a0: four", language="fr"), "un").reference
    )
    assert "One two three\u00a0: four" in shown


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("a call to the UN", "A Call to the UN"),
        ("what states are waiting for", "What States Are Waiting For"),
        ("iPhones and eBay’s reports", "iPhones and eBay’s Reports"),
        ("warrant for al-Bashir issued", "Warrant for al-Bashir Issued"),
        ("women’s rights: a call", "Women’s Rights: A Call"),
        ("self-defence by a state-in-exile now", "Self-Defence by a State-in-Exile Now"),
        ("ÉTAT and état d’urgence", "ÉTAT and État D’urgence"),
        ("a fight against impunity after war", "A Fight against Impunity after War"),
        ("", ""),
    ],
)
def test_english_titles_get_capitals_and_printed_capitals_stay(printed: str, shown: str) -> None:
    """Principal words, the first and the last are raised; a word with a capital is left alone."""
    assert headline(printed) == shown


@pytest.mark.parametrize(
    ("letters", "shown"),
    [(99, "Justice for and against Us"), (4, "Justice for and Against Us"), (2, "Justice For And")],
)
def test_styles_differ_in_which_small_words_they_raise(letters: int, shown: str) -> None:
    """Chicago raises prepositions from five letters on, APA words from four on, MLA none."""
    assert headline("justice for and against us", letters=letters).startswith(shown)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Nepal: justice proving elusive", "Nepal: Justice proving elusive"),
        ("Who judges? “the court” does", "Who judges? “The court” does"),
        ("At 10:30: iPhones vs. state power", "At 10:30: iPhones vs. state power"),
        ("Now — a call (in short)", "Now — A call (in short)"),
        ("war-time", "war-time"),
    ],
)
def test_apa_begins_each_sentence_of_a_title_large(printed: str, shown: str) -> None:
    """After a colon, a dash or the end of a sentence; nothing else is changed."""
    assert sentence(printed) == shown


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("The ‘right to truth’ now", "The “right to truth” now"),
        ("Victims’ rights and the state’s duty", "Victims’ rights and the state’s duty"),
        ("‘One’ and ‘the state’s two’", "“One” and “the state’s two”"),
    ],
)
def test_quotation_marks_inside_quotation_marks_differ(printed: str, shown: str) -> None:
    """OSCOLA sets a title in single ones; an apostrophe stays one."""
    assert within_single(printed) == shown


def test_a_sentence_that_ends_gets_no_second_stop() -> None:
    """A question, an exclamation, an abbreviation and an Arabic question end by themselves."""
    for text in ("Why?", "Now!", "Legal Action Inc.", "لماذا؟"):
        assert plain(stopped(line(text))) == text
    assert plain(stopped(line("A", Run(text="b", italic=True)))) == "Ab."
