"""What is found by words, what by meaning, what by name, and what stays out of the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builds import quick_folder, settings_in
from shelves import Thesaural, ask, hit_of, keep, names, opened

from archive.keyword.analysis import tokens
from archive.lanes import MOST_PIECES, NEAR_DEVIATIONS
from archive.model import PassageKind
from archive.nodes import Mode
from archive.query.limits import MAX_MEANT_WORDS
from archive.results import ResultPage
from archive.search import Searcher
from archive.vectors import WINDOW_STRIDE, WINDOW_WORDS, windows

FILLER = (
    "The assembly adopted its budget for the coming year.",
    "Delegates met in the afternoon to elect a chairperson.",
    "The library of the institute opens on weekdays.",
    "Weather conditions delayed the arrival of the train.",
    "Our annual dinner welcomed guests from many cities.",
    "A printed copy is available from the front desk.",
)


def _fill(corpus: Path) -> None:
    """Documents about torture in its own words and in others, among many about nothing."""
    for number, text in enumerate(FILLER):
        keep(corpus, f"filler-{number}", [text], title=f"Minutes {number}", issued="2020")
    keep(corpus, "words", ["Torture in prison."], kind="report", issued="2024-05")
    keep(corpus, "meaning", ["Cruelty in jail."], kind="letter", issued="2023")
    keep(corpus, "accents", ["L'État est responsable, dit la Cour."], language="fr", title="Cour")
    keep(corpus, "bare", ["L'Etat reste muet devant la Cour."], language="fr", title="Cour")
    keep(corpus, "resolution", ["Refers the situation."], title="Resolution S/RES/1593 (2005)")
    keep(corpus, "comment", ["On the implementation."], title="CAT/C/GC/3: General comment No. 3")
    keep(
        corpus, "cites", ["As S/RES/1593 says, and S/RES/1593 repeats, see CAT/C/GC/3."], title="X"
    )
    keep(corpus, "named", ["Members meet."], title="The road to universal justice")
    keep(corpus, "speaks", ["The road to universal justice, universal justice."], title="Y")
    keep(
        corpus,
        "about",
        [("About us: we defend victims of wiretapping.", PassageKind.BOILERPLATE), "Budgets."],
        title="Z",
    )
    keep(corpus, "subject", ["A journalist and victims of wiretapping sued."], title="W")


@pytest.fixture(scope="module")
def encoder() -> Thesaural:
    """The encoder of the module, which remembers what it embedded."""
    return Thesaural()


@pytest.fixture(scope="module")
def searcher(encoder: Thesaural, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The searcher over the documents of `_fill`."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        _fill(settings_in(folder).corpus)
        yield opened(folder, encoder)


def lanes_of(page: ResultPage) -> set[str]:
    return {lane for hit in page.hits for one in hit.passages for lane in one.found_by}


def test_a_passage_is_found_by_meaning_alone(searcher: Searcher) -> None:
    """Cruelty is torture to the model; no word of the query stands in the passage."""
    page = ask(searcher, "torture in jail")
    assert hit_of(page, "meaning").passages[0].found_by == ("keyword", "semantic")
    page = ask(searcher, "torture")
    assert hit_of(page, "meaning").passages[0].found_by == ("semantic",)
    assert hit_of(page, "meaning").passages[0].by_meaning
    assert "keyword" in hit_of(page, "words").passages[0].found_by
    assert not hit_of(page, "words").passages[0].by_meaning


def test_lanes_are_told_with_their_ranks(searcher: Searcher) -> None:
    """Ranks count from 1 in each lane, and a better rank has no lower score."""
    page = ask(searcher, "torture in prison")
    for lane in ("keyword", "semantic"):
        found = sorted(
            (one.rank, -one.score)
            for hit in page.hits
            for passage in hit.passages
            for one in passage.lanes
            if one.lane == lane
        )
        assert found[0][0] == 1
        assert [score for _, score in found] == sorted(score for _, score in found)
        assert len({rank for rank, _ in found}) == len(found)


@pytest.mark.parametrize("query", ["torture in prison", "cruelty guards"])
def test_only_what_is_near_is_found_by_meaning_beside_words(searcher: Searcher, query: str) -> None:
    """Less than a standard deviation above the mean passage is no answer in hybrid mode."""
    hybrid = ask(searcher, query)
    semantic = ask(searcher, query, mode=Mode.SEMANTIC)
    assert semantic.total_passages == searcher.passages > hybrid.total_passages
    scores = {
        passage.passage.passage_id: lane.score
        for hit in semantic.hits
        for passage in hit.passages
        for lane in passage.lanes
    }
    assert min(scores.values()) < 0 < NEAR_DEVIATIONS < max(scores.values())
    by_meaning = {
        passage.passage.passage_id
        for hit in hybrid.hits
        for passage in hit.passages
        if passage.found_by == ("semantic",)
    }
    by_words = {
        passage.passage.passage_id
        for hit in ask(searcher, query, mode=Mode.KEYWORD).hits
        for passage in hit.passages
    }
    near = {name for name, score in scores.items() if score >= NEAR_DEVIATIONS}
    assert by_meaning == near - by_words
    assert by_meaning


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"Torture in prison"', ["words"]),
        ('"torture IN Prison"', ["words"]),
        ('"prison torture"', []),
        ('"tortures"', []),
        ('"prisons"', []),
        ('"état"', ["accents", "bare"]),
        ('"ETAT"', ["accents", "bare"]),
        ('="État"', ["accents"]),
        ('="etat"', ["bare"]),
        ('"la cour"', ["accents", "bare"]),
        ('"torture in jail"', []),
    ],
)
def test_one_quoted_phrase_is_answered_by_words_alone(
    searcher: Searcher, encoder: Thesaural, query: str, expected: list[str]
) -> None:
    """Its words in their order and form, in any case and, unless asked for, any accents."""
    encoder.encoded.clear()
    page = ask(searcher, query)
    assert sorted(names(page)) == expected
    assert lanes_of(page) <= {"keyword"}
    assert not page.hits or not encoder.encoded


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ('torture "in jail"', {"meaning"}, {"words"}),
        ("torture -jail", {"words"}, {"meaning"}),
        ("torture NOT prison", {"meaning"}, {"words"}),
        ("torture kind:letter", {"meaning"}, {"words"}),
        ("torture kind:report", {"words"}, {"meaning"}),
        ("torture date:2023", {"meaning"}, {"words"}),
        ("torture after:2023", {"words"}, {"meaning"}),
        ("torture AND prison", {"words"}, {"meaning"}),
        ("torture AND jai*", set(), {"words", "meaning"}),
        ("cruelty AND jai*", {"meaning"}, {"words"}),
        ("title:words", {"words"}, {"meaning"}),
        ("title:torture", set(), {"words", "meaning"}),
        ("title:words torture", {"words"}, {"meaning"}),
        ("title:meaning torture", {"meaning"}, {"words"}),
    ],
)
def test_conditions_hold_for_what_is_found_by_meaning_too(
    searcher: Searcher, query: str, found: set[str], missing: set[str]
) -> None:
    """Quotation marks, operators and fields are meant; plain words are a wish."""
    listed = set(names(ask(searcher, query)))
    assert found <= listed
    assert not missing & listed


def test_a_page_about_the_issuer_stands_behind_one_about_the_subject(searcher: Searcher) -> None:
    """Boilerplate has the words of every statement of its issuer; who quotes it means it."""
    page = ask(searcher, "victims of wiretapping")
    assert names(page)[:2] == ["subject", "about"]
    assert hit_of(page, "subject").score - hit_of(page, "about").score > 0.2
    quoted = ask(searcher, '"we defend victims of wiretapping"')
    assert names(quoted) == ["about"]
    assert quoted.hits[0].passages[0].passage.kind is PassageKind.BOILERPLATE


def test_a_pasted_text_is_embedded_in_pieces(searcher: Searcher, encoder: Thesaural) -> None:
    """A model reads some hundred words; what stands further down is looked for all the same."""
    filler = " ".join(FILLER)
    paste = " ".join([filler] * 6 + ["Torture in prison. " * WINDOW_WORDS])
    encoder.encoded.clear()
    page = ask(searcher, paste)
    assert encoder.encoded[: len(windows(paste))] == windows(paste)
    assert 1 < len(windows(paste)) <= MOST_PIECES
    best = hit_of(page, "words").passages[0]
    semantic = next(one for one in best.lanes if one.lane == "semantic")
    assert semantic.rank <= 1 + len(FILLER)


def test_a_very_long_text_is_embedded_up_to_a_limit(searcher: Searcher, encoder: Thesaural) -> None:
    """However much is pasted, no more than so many pieces are paid for."""
    encoder.encoded.clear()
    ask(searcher, "Torture is a crime. " * 400)
    assert sum(len(tokens(text)) > WINDOW_WORDS / 2 for text in encoder.encoded) == MOST_PIECES
    assert (MOST_PIECES - 1) * WINDOW_STRIDE + WINDOW_WORDS == MAX_MEANT_WORDS


def test_exclusions_alone_find_all_the_others(searcher: Searcher, encoder: Thesaural) -> None:
    """There is nothing whose meaning could be compared."""
    encoder.encoded.clear()
    page = ask(searcher, "NOT the NOT torture")
    assert not encoder.encoded
    assert {"words", "speaks", "filler-0"}.isdisjoint(names(page))
    assert {"accents", "meaning"} <= set(names(page))


def test_the_words_of_a_query_count_twice_where_both_lanes_agree(searcher: Searcher) -> None:
    """A passage with the words and the meaning stands before one with either."""
    assert names(ask(searcher, "torture in prison"))[0] == "words"
    assert names(ask(searcher, "cruelty in jail"))[0] == "meaning"


def test_the_keyword_mode_embeds_nothing(searcher: Searcher, encoder: Thesaural) -> None:
    """Who asks for words alone does not wait for a model."""
    encoder.encoded.clear()
    page = ask(searcher, "torture", mode=Mode.KEYWORD)
    assert names(page) == ["words"]
    assert lanes_of(page) == {"keyword"}
    assert not encoder.encoded


def test_equal_vectors_are_no_trouble(tmp_path: Path) -> None:
    """Where every passage is equally near, none is nearer than the mean one."""
    corpus = settings_in(tmp_path).corpus
    for name in "ab":
        keep(corpus, name, ["Torture in prison."], title="T")
    page = ask(opened(tmp_path, Thesaural()), "torture")
    assert sorted(names(page)) == ["a", "b"]
    assert lanes_of(page) == {"keyword"}
