"""Words that a question gains from its first answers: which, how heavy, and when none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builds import HashEncoder, quick_folder, settings_in
from shelves import hit_of, keep, opened
from sites import app_over

from archive.answer import as_json
from archive.keyword import gathered
from archive.keyword.gathered import COMMON, MOST_WORDS, Gathered, gather, scored
from archive.keyword.index import BM25_K1, KeywordIndex
from archive.keyword.postings import key
from archive.keyword.terms import LONGEST_QUESTION, is_question
from archive.nodes import Field, Mode, Query
from archive.query import parse
from archive.search import Searcher
from indexer.commands.search import as_text

FIRST = "Widows of the quarry demand exhumations at Zarandu."
ALSO = "Widows demand: the quarry at Zarandu."
ASKED = "demand of widows"
EVENHANDED = np.array([0.5, 0.5])


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Two passages that answer, two with one of their words, and forty on other matters."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        corpus = settings_in(folder).corpus
        keep(corpus, "first", [FIRST], title="")
        keep(corpus, "also", [ALSO], title="")
        keep(corpus, "second", ["Widows, and more."], title="")
        keep(
            corpus,
            "kin",
            ["Exhumations, Zarandu: widows."],
            title="",
        )
        for number in range(40):
            keep(corpus, f"other-{number:02}", [f"Budgets of year {number}."], title="")
        yield opened(folder, HashEncoder())


@pytest.fixture(scope="module")
def index(searcher: Searcher) -> KeywordIndex:
    return searcher.opened.words.index


def _number(searcher: Searcher, text: str) -> int:
    rows = range(len(searcher.opened.live))
    return next(row for row in rows if searcher.opened.row(row).passage.text.startswith(text))


def _of(searcher: Searcher, *texts: str, shares: np.ndarray) -> tuple[Gathered, ...]:
    numbers = [_number(searcher, text) for text in texts]
    rows = [searcher.opened.row(number) for number in numbers]
    return gather(numbers, rows, shares=shares, index=searcher.opened.words.index)


def _saturated(index: KeywordIndex, row: int) -> float:
    return (BM25_K1 + 1) / (1 + float(index.norms[Field.ANY][row]))


def test_a_word_weighs_its_mean_score_in_the_passages(searcher: Searcher) -> None:
    """Its BM25 by the share of each passage, all divided by their sum; "widows" is in both."""
    index = searcher.opened.words.index
    one, two = _number(searcher, "Widows of"), _number(searcher, "Widows, and")
    found = {
        term.word: term.weight
        for term in _of(searcher, "Widows of", "Widows, and", shares=np.array([0.75, 0.25]))
    }
    in_one, in_two = 0.75 * _saturated(index, one), 0.25 * _saturated(index, two)
    scores = {
        "Widows": (in_one + in_two) * index.idf(4),
        "quarry": in_one * index.idf(2),
        "demand": in_one * index.idf(2),
        "exhumations": in_one * index.idf(2),
        "Zarandu": in_one * index.idf(3),
    }
    assert found == pytest.approx(
        {word: one / sum(scores.values()) for word, one in scores.items()}
    )


def test_the_heaviest_come_first_and_equal_ones_by_their_keys(searcher: Searcher) -> None:
    """-weight, then the key, whatever the order in the text."""
    found = _of(searcher, "Widows of", "Widows, and", shares=EVENHANDED)
    assert list(found) == sorted(found, key=lambda one: (-one.weight, one.key))
    ties = [one.word for one in found if one.weight == found[1].weight]
    assert ties == ["demand", "exhumations", "quarry"]


def test_grammar_numbers_and_common_words_are_not_gathered(searcher: Searcher) -> None:
    """Not "of" or "7", which carry no subject, nor "budgets", which is in forty of 44 passages."""
    assert COMMON * len(searcher.opened.live) < 40
    found = _of(searcher, "Budgets of year 7.", "Budgets of year 9.", shares=EVENHANDED)
    assert found == ()
    kept = _of(searcher, "Budgets of year 7.", "Widows, and", shares=EVENHANDED)
    assert [one.word for one in kept] == ["Widows"]


def test_stopping_early_finds_what_looking_at_all_would(
    index: KeywordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best by score times idf, though most terms are not looked up."""
    draws = np.random.default_rng(7)
    frequencies = {f"{n}".encode(): int(draws.integers(1, 9)) for n in range(300)}
    scores = {one: float(draws.choice([0.2, 0.4, 1.5])) for one in frequencies}
    looked: list[bytes] = []

    def frequency(_: KeywordIndex, one: bytes) -> int:
        looked.append(one)
        return frequencies[one]

    monkeypatch.setattr(KeywordIndex, "frequency", frequency)
    most = COMMON * index.live_rows
    every = {
        one: scores[one] * index.idf(frequencies[one]) for one in scores if frequencies[one] <= most
    }
    expected = sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    assert gathered._best(scores, index) == expected
    assert len(looked) < len(scores)


def test_a_frequency_counts_live_rows(searcher: Searcher, index: KeywordIndex) -> None:
    """As many as `occurrences` has, also where rows are dead."""
    term = key("words_en", b"widow")
    assert index.frequency(term) == 4
    live = index.live.copy()
    live[_number(searcher, "Widows, and")] = False
    assert replace(index, live=live, live_rows=index.live_rows - 1).frequency(term) == 3
    assert index.frequency(key("words_en", b"nowhere")) == 0


def test_scores_are_worked_out_by_hand(searcher: Searcher, index: KeywordIndex) -> None:
    """The sum of weight times saturated count, in the rows asked about and in their order."""
    rows = np.sort([_number(searcher, text) for text in ("Exhumations", "Widows, and", "Budgets")])
    terms = [
        Gathered("Zarandu", key("words_en", b"zarandu"), 0.6),
        Gathered("x", b"words_en\x00x", 0.4),
    ]
    found = scored(terms, rows, index)
    expected = [
        0.6 * _saturated(index, row) if row == _number(searcher, "Exhumations") else 0.0
        for row in rows.tolist()
    ]
    assert found.tolist() == pytest.approx(expected)


def test_what_shares_the_first_passages_words_rises(searcher: Searcher) -> None:
    """Of two that the query's words leave equal; in the lane of words they stay so."""
    asked = replace(parse(ASKED, limit=100), weight=1.0)
    pages = [searcher.search(one) for one in (replace(asked, expand=False), asked)]
    plain, gained = (
        [hit_of(page, doc_id).passages[0] for doc_id in ("kin", "second")] for page in pages
    )
    assert plain[0].score == plain[1].score
    assert gained[0].score > gained[1].score
    assert [one.lanes for one in plain] == [one.lanes for one in gained]


def test_the_answer_names_the_words_that_were_not_asked_for(searcher: Searcher) -> None:
    """Equal ones by their keys, no word of the query in any inflection; none if switched off."""
    asked = parse(ASKED)
    page = searcher.search(asked)
    assert set(page.gathered) == {"exhumations", "quarry", "Zarandu"}
    assert not {word.lower() for word in page.gathered} & {"widows", "widow", "demand", "demands"}
    assert searcher.search(replace(asked, expand=False)).gathered == ()


def test_one_passage_alone_gives_no_words(searcher: Searcher) -> None:
    """What only one has besides the words of the query may be its own accident."""
    assert searcher.search(parse("demand at the quarry")).gathered
    assert (
        searcher.search(
            parse("demand of exhumations"),
        ).gathered
        == ()
    )


@pytest.mark.parametrize(
    "asked",
    [
        parse("widows"),
        parse('"demand exhumations"'),
        parse('demand "of widows"'),
        parse("demand AND widows"),
        parse("demand widows -budgets"),
        parse("title:demand title:widows"),
        parse("widows A/RES/60/147"),
        parse("ICC 2019"),
        parse(ASKED, mode=Mode.KEYWORD),
        parse(ASKED, mode=Mode.SEMANTIC),
    ],
)
def test_what_means_what_it_says_gains_no_words(searcher: Searcher, asked: Query) -> None:
    """Names, numbers, quotations, operators, fields, one word, and one lane alone."""
    assert searcher.search(asked).gathered == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("demand of widows", True),
        ("well-known widows", True),
        ("of widows", False),
        ("", False),
        ("widow " * LONGEST_QUESTION, True),
        ("widow " * (LONGEST_QUESTION + 1), False),
    ],
)
def test_a_question_has_two_to_twenty_words(text: str, *, is_one: bool) -> None:
    """Grammar words do not count among the two."""
    tree = parse(text).tree
    assert (tree is not None and is_question(tree)) is is_one


def test_the_page_says_so_and_leads_to_the_answer_without(tmp_path: Path) -> None:
    """The words are listed on the page, in the API's answer and in the terminal's."""
    settings = settings_in(tmp_path)
    keep(settings.corpus, "first", [FIRST], title="")
    keep(settings.corpus, "also", [ALSO], title="")
    for number in range(20):
        keep(settings.corpus, f"other-{number:02}", [f"Budgets of year {number}."], title="")
    searcher = opened(tmp_path, HashEncoder())
    client = app_over(settings).test_client()
    page = client.get(f"/search?q={ASKED}").text
    assert "Words of the first passages counted too: <bdi>" in page
    assert "<bdi>exhumations</bdi>" in page
    assert "/search?q=demand+of+widows&amp;expand=0" in page
    assert "Words of the first passages" not in client.get(f"/search?q={ASKED}&expand=0").text
    answer = searcher.search(parse(ASKED))
    assert as_json(answer)["gathered"] == list(answer.gathered)
    assert f"counted too: {', '.join(answer.gathered)}" in as_text(answer)
