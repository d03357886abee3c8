"""The evidence on a page: the passage's own words, the right ones marked."""

from collections.abc import Iterator

import pytest
from builds import quick_folder, settings_in
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import Thesaural, ask, hit_of, keep, marked, opened

from archive.hits import MOST_CHARACTERS, MOST_SENTENCES
from archive.nodes import Mode
from archive.results import PassageHit
from archive.search import Searcher

LONG = (
    "The assembly adopted its budget. Delegates elected a chairperson. "
    "Cruelty of guards in jail. The library opens on weekdays. "
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Documents in four languages, short and long ones."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        corpus = settings_in(folder).corpus
        keep(corpus, "inflected", ["States that prosecuted torturers protect a victim's rights."])
        keep(corpus, "excluded", ["Torture in prison, and no prison without guards."])
        keep(corpus, "meaning", [LONG * 4])
        keep(corpus, "one-sentence", ["Cruelty of guards in jail"])
        keep(corpus, "french", ["L'impunité des crimes d'État\u00a0: jamais."], language="fr")
        keep(corpus, "soft", ["The im\u00adpu\u00adni\u00adty of a re\u0301gime."])
        keep(corpus, "spanish", ["La desaparición forzada."], language="es")
        keep(corpus, "arabic", ["تطالب بالعدالة والعَدَالَة للضحايا."], language="ar")
        keep(corpus, "chinese", ["国际法院判决。"], language="zh")
        keep(corpus, "acronyms", ["AIDS and the ICC."], title="Health")
        keep(corpus, "aid", ["Legal aid and aids to the court."], title="Help")
        keep(corpus, "many", ["A short sentence of nothing. " * 50], title="Many")
        keep(corpus, "long", [f"{'Guards ' * 400}slept. They ate."], title="Long")
        yield opened(folder, Thesaural())


def best(searcher: Searcher, query: str, doc_id: str, mode: Mode = Mode.HYBRID) -> PassageHit:
    """The best passage of a document for `query`."""
    return hit_of(ask(searcher, query, mode=mode), doc_id).passages[0]


@pytest.mark.parametrize(
    ("query", "doc_id", "expected"),
    [
        ("prosecution of victims", "inflected", ["prosecuted", "victim"]),
        ("torture -guard title:excluded", "inflected", []),
        ("torture NOT wiretapping", "excluded", ["Torture"]),
        ("impunite etat", "french", ["impunité", "État"]),
        ("impunity regime", "soft", ["im\u00adpu\u00adni\u00adty", "re\u0301gime"]),
        ("desapariciones", "spanish", ["desaparición"]),
        ("desaparicion", "spanish", ["desaparición"]),
        ("بالعدالة", "arabic", ["بالعدالة"]),
        ("法院", "chinese", ["法", "院"]),
        ("AIDS", "acronyms", ["AIDS"]),
        ("icc", "acronyms", ["ICC"]),
    ],
)
def test_the_words_that_were_found_are_marked(
    searcher: Searcher, query: str, doc_id: str, expected: list[str]
) -> None:
    """In every inflection and script as the passage has them, never what was excluded."""
    if not expected:
        assert doc_id not in {hit.document.doc_id for hit in ask(searcher, query).hits}
        return
    hit = best(searcher, query, doc_id)
    assert marked(hit) == expected
    assert not hit.by_meaning


def test_aids_is_not_aid(searcher: Searcher) -> None:
    """An acronym is a word of its own, and an everyday word is not looked for in capitals."""
    capitals = ask(searcher, "AIDS", mode=Mode.KEYWORD)
    assert [hit.document.doc_id for hit in capitals.hits] == ["acronyms"]
    small = ask(searcher, "aid", mode=Mode.KEYWORD)
    assert "aid" in {hit.document.doc_id for hit in small.hits}
    assert marked(hit_of(small, "aid").passages[0]) == ["aid", "aids"]


def test_without_a_word_the_sentence_nearest_in_meaning_is_marked(searcher: Searcher) -> None:
    """Of equally near ones the first, whole, and without the space behind it."""
    hit = best(searcher, "torture by guard in prison", "meaning", Mode.SEMANTIC)
    assert hit.by_meaning is False
    hit = best(searcher, "torture", "meaning", Mode.SEMANTIC)
    assert hit.by_meaning
    assert marked(hit) == ["Cruelty of guards in jail."]
    text = "".join(fragment.text for fragment in hit.snippet)
    assert text.index("Cruelty") < text.index("budget") or text.startswith("The assembly")


def test_a_single_sentence_is_not_marked_whole(searcher: Searcher) -> None:
    """To mark all that is shown points at nothing."""
    hit = best(searcher, "torture", "one-sentence", Mode.SEMANTIC)
    assert hit.by_meaning
    assert marked(hit) == []


def test_a_passage_of_very_many_sentences_is_left_unmarked(searcher: Searcher) -> None:
    """Every sentence has to be embedded, and a page has a limit of them."""
    hit = best(searcher, "torture", "many", Mode.SEMANTIC)
    assert hit.passage.text.count(".") > MOST_SENTENCES
    assert marked(hit) == []


def test_a_passage_of_very_long_sentences_is_left_unmarked(searcher: Searcher) -> None:
    """What a sentence costs depends on its length, and a page has a limit of that too."""
    hit = best(searcher, "torture", "long", Mode.SEMANTIC)
    assert len(hit.passage.text) > MOST_CHARACTERS
    assert hit.by_meaning
    assert marked(hit) == []


def test_no_more_sentences_are_embedded_than_the_limit(searcher: Searcher) -> None:
    """Whatever is on the page."""
    encoder = searcher._encoder
    assert isinstance(encoder, Thesaural)
    encoder.encoded.clear()
    ask(searcher, "torture", mode=Mode.SEMANTIC)
    assert 1 < len(encoder.encoded) <= 1 + MOST_SENTENCES
    assert sum(map(len, encoder.encoded)) <= len("torture") + MOST_CHARACTERS


@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(
            [
                "torture",
                "impunité",
                "-guard",
                '"in prison"',
                "jai*",
                "العدالة",
                "法院",
                "NOT",
                "cour*",
            ]
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
    st.sampled_from(Mode),
)
def test_every_snippet_is_cut_from_its_passage(searcher: Searcher, query: str, mode: Mode) -> None:
    """Without the ellipses of a cut it is a stretch of the passage, character by character."""
    for hit in ask(searcher, query, mode=mode).hits:
        for one in hit.passages:
            shown = "".join(f.text for f in one.snippet if f.text not in ("… ", " …"))
            assert shown
            assert shown in one.passage.text
            assert all(fragment.text for fragment in one.snippet)
