"""The evaluator against brute force: the same rows, scores and order for thousands of trees."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from oracle import Oracle

from archive.columns import Columns
from archive.columns import write as write_columns
from archive.fusion import ranked
from archive.keyword import segment
from archive.keyword.evaluate import KeywordLane
from archive.keyword.index import KeywordIndex
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.nodes import (
    DateRange,
    Either,
    Field,
    Fuzzy,
    Group,
    Match,
    Node,
    Phrase,
    Prefix,
    SameSentence,
    Word,
)
from archive.rows import Row

QUERIES = 2_400
SIZES = (24, 15, 1, 20)
VOCABULARY = {
    "en": "the of victims victim rights right court courts the ICC state states States justice "
    "AIDS aid impunity judges' US us WHO who EO 14203 CAT/C/GC/3 S/RES/1593 co-operation sanctions",
    "fr": "la de des victimes l'impunité état États réparation cour justice été droits UN un",
    "es": "la de los víctimas violación violaciones impunidad corte justicia estado CPI",
    "ar": "العدالة عدالة المحكمة الضحايا ضحايا حقوق في من",
    "zh": "正义 国际 法院",
}
WORDS = sorted({word for words in VOCABULARY.values() for word in words.split()})


def _row(number: int, chance: random.Random) -> Row:
    language = chance.choice(sorted(VOCABULARY))
    words = VOCABULARY[language].split()
    sentences = [
        " ".join(chance.choices(words, k=chance.randint(1, 9))) + chance.choice([". ", "! ", "; "])
        for _ in range(chance.randint(1, 4))
    ]
    document = _document(number // 2)
    passage = Passage(
        passage_id=f"p{number:04}",
        doc_id=document.doc_id,
        version_id="v1",
        text="".join(sentences).strip(),
        start=0,
        end=1,
        kind=PassageKind.PARAGRAPH,
        language=language,
    )
    return Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)


def _document(number: int) -> Document:
    chance = random.Random(number)
    language = chance.choice(sorted(VOCABULARY))
    return Document(
        doc_id=f"document-{number:03}",
        title=" ".join(chance.choices(WORDS, k=chance.randint(0, 4))),
        kind=chance.choice(["report", "statement"]),
        language=language,
        publishers=tuple(chance.sample(["FIDH", "REDRESS", "TRIAL International"], k=2)),
        themes=tuple(chance.sample(["torture", "reparations", "amnesties"], k=1)),
        issued=chance.choice(["", "2019", "2020-05", "2020-05-17", "2021-01-31"]),
    )


def _leaf(chance: random.Random) -> Node:
    word = chance.choice(WORDS)
    field = chance.choice([Field.ANY, Field.ANY, Field.ANY, Field.TITLE])
    phrase = " ".join(chance.choices(WORDS, k=chance.randint(1, 3)))
    leaves: list[Node] = [
        Word(text=word, field=field),
        Word(text=word.upper(), field=field),
        Word(text=word, field=field),
        Phrase(text=phrase, field=field, accents=chance.random() < 0.3),
        Phrase(text=phrase, field=field, slop=chance.randint(1, 5)),
        Prefix(text=word[: chance.randint(1, 5)], field=field),
        Fuzzy(text=word, distance=chance.randint(1, 2), field=field),
        Match(column="kind", value=chance.choice(["report", "Statement", "letter"])),
        Match(column="publisher", value=chance.choice(["fidh", "REDRESS"])),
        DateRange(low=chance.choice(["", "2020", "2020-05-17"]), high="2020-12"),
        SameSentence(parts=(Word(text=word), Prefix(text=chance.choice("aceiv")))),
    ]
    return chance.choice(leaves)


def _tree(chance: random.Random, depth: int) -> Node:
    if depth == 0 or chance.random() < 0.25:
        return _leaf(chance)

    def some(most: int) -> tuple[Node, ...]:
        return tuple(_tree(chance, depth - 1) for _ in range(chance.randint(0, most)))

    if chance.random() < 0.1:
        names = [" ".join(chance.choices(WORDS, k=chance.randint(1, 2))) for _ in range(3)]
        weight = chance.choice([1.0, 0.25])
        acronyms = chance.choice([(), (Word(text="US"),), (Word(text="UN"), Word(text="WHO"))])
        return Either(
            parts=(*(Phrase(text=name) for name in names), *acronyms),
            weight=weight,
        )
    return Group(must=some(2), should=some(3), must_not=some(1))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    chance = random.Random(7)
    return [_row(number, chance) for number in range(sum(SIZES))]


@pytest.fixture(scope="module")
def folders(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made, begin = [], 0
    for size in SIZES:
        folder = tmp_path_factory.mktemp("segment")
        segment.write(folder, rows[begin : begin + size])
        write_columns(folder, rows[begin : begin + size])
        made.append(folder)
        begin += size
    return made


def _lane(folders: Sequence[Path], live: np.ndarray) -> tuple[KeywordLane, Columns]:
    columns = Columns.open(folders, live)

    def metadata(condition: Match | DateRange) -> np.ndarray:
        if isinstance(condition, DateRange):
            return columns.rows_dated(condition)
        return columns.rows_having(condition.column, [condition.value])

    return KeywordLane(KeywordIndex.open(folders, SIZES, live), metadata), columns


def test_random_trees_match_brute_force(rows: list[Row], folders: list[Path]) -> None:
    """No difference in set, score or order, over several segments with deleted rows."""
    seen_matches = 0
    for round_number in range(4):
        chance = random.Random(100 + round_number)
        live = np.array([round_number == 0 or chance.random() < 0.7 for _ in rows])
        lane, columns = _lane(folders, live)
        oracle = Oracle(rows, live.tolist())
        for _ in range(QUERIES // 4):
            tree = _tree(chance, depth=2)
            found = lane.evaluate(tree)
            expected = oracle.evaluate(tree)
            assert found.rows.tolist() == sorted(expected), tree
            scores = [expected[row] for row in sorted(expected)]
            np.testing.assert_allclose(found.scores, scores, rtol=1e-12, atol=1e-12)
            order = ranked(found.rows, found.scores.round(9), tie_rank=columns.id_rank)
            ids = {row: rows[row].passage.passage_id for row in expected}
            by_hand = sorted(expected, key=lambda row: (-round(expected[row], 9), ids[row]))
            assert order.rows.tolist() == by_hand, tree
            seen_matches += bool(expected)
    assert seen_matches > QUERIES // 3


def test_unknown_words_weigh_but_are_not_known(rows: list[Row], folders: list[Path]) -> None:
    """`asked` adds up the idf of all words, `known` of those that stand in a live row."""
    lane, _ = _lane(folders, np.ones(len(rows), dtype=bool))
    known = Word(text="victims")
    unknown = Word(text="Zaphod")
    alone, both = lane.evaluate(known), lane.evaluate(Group(should=(known, known, unknown)))
    assert alone.asked == alone.known > 0
    assert both.known == pytest.approx(2 * alone.known)
    assert both.asked == pytest.approx(2 * alone.asked + lane.index.idf(0))
    assert lane.evaluate(unknown).known == 0
