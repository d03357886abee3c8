"""Acronyms that are grammar without their capitals: US is not us, UN is no article."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builds import quick_folder, settings_in
from shelves import ask, hit_of, keep, marked, names, opened

from archive.keyword import occurrences
from archive.keyword.stopwords import content_words, is_homograph, language_of, meant
from archive.nodes import Mode
from archive.query import parse
from archive.search import Searcher

UN = """[[entry]]
id = "un"
en = ["United Nations", "UN"]
fr = ["Nations Unies", "ONU"]
"""
TEXTS = {
    "pronoun": "Join us and tell the court who should judge it.",
    "state": "The US sanctioned judges of the court.",
    "both": "The US told us nothing about the judges.",
    "article": "Un tribunal, un juge et un mandat.",
    "body": "A report of the UN on judges.",
    "named": "A letter from the United Nations.",
    "health": "The WHO counted the wounded.",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Passages with such acronyms, and with the words that they are otherwise."""
    with quick_folder(tmp_path_factory.mktemp("homographs")) as folder:
        yield opened(kept(folder), None)


def kept(folder: Path) -> Path:
    """The folder, with the texts and a thesaurus."""
    corpus = settings_in(folder).corpus
    for doc_id, text in TEXTS.items():
        language = "fr" if doc_id == "article" else "en"
        keep(corpus, doc_id, [text], title="A page", language=language)
    (corpus / "thesaurus.toml").write_text(UN)
    return folder


def found(searcher: Searcher, text: str) -> list[str]:
    """The documents found by the words of a query, by their ids."""
    return sorted(names(ask(searcher, text, mode=Mode.KEYWORD)))


@pytest.mark.parametrize("word", ["US", "UN", "WHO", "IT", "EU", "AU"])
def test_an_acronym_may_be_a_word_of_grammar(word: str) -> None:
    """In capitals it is a name, in small letters it is none; other acronyms are no such words."""
    assert is_homograph(word)
    assert not is_homograph(word.lower())
    assert not any(map(is_homograph, ("ICC", "AIDS", "I", "Us")))


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("US", ["both", "state"]),
        ("us", ["both", "pronoun", "state"]),
        ("+US +judges", ["both", "state"]),
        ("judges -US", ["body", "pronoun"]),
        ("WHO", ["health"]),
        ("WHO report", ["body", "health"]),
        ("who", ["health", "pronoun"]),
        ("NOBODY TOLD US", ["both", "pronoun", "state"]),
        ("title:US", []),
    ],
)
def test_capitals_tell_an_acronym_from_a_word(
    searcher: Searcher, text: str, documents: list[str]
) -> None:
    """What is typed in small letters may be either, and so may all in a query of capitals."""
    assert found(searcher, text) == documents


def test_other_names_are_added_in_capitals_alone(searcher: Searcher) -> None:
    """The name UN finds no French article, whether it was typed or is another name."""
    assert found(searcher, "UN") == ["body", "named"]
    assert found(searcher, "United Nations") == ["body", "named"]
    alone = searcher.search(replace(parse("UN", mode=Mode.KEYWORD), expand=False))
    assert names(alone) == ["body"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [("US", ["US"]), ("us", ["US", "us"]), ("SO TELL US", ["US", "us"])],
)
def test_only_the_acronym_is_marked(searcher: Searcher, text: str, runs: list[str]) -> None:
    """What was not looked for is not marked."""
    page = ask(searcher, text, mode=Mode.KEYWORD)
    assert marked(hit_of(page, "both").passages[0]) == runs


def test_an_acronym_is_no_grammar_of_a_query() -> None:
    """It is kept beside other words, and tells nothing of the query's language."""
    assert content_words(["UN", "sanctions", "on", "Mali"]) == [True, True, False, True]
    assert content_words(["WHO", "report", "on", "Mali"]) == [True, True, False, True]
    assert language_of("UN sanctions on Mali") == "en"
    assert content_words(["un", "mandat", "de", "la", "Cour"]) == [False, True, False, False, True]


def test_a_query_in_capitals_tells_of_no_acronym() -> None:
    """Three words and more; two in capitals may be two names."""
    assert meant(["TELL", "US", "WHO"]) == ["TELL", "us", "who"]
    assert meant(["EU", "UN"]) == ["EU", "UN"]
    assert meant(["tell", "US", "WHO"]) == ["tell", "US", "WHO"]


def test_an_index_without_such_acronyms_finds_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that an older program built has none, and goes on answering as it did."""
    monkeypatch.setattr(occurrences, "is_homograph", lambda _: False)
    older = opened(kept(tmp_path), None)
    assert found(older, "US") == ["both", "pronoun", "state"]
    assert found(older, "United Nations") == ["named"]
