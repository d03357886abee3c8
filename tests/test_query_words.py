"""Words of a chunk: identifiers and acronyms whole, addresses as their words, no empty word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query import parse
from archive.query.wording import explain
from archive.query.words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CAT/C/GC/3,", ["CAT/C/GC/3"]),
        ("(S/RES/1593)", ["S/RES/1593"]),
        ("Regulation 2271/96.", ["Regulation", "2271/96"]),
        ("and/or", ["and", "or"]),
        ("I.C.C. C.P.I.", ["ICC", "CPI"]),
        ("COVID-19: al-Bashir's", ["COVID-19", "al-Bashir"]),
        ("d’Ivoire jusqu'ici O'Brien", ["Ivoire", "ici", "O'Brien"]),
        ("مُسَاءَلَة، العدالة؟", ["مُسَاءَلَة", "العدالة"]),
        ("https://www.fidh.org/fr/a-b.html#c", ["fidh", "fr", "a", "b"]),
        ("press@trial.ch", ["press@trial.ch"]),
        ("end.Start", ["end", "Start"]),
    ],
)
def test_chunk_is_cut_into_words(text: str, words: list[str]) -> None:
    """Each word is what a reader would call one."""
    assert words_of(text) == words


@given(st.text(max_size=200))
def test_words_are_never_empty(text: str) -> None:
    """Every word has a letter or a digit, and there are no more than signs."""
    words = words_of(text)
    assert all(any(sign.isalnum() or sign == "_" for sign in word) for word in words)
    assert len(words) <= len(text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("accountability exports", "words: accountability, exports"),
        ("torture", "words: torture"),
        ('"arms trade" Yemen', 'exactly: "arms trade" · also: Yemen'),
        (
            'accountability "arms trade" -Yemen year:2019..2023 publisher:FIDH',
            'exactly: "arms trade" · dated 2019 to 2023 · publisher: FIDH'
            " · also: accountability · not: Yemen",
        ),
        ("arms kind:report", "kind: report · words: arms"),
        ("a AND b", "all of: a, b"),
        ("a OR (b AND c)", "any of: a, (b and c)"),
        ("since:2024-05", "dated 2024-05 or later"),
        ("disappear* Qaddafi~2", "words: disappear…, Qaddafi (up to 2 letters changed)"),
        ("a /s b", "in one sentence a and b"),
        ("title:arms", "in the title arms"),
        ("", ""),
    ],
)
def test_query_is_said_in_words(typed: str, said: str) -> None:
    """A reader sees how the query was read."""
    assert explain(parse(typed)) == said


def test_long_paste_is_said_briefly() -> None:
    """A paste is not shown word by word."""
    assert explain(parse("impunity " * 200)).endswith(" and 168 more")
