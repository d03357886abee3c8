"""The mix of one query: what is taken up of each candidate, and the first passages' part in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builds import DIMENSION, HashEncoder, quick_folder, settings_in
from numpy.typing import NDArray
from shelves import keep, names, opened

from archive.mixing import BOILERPLATE, KEYWORD_WEIGHT, KNOWN_ITEM, candidates_of, mix_of
from archive.model import PassageKind
from archive.nodes import Mode, Query
from archive.query import parse
from archive.search import Searcher

LIKE_THE_FIRST = "Torture prison guards lunch trains budgets."
LIKE_THE_QUERY = "Torture elections weather chairs gardens."


WORDS = (
    "torture prison guards lunch trains budgets elections weather chairs gardens reports on late"
).split()


class OneWordOneDirection(HashEncoder):
    """Texts are as near as the words that they share are many."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(DIMENSION,) float32 of length 1; all words but WORDS have one direction."""
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for word in text.lower().replace(".", "").split():
            vector[WORDS.index(word) if word in WORDS else -1] += 1
        return vector / np.float32(np.linalg.norm(vector))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Three statements on torture by guards, and some that share a word or more with them."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        corpus = settings_in(folder).corpus
        for number in range(3):
            keep(corpus, f"best-{number}", ["Torture prison guards."], title="", issued="2020")
        keep(corpus, "like-them", [LIKE_THE_FIRST], title="")
        keep(corpus, "like-it", [LIKE_THE_QUERY], title="")
        keep(corpus, "titled", ["Late."], title="Reports on elections")
        about = ("Trains and lunch.", PassageKind.BOILERPLATE)
        keep(corpus, "other", ["Lunch was late.", about], title="")
        yield opened(folder, OneWordOneDirection())


def test_what_is_like_the_first_passages_comes_nearer(searcher: Searcher) -> None:
    """By meaning alone one stands behind that shares no more than the query; mixed, before it."""
    asked = parse("torture", limit=100)
    by_meaning = names(searcher.search(replace(asked, mode=Mode.SEMANTIC)))
    mixed = names(searcher.search(replace(asked, weight=0.0)))
    assert by_meaning.index("like-it") < by_meaning.index("like-them")
    assert mixed.index("like-them") < mixed.index("like-it")


def test_a_passage_that_says_what_all_say_is_behind_one_that_answers(tmp_path: Path) -> None:
    """It is nearer to the question, by what every passage has in common with it."""
    corpus, encoder = settings_in(tmp_path).corpus, OneWordOneDirection()
    answer, empty = "Such torture guards.", "Such things here."
    for word in WORDS[3:9]:
        keep(corpus, word, [f"Such things here {word}."], title="")
    keep(corpus, "answer", [answer], title="")
    keep(corpus, "empty", [empty], title="")
    question = "such things here torture torture"
    near = encoder.encode_passages([empty, answer]) @ encoder.encode_query(question)
    assert near[0] > near[1]
    searcher = opened(tmp_path, encoder)
    for asked in (parse(question, mode=Mode.SEMANTIC), replace(parse(question), weight=0.0)):
        found = names(searcher.search(replace(asked, limit=100)))
        assert found.index("answer") < found.index("empty")


def test_a_candidate_is_as_near_as_it_is(searcher: Searcher) -> None:
    """Also below what belongs to an answer by meaning; without a vector it is as near as any."""
    live = searcher.opened
    nearness = np.full(len(live.live), -np.inf)
    nearness[[0, 2]] = 0.25, -1.5
    rows = np.array([0, 1, 2])
    found = candidates_of(parse("torture"), rows, opened=live, nearness=nearness)
    assert found.nearness.tolist() == [0.25, 0.0, -1.5]
    assert found.rows.tolist() == rows.tolist()


@pytest.mark.parametrize(
    ("query", "named"), [(parse("reports on elections"), KNOWN_ITEM), (parse("torture"), 0.0)]
)
def test_a_title_lifts_and_boilerplate_sinks(
    searcher: Searcher, query: Query, named: float
) -> None:
    """Whatever is asked; the title only where it was typed whole."""
    live = searcher.opened
    rows = np.arange(len(live.live))
    found = candidates_of(query, rows, opened=live, nearness=np.zeros(len(rows)))
    added = {
        live.row(int(row)).passage.text: one for row, one in zip(rows, found.added, strict=True)
    }
    assert added["Trains and lunch."] == -BOILERPLATE
    assert added["Late."] == named
    assert added[LIKE_THE_FIRST] == 0.0


@pytest.mark.parametrize(("text", "is_names"), [("ASP24 ICC", True), ("torture by guards", False)])
def test_names_alone_are_left_to_their_words(
    searcher: Searcher, text: str, *, is_names: bool
) -> None:
    """A model reads acronyms and numbers badly; a reader's own weight goes before."""
    asked = parse(text)
    mix = mix_of(asked, searcher.opened, known=1.0)
    assert (mix.weight > 0.9 and not mix.yields) is is_names
    assert mix.weight == KEYWORD_WEIGHT or is_names
    assert mix_of(replace(asked, weight=0.2), searcher.opened, known=1.0).weight == 0.2
