"""A text that may not be what its source says is told from one that is."""

import dataclasses

import pytest

from archive import legibility
from archive.model import Passage, PassageKind

GOOD = (
    "The States Parties to A/RES/60/147 shall investigate (art. 6.1) what happened in 1991–1995.",
    "Les organisations signataires l’ont demandé à l’O.N.U. : « la vérité », disent-elles.",
    "Véase https://www.example.org/a?b=1,2;c#d y escriba a prensa@example.org, por favor.",
    "طالبت المنظمات بإنهاء الإفلات من العقاب وبالعدالة للضحايا.",
    "McDonald and the NGOs of the OSCE, DeGuzman, iPhone, eBay; III. 12,5 % (2)",
    "联合国大会通过了该决议。",
    "COVID-19, CO2, H2O, 27th, art. 5bis, 1990s, A/C.3/69/L.56, S/RES/1593(2005), §12, 50%, and/or",
)
BAD = (
    "Th3 S\ufffd\ufffdtes P\ufffdrties",
    "tHe StAtEs PaRtIeS",
    "~~{|]) ;:'r]~ ,.|~a",
    "Кepи Paртiеs Стaтeс",
    "(cid:12)(cid:44)(cid:3)",
    "aaaaaaaaaaa llllllll iiiiiiii",
    "gl0bal in§tiative aga¶nst |mpunity, pr0tects wi|nesses and vic0ims",
)


def passage(text: str, *, page: int | None = None, confidence: int | None = None) -> Passage:
    return Passage(
        passage_id="p",
        doc_id="d",
        version_id="v",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language="en",
        page=page,
        confidence=confidence,
    )


@pytest.mark.parametrize("text", GOOD)
def test_words_of_any_language_names_and_addresses_are_words(text: str) -> None:
    """What is really printed raises no doubt."""
    assert legibility.garbled(text) == 0


@pytest.mark.parametrize("text", BAD)
def test_what_no_language_writes_is_no_word(text: str) -> None:
    """Replacement characters, mixed alphabets and cases, and stains count by their length."""
    assert legibility.garbled(text) > 0.3


def test_the_weaker_sign_is_the_score() -> None:
    """Clear words that were read unsurely are as doubtful as the reading."""
    assert legibility.of([passage("Clear words of a report.", confidence=62)]).score == 0.62
    half = passage("abcdefgh \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd", confidence=90)
    assert legibility.of([half]).score == 0.5


def test_a_document_is_as_legible_as_its_letters() -> None:
    """A long clear passage outweighs a short doubtful one; the confidence is of the read part."""
    long, short = passage("word " * 60 + "end"), passage("word " * 20 + "end", confidence=59)
    found = legibility.of([long, short])
    weights = len(long.text), len(short.text)
    assert found.score == pytest.approx((weights[0] + 0.59 * weights[1]) / sum(weights))
    assert (found.confidence, found.is_low) == (59, False)
    assert legibility.of([short]).is_low
    assert legibility.of([]).score == 0


def test_pages_without_a_passage_are_missing() -> None:
    """One page that a long paragraph fills is none; two in a row, or the first, are."""
    held = [passage("Words of the report.", page=page) for page in (1, 3, 6, 7)]
    found = legibility.of(held)
    assert found.missing == (4, 5)
    assert found.score == 1 - 2 / 7
    unpaged = [dataclasses.replace(one, page=None) for one in held]
    assert legibility.of(unpaged).score == 1
