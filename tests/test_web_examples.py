"""The examples a newcomer is shown: each finds something in the corpus that ships."""

from pathlib import Path

import pytest
from builds import HashEncoder
from sites import open_small

from archive.nodes import Mode
from archive.query import parse
from archive.search import Searcher
from archive.settings import Settings
from indexer.build import build
from web.examples import EXAMPLES, SYNTAX

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The searcher of a fresh installation, with the encoder of the tests."""
    settings = Settings(
        corpus=CORPUS, var=tmp_path_factory.mktemp("shipped"), encoder="hash", keep_generations=3
    )
    build(settings, encoder=HashEncoder())
    return open_small(settings)


@pytest.mark.parametrize("text", [text for text, _ in EXAMPLES])
def test_an_example_finds_something_by_its_words(shipped: Searcher, text: str) -> None:
    """A first search that finds nothing would be the last one."""
    page = shipped.search(parse(text, mode=Mode.KEYWORD))
    assert page.total >= 1
    snippets = [found.snippet for hit in page.hits for found in hit.passages]
    assert any(fragment.marked for snippet in snippets for fragment in snippet)


@pytest.mark.parametrize("typed", [typed for typed, _ in SYNTAX])
def test_a_sign_of_the_help_page_is_read_and_finds_something(shipped: Searcher, typed: str) -> None:
    """The help shows nothing that the search does not understand, or that leads nowhere."""
    query = parse(typed, mode=Mode.KEYWORD)
    assert query.notes == ()
    assert shipped.search(query).total >= 1
