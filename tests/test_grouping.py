"""Passages become documents: each where its best passage stands, no passage lost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.fusion import Ranking, ranked
from archive.grouping import grouped


def test_a_document_stands_where_its_best_passage_stands() -> None:
    """Many middling passages do not lift a document above one with a better passage."""
    ranking = Ranking(np.array([4, 0, 1, 3, 2]), np.array([9.0, 8.0, 8.0, 7.0, 1.0]))
    groups = grouped(ranking, np.array([0, 0, 0, 1, 1], dtype=np.int32)).part(0, 9)
    assert [(one.document, one.rows, one.scores) for one in groups] == [
        (1, (4, 3), (9.0, 7.0)),
        (0, (0, 1, 2), (8.0, 8.0, 1.0)),
    ]
    assert [one.score for one in groups] == [9.0, 8.0]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 1.0, 2.0])), max_size=30))
def test_every_passage_is_in_its_document_once(rows: list[tuple[int, float]]) -> None:
    """Groups are a partition of the ranking, in its order, with equal scores by the tie rank."""
    documents = np.array([document for document, _ in rows], dtype=np.int32)
    scores = np.array([score for _, score in rows])
    tie_rank = np.arange(len(rows))[::-1].copy()
    ranking = ranked(np.arange(len(rows)), scores, tie_rank=tie_rank)
    every = grouped(ranking, documents)
    groups = every.part(0, len(rows))
    assert sorted(row for one in groups for row in one.rows) == list(range(len(rows)))
    for one in groups:
        keys = [(-scores[row], tie_rank[row]) for row in one.rows]
        assert keys == sorted(keys)
        assert {int(documents[row]) for row in one.rows} == {one.document}
    firsts = [(-scores[one.rows[0]], tie_rank[one.rows[0]]) for one in groups]
    assert firsts == sorted(firsts)
    assert [one.document for one in groups] == every.documents.tolist()
    assert [one.score for one in groups] == every.scores.tolist()


def test_nothing_found_is_no_group() -> None:
    """An empty ranking has no document."""
    nothing = Ranking(np.zeros(0, dtype=np.int64), np.zeros(0))
    groups = grouped(nothing, np.zeros(0, dtype=np.int32))
    assert len(groups) == 0
    assert groups.part(0, 10) == []


def test_a_part_and_another_order_keep_each_document_whole() -> None:
    """What is not shown is left out, and no passage changes its document."""
    ranking = Ranking(np.array([4, 0, 1, 3, 2]), np.array([9.0, 8.0, 8.0, 7.0, 1.0]))
    groups = grouped(ranking, np.array([0, 0, 5, 1, 1], dtype=np.int32))
    turned = groups.in_order(np.array([2, 0, 1]))
    assert [one.document for one in turned.part(0, 9)] == [5, 1, 0]
    assert [one.rows for one in turned.part(1, 2)] == [(4, 3), (0, 1)]
    assert groups.part(2, 5) == turned.part(0, 1)
    assert groups.part(3, 5) == []


def test_of_documents_with_one_number_the_first_stays() -> None:
    """The others are left out; the order of what stays does not change."""
    ranking = Ranking(np.array([4, 0, 2, 3]), np.array([9.0, 8.0, 7.0, 1.0]))
    groups = grouped(ranking, np.array([0, 0, 2, 3, 1], dtype=np.int32))
    once = groups.once(np.array([0, 1, 1, 0]))
    assert [one.document for one in once.part(0, 9)] == [1, 0]
