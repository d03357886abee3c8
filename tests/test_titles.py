"""Who types a title or a number means that document: it stands first."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from builds import HashEncoder, quick_folder, settings_in
from shelves import ask, keep, names, opened, row

from archive.keyword import segment
from archive.keyword.index import KeywordIndex
from archive.keyword.titles import titled
from archive.query import parse
from archive.search import Searcher

TITLES = {
    "resolution": "Resolution S/RES/1593 (2005)",
    "another": "Resolution S/RES/1594 (2005)",
    "comment": "CAT/C/GC/3: General comment No. 3",
    "order": "Executive Order 14203 on the Court",
    "road": "The road to universal justice",
    "report": "Annual report on the road to universal justice and other matters of the year 2024",
    "french": "L'impunité n'est pas une fatalité",
    "arabic": "العدالة للضحايا",
    "untitled": "",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Documents of these titles that say nothing, and others that say nothing but such a title."""
    with quick_folder(tmp_path_factory.mktemp("archive")) as folder:
        corpus = settings_in(folder).corpus
        for name, title in TITLES.items():
            keep(corpus, name, [f"Adopted, number {len(name)}.", "Done."], title=title)
        for name, title in TITLES.items():
            keep(corpus, f"cites-{name}", [f"{title}. {title}. {title}."], title="")
        yield opened(folder, HashEncoder())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("S/RES/1593", "resolution"),
        ("s/res/1594", "another"),
        ("what does S/RES/1593 refer", "resolution"),
        ("CAT/C/GC/3", "comment"),
        ("Executive Order 14203", "order"),
        ("the road to universal justice", "road"),
        ("ROAD TO UNIVERSAL JUSTICE", "road"),
        ("L'impunité n'est pas une fatalité", "french"),
        ("l'impunite n’est pas une fatalite", "french"),
        ("العدالة للضحايا", "arabic"),
    ],
)
def test_a_document_called_by_its_name_is_first(searcher: Searcher, query: str, first: str) -> None:
    """However often others speak of it."""
    found = names(ask(searcher, query))
    assert found[0] == first
    assert len(found) > 1


def test_a_subject_is_not_a_name(searcher: Searcher) -> None:
    """A single word of a title does not call its document, nor does a title of other words."""
    by_word = ask(searcher, "justice")
    assert not names(by_word)[0].startswith("untitled")
    assert by_word.hits[0].score < 1


def index_of(folder: Path, *titles: str) -> KeywordIndex:
    rows = [row(number, "words", title=title) for number, title in enumerate(titles)]
    segment.write(folder, rows)
    return KeywordIndex.open([folder], [len(rows)], np.ones(len(rows), dtype=bool))


@pytest.mark.parametrize(
    ("query", "scores"),
    [
        ("end torture", {0: 1.0, 1: (2 / 4) ** 2}),
        ("end torture now please", {1: 1.0}),
        ("torture end", {}),
        ("torture", {}),
        ("S/RES/1593", {2: 1.0}),
        ("-S/RES/1593 crimes", {}),
        ("torture S/RES/1593", {2: 1.0}),
        ("A/61/5", {}),
    ],
)
def test_a_name_scores_as_the_part_of_the_title_it_is(
    tmp_path: Path, query: str, scores: dict[int, float]
) -> None:
    """The share of the title that was typed, squared; 1 for an identifier anywhere in it."""
    index = index_of(tmp_path, "End torture", "End torture now, please", "On S/RES/1593, again", "")
    asked = parse(query)
    assert asked.tree is not None
    found = titled(asked.text, asked.tree, index)
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == scores
