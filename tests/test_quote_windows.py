"""Passages that are read around the letters of a quotation hold all that the whole text does."""

import random
import re

import pytest
from builds import settings_in
from quotations import DAMAGE, MUTATIONS, SEED, sentences
from shelved import shelve

from archive.generation import open_served
from archive.model import Passage
from archive.opened import Opened, open_index
from archive.quotes.candidates import Reach, along
from archive.quotes.former import former_places
from archive.quotes.places import places_in
from archive.quotes.reading import has_numbers, readings
from archive.quotes.verdicts import Outcome
from archive.rows import Row
from indexer.build import build

# The same words often, hyphens and capitals over the ends of passages, and one without a letter.
ODD = [
    "ON THE LAW",
    "THE US AND THE EU",
    "ON THE ROAD",
    "To Us and the Eu",
    "The road of the trauma-",
    "inflicting officers was closed by the army of the State.",
    "— * —",
    "The army of the State closed the road of the",
    "State for the army of the State, and of the State.",
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """An index of one document that has nothing now of its earlier version."""
    settings = settings_in(tmp_path_factory.mktemp("windows"))
    shelve(settings.corpus, "doc", [*sentences(40), *ODD], ["Nothing of it is left here."])
    build(settings, encoder=None)
    return open_index(open_served(settings.var))


def _words_of(typed: str, opened: Opened) -> list[tuple[str, tuple[str, ...]]]:
    """The places that the check finds in the earlier version."""
    found = former_places(readings(typed), opened, allowed=opened.live, reach=Reach())
    return [_key(place.words, place.passages) for _, place in found]


def _words_of_whole(typed: str, opened: Opened) -> list[tuple[str, tuple[str, ...]]]:
    """The places where every passage is read."""
    (version,) = opened.earlier.of_document("doc")
    document, ways = opened.row(0).document, readings(typed)
    rows = [Row(document=document, passage=one, origin=version.origin) for one in version.passages]
    for numbered in (False, True) if has_numbers(ways[0]) else (False,):
        found = [
            _key(place.words, place.passages)
            for stretch in along(rows, score=0.0, numbered=numbered)
            for outcome, place in places_in(ways, stretch)
            if outcome is not Outcome.ALTERED
        ]
        if found:
            return found
    return []


def _key(words: str, passages: tuple[Passage, ...]) -> tuple[str, tuple[str, ...]]:
    return words, tuple(passage.passage_id for passage in passages)


def _typed() -> list[str]:
    """Runs of the text's words, every other of its last passages: as they stand or changed."""
    rng = random.Random(SEED)
    words = re.findall(r"\S*\w\S*", " ".join([*sentences(40), *ODD]))
    typed = []
    for turn in range(400):
        length = rng.randrange(4, 20)
        begin = rng.randrange(len(words) - 60 if turn % 2 else 0, len(words) - length)
        quotation = " ".join(words[begin : begin + length])
        change = rng.choice((*DAMAGE, *MUTATIONS, None))
        typed.append(change(quotation, rng) if change else quotation)
    return typed


def test_what_the_whole_text_has_is_found_around_its_letters(opened: Opened) -> None:
    """Of runs of words, damaged, changed and as they stand, the same places come in that order."""
    found = {typed: _words_of(typed, opened) for typed in _typed()}
    assert sum(map(bool, found.values())) > 100
    assert found == {typed: _words_of_whole(typed, opened) for typed in found}


def test_a_title_in_capitals_says_of_acronyms_what_its_text_does(opened: Opened) -> None:
    """Titles alone would be all capitals, which say nothing of US and us; the text is not."""
    assert len(_words_of("THE US AND THE EU", opened)) == 1
    assert _words_of("the us and the eu", opened) == []
