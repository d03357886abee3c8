"""The benchmark's passages look real and repeat exactly; its rivals answer the same questions."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from builds import HashEncoder, settings_in
from shelved import shelve

from archive.generation import open_served
from archive.opened import open_index
from archive.quotes.verdicts import Outcome
from archive.rows import Row
from benchmarks import generate, quotations, tables, timing, words
from benchmarks.latency import STAGES, stage_table, stage_timings
from benchmarks.seeded import SeededEncoder
from benchmarks.subject import Subject, index
from indexer.build import build

COUNT = 300
KEPT = "The commission heard forty families of the disappeared in the old court house."
SAID = "It found that the army had closed the road before the night of the killings."
SAYS = "It found that the army had closed the road after the night of the killings."


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The first COUNT generated passages."""
    return list(generate.passages(COUNT))


@pytest.fixture(scope="module")
def subject(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """An index over them."""
    return index(
        "a few passages",
        rows,
        encoder=SeededEncoder(HashEncoder()),
        folder=tmp_path_factory.mktemp("subject"),
        asked=10,
    )


def test_passages_repeat_and_a_small_collection_begins_a_larger_one(rows: list[Row]) -> None:
    """Two runs, and two sizes, are compared on the same passages."""
    assert rows[:50] == list(generate.passages(50))
    assert len({row.passage.passage_id for row in rows}) == COUNT
    assert all(row.document.doc_id == row.passage.doc_id for row in rows)


def test_offsets_are_those_of_one_text_a_document(rows: list[Row]) -> None:
    """Passages of a document follow each other with a blank line between."""
    for row, following in pairwise(rows):
        assert row.passage.end - row.passage.start == len(row.passage.text)
        if following.passage.doc_id == row.passage.doc_id:
            assert following.passage.start == row.passage.end + 2


def test_word_frequencies_fall_like_those_of_a_language(rows: list[Row]) -> None:
    """The most frequent word makes 3 to 8 in a hundred, and more than half stand once."""
    counts = Counter(word for row in rows for word in row.passage.text.lower()[:-1].split())
    total = sum(counts.values())
    assert 0.03 < counts["the"] / total < 0.08
    once = sum(count == 1 for count in counts.values())
    assert 0.5 < once / len(counts) < 0.9
    lengths = [len(row.passage.text.split()) for row in rows]
    assert 50 < np.median(lengths) < 70
    assert min(lengths) >= generate.SHORTEST
    assert max(lengths) <= generate.LONGEST


def test_the_vocabulary_has_no_word_twice() -> None:
    """Frequencies are those of the law only if each word has one rank."""
    found = generate.vocabulary()
    assert len(set(found)) == len(found) == generate.VOCABULARY


def test_questions_are_words_in_a_row_of_a_passage(rows: list[Row]) -> None:
    """Common and rare words stand together as in the passages."""
    texts = [row.passage.text for row in rows]
    asked = generate.questions(texts, 30)
    assert asked == generate.questions(texts, 30)
    assert all(any(question in text for text in texts) for question in asked)
    assert all(5 <= len(question.split()) <= 12 for question in asked)


def test_seeded_vectors_are_of_length_1_and_depend_on_the_text_alone() -> None:
    """A second build gives the same vectors in whatever order."""
    encoder = SeededEncoder(HashEncoder())
    one = encoder.encode_passages(["a", "b", "a"])
    assert np.allclose(np.linalg.norm(one, axis=1), 1)
    assert (one[0] == one[2]).all()
    assert (encoder.encode_passages(["b"])[0] == one[1]).all()
    assert abs(float(one[0] @ one[1])) < 0.9
    assert (encoder.encode_query("a") == HashEncoder().encode_query("a")).all()


def test_the_keyword_lane_ranks_as_whooshs_own_scorer(subject: Subject) -> None:
    """The same passages for each question; scores differ by Whoosh's rounded lengths alone."""
    found = words.agreement(subject)
    assert found.same_rows >= 0.9
    assert found.score_error < 0.05


def test_every_rival_answers_every_question(subject: Subject, tmp_path: Path) -> None:
    """Each has a time for each question; SQLite is always there."""
    found = words.word_timings(subject, tmp_path)
    assert {words.ARCHIVE, words.WHOOSH, words.WHOOSH_ALL, "SQLite FTS5"} <= set(found)
    assert all(one.wall_ms.shape == (10,) for one in found.values())
    assert all((one.wall_ms > 0).all() for one in found.values())


def test_the_stages_make_up_the_search(subject: Subject) -> None:
    """Each stage of a hybrid search has its time, and together they are most of the total."""
    found = stage_timings(subject)
    assert list(found) == list(STAGES)
    assert all(found[stage].wall_ms.all() for stage in STAGES)
    parts = sum(found[stage].wall_ms for stage in STAGES if stage != "total")
    assert (parts <= found["total"].wall_ms * 1.5).all()
    assert [name for name, _ in stage_table(found)] == list(STAGES)


def test_rivals_take_turns() -> None:
    """A noisy moment hits all of them, so they are asked one after the other, warm-up first."""
    asked: list[tuple[str, str]] = []
    rivals = {name: lambda text, name=name: asked.append((name, text)) for name in ("a", "b")}
    found = timing.compare(rivals, ["one", "two"], rounds=2)
    once = [("a", "one"), ("b", "one"), ("a", "two"), ("b", "two")]
    assert asked == once * 3
    assert found["a"].wall_ms.shape == found["b"].cpu_ms.shape == (2,)


def test_tables_hold_percentiles_and_ratios() -> None:
    """The median of 1, 2 and 3 is 2; twice as fast is .5."""
    slow = timing.Timing(wall_ms=np.array([2.0, 4.0, 6.0]), cpu_ms=np.array([2.0, 4.0, 6.0]))
    fast = timing.Timing(wall_ms=np.array([1.0, 2.0, 3.0]), cpu_ms=np.array([1.0, 2.0, 3.0]))
    assert fast.row()[0] == 2
    lines = tables.ratio_table({"fast": fast, "slow": slow}, "fast")
    assert lines[-1] == "| slow | 0.500 | 0.500 | 0.500 | 0.500 |"
    assert lines[1] == "| --- | ---: | ---: | ---: | ---: |"


def test_quotations_of_earlier_versions_stand_in_no_present_text(tmp_path: Path) -> None:
    """Each kind that readers bring is checked, and words of an earlier version are only there."""
    settings = settings_in(tmp_path)
    shelve(settings.corpus, "doc", [f"{KEPT} {SAID}"], [f"{KEPT} {SAYS}"])
    build(settings, encoder=None)
    opened = open_index(open_served(settings.var))
    found = quotations.kinds(opened)
    assert all(len(typed) == quotations.QUOTED for typed in found.values())
    outcomes = {
        name: set(quotations.checked(typed[:20], opened)[1]) for name, typed in found.items()
    }
    assert outcomes["of earlier versions alone"] == {Outcome.EARLIER}
    assert Outcome.EARLIER not in outcomes["of present texts"]
    assert outcomes["of present texts, altered"] == {Outcome.ALTERED}
    assert len(quotations.searched(["the commission heard"], opened)) == 1
