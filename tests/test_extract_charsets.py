"""A text is read in the characters that it is written in, whatever it says itself."""

import pytest

from indexer.extract import child, media
from indexer.extract.charsets import decoded

FRENCH = (
    "Les familles des disparus demandent justice à l'État et à la société, depuis des années "
    "déjà, et rien n'a été fait pour elles."
)
ARABIC = (
    "استمعت اللجنة إلى شهادات أسر الضحايا ودونت ما قاله كل واحد منهم عن تلك الليلة في القرية ولم "
    "ينكر أحد ما جرى."
)
PAGE = (
    "<html><head>{}<title>T</title></head><body><article><h1>Titre</h1><p>{}</p></article></body>"
)
STATED = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("stated", "encoding", "text"),
    [
        ("", "utf-8", FRENCH),
        ("iso-8859-1", "utf-8", FRENCH),
        ("klingon", "utf-8", FRENCH),
        ("zlib", "cp1252", FRENCH),
        ("utf-8", "latin-1", FRENCH),
        ("iso-8859-1", "cp1252", f"{FRENCH} «\u2026»"),
        ("", "cp1252", FRENCH),
        ("", "utf-16", FRENCH),
        ("iso-8859-15", "iso-8859-15", f"{FRENCH} 3 €"),
        ("windows-1256", "cp1256", ARABIC),
        ("", "cp1256", ARABIC),
        ("utf-8", "cp1256", ARABIC),
    ],
)
def test_a_page_keeps_its_words_whatever_charset_it_states(
    stated: str, encoding: str, text: str
) -> None:
    """One that states nothing, another charset, or none that there is."""
    page = PAGE.format(STATED.format(stated) if stated else "", text)
    found = child.read(page.encode(encoding), media.HTML).blocks
    assert [block.text for block in found] == ["Titre", text]


def test_replacement_characters_of_the_source_stay() -> None:
    """A text that was damaged before it came is sound UTF-8, however many it has."""
    text = "c\ufffdurt \ufffd\ufffd\ufffd\ufffd"
    assert decoded(text.encode()) == text


def test_a_broken_byte_costs_one_letter() -> None:
    """Not the paragraphs of the page, which stay UTF-8; the letter is seen to be missing."""
    page = PAGE.format("", f"{FRENCH}|{FRENCH}").encode().replace(b"|", b"\xc3|")
    found = child.read(page, media.HTML).blocks
    assert [block.text for block in found] == ["Titre", f"{FRENCH}\ufffd|{FRENCH}"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (ARABIC, "utf-16-le"),
        (ARABIC, "utf-16-be"),
        (ARABIC, "cp1256"),
        (f"{ARABIC} (ICC)", "cp1256"),
    ],
)
def test_a_plain_text_is_read_in_its_characters(text: str, encoding: str) -> None:
    """Nothing states them there."""
    assert decoded(text.encode(encoding)) == text


def test_a_zero_makes_no_text_wide() -> None:
    """A stray zero in UTF-8 stays one sign, and no word around it is read otherwise."""
    for text in (f"{FRENCH}\0{FRENCH}", f"{FRENCH}\0{FRENCH}."):
        assert decoded(text.encode()) == text
