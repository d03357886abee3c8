"""Words of texts in every script, their folded forms and stems, and where sentences begin."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keyword.analysis import (
    LONGEST_TERM,
    STEMMERS,
    fold,
    index_terms,
    sentence_starts,
    stem,
    tokens,
)


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(text)]


def stems(text: str, language: str) -> set[str]:
    return {stem(term, language) for term in terms(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("States' duty, now!", ["states", "duty", "now"]),
        ("snake_case CAT/C/GC/3", ["snake", "case", "cat", "c", "gc", "3"]),
        ("l'impunité d’État", ["l", "impunite", "d", "etat"]),
        ("im\u00adpu\u00adni\u00adty", ["impunity"]),
        ("e\u0301tat \u00e9tat", ["etat", "etat"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁnal", ["final"]),
        ("العَدَالَة العدالة", ["العدالة", "العدالة"]),
        ("عـــدالة عدالة", ["عدالة", "عدالة"]),
        ("国際法院 for すべて", ["国", "際", "法", "院", "for", *"すへて"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("x² ½", ["x2", "1⁄2"]),
        ("", []),
        ("\u0301 \u00ad — _ …", []),
    ],
)
def test_words_of_every_script(text: str, expected: list[str]) -> None:
    """Elision cuts, soft hyphens and accents set apart do not; signs without spaces are words."""
    assert terms(text) == expected


@given(st.text())
def test_offsets_are_of_the_text_itself(text: str) -> None:
    """Every token is a stretch of the text, in order and apart, and has a folded term."""
    place = 0
    for token in tokens(text):
        assert place <= token.start < token.end <= len(text)
        assert token.term == fold(text[token.start : token.end])
        assert 0 < len(token.term) <= LONGEST_TERM
        place = token.end


@given(st.text(alphabet="aàâçéèêëîïñôöùûüÁÉÍÑÓÚŞğı 1'ءآأؤإئاب"))
def test_a_decomposed_text_has_the_same_words(text: str) -> None:
    """How an editor wrote its accents is no difference to a reader."""
    decomposed, composed = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert terms(decomposed) == terms(composed)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folded terms are compared with folded terms, so folding has to be settled at once."""
    assert fold(fold(text)) == fold(text)


def test_an_accented_word_keeps_its_own_form_beside_the_folded_one() -> None:
    """An exact phrase may ask for the accents as typed; a plain word has none to keep."""
    accented = {token.term: token.accented for token in tokens("E\u0301tat état plain")}
    assert accented == {"etat": "état", "plain": ""}


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "victim victims"),
        ("en", "prosecute prosecuted prosecuting prosecution"),
        ("fr", "victime victimes"),
        ("fr", "réparation réparations reparation"),
        ("es", "violación violacion violaciones"),
        ("es", "desaparición desaparicion desapariciones"),
        ("es", "comisión comision comisiones"),
        ("es", "víctima victimas"),
        ("ar", "محكمة المحكمة"),
        ("ar", "العدالة عدالة"),
    ],
)
def test_inflections_share_a_stem(language: str, forms: str) -> None:
    """A word is found in its other forms, with or without the accents it was typed with."""
    assert len(stems(forms, language)) == 1


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    """Where the inflections are not known nothing is guessed."""
    assert stem("victims", "und") == stem("victims", "xx") == "victims"


@given(st.text(max_size=20), st.sampled_from(sorted(STEMMERS)))
def test_a_stem_is_folded(text: str, language: str) -> None:
    """A stemmer may put an accent back; an index term never has one."""
    for term in terms(text):
        assert stem(term, language) == fold(stem(term, language))


def test_an_acronym_is_itself_and_its_stem() -> None:
    """AIDS is found as AIDS and, where nobody wrote it in capitals, as any word; aids is not."""
    assert index_terms(tokens("AIDS"), "en") == ["aid", "aids"]
    assert index_terms(tokens("aids"), "en") == ["aid"]
    assert index_terms(tokens("ICC"), "en") == ["icc"]


def test_a_word_of_capitals_is_an_acronym_up_to_six_letters() -> None:
    """A heading in capitals is no row of acronyms, and neither is a number or an initial."""
    found = tokens("ICC UNESCO JUSTICE A EO14203 Icc")
    assert [token.is_acronym for token in found] == [True, True, False, False, False, False]


def test_a_very_long_word_is_cut() -> None:
    """An encoded attachment in a text cannot fill the dictionary."""
    assert terms("a" * 10_000) == ["a" * LONGEST_TERM]


def test_threads_stem_alike() -> None:
    """A stemmer of Snowball's keeps a state; every thread has its own."""
    words = [f"{word}{number}s" for number in range(500) for word in ("victim", "nation")]
    alone = [stem.__wrapped__(word, "en") for word in words]
    with ThreadPoolExecutor(8) as pool:
        futures = [
            pool.submit(lambda: [stem.__wrapped__(word, "en") for word in words]) for _ in range(8)
        ]
        assert all(future.result() == alone for future in futures)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One. ", "Two! ", "Three? ", "Four"]),
        ('He said "no." Then he left.', ['He said "no." ', "Then he left."]),
        ("Case v. the State, no. 12", ["Case v. the State, no. ", "12"]),
        ("ما العدالة؟ هي حق.", ["ما العدالة؟ ", "هي حق."]),
        ("Wait… étant donné", ["Wait… étant donné"]),
        ("No stop at all", ["No stop at all"]),
        ("Ask Ms. Mehra. Mme. Sow is out.", ["Ask Ms. Mehra. ", "Mme. Sow is out."]),
        ("Both are Drs. Then", ["Both are Drs. ", "Then"]),
        ("Nothing behind it.  \n", ["Nothing behind it.  \n"]),
        ("Case v.  the State", ["Case v.  the State"]),
        ("", [""]),
    ],
)
def test_sentences_begin_after_a_stop_unless_they_go_on(text: str, sentences: list[str]) -> None:
    """A small letter shows that a stop was an abbreviation's, and a title is one."""
    starts = sentence_starts(text)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


@given(st.text())
def test_sentences_start_in_order_from_the_beginning(text: str) -> None:
    """The first begins at 0, each next one further on."""
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
