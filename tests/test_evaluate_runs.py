"""Runs keep the archive's order and are written as TREC run files."""

from pathlib import Path

import ir_measures
import numpy as np
import pytest

from archive.errors import ArchiveError
from indexer.evaluate.runs import ranked, run_lines, write_runs


@pytest.mark.parametrize(
    "scores",
    [
        [3.0, 2.0, 1.0],
        [0.5, 0.5, 0.5, 0.5],
        [1.0, 1.0 - 1e-12, 1.0 - 2e-12],
        [0.0, 0.0, -0.0, -1.0],
        [1e-45, 1e-45, 0.0],
        [1e30, 1e30, -1e30, -1e30],
    ],
)
def test_scores_fall_strictly_in_32_bits(scores: list[float]) -> None:
    """Scorers keep 32 bits of a score: no two may be equal in them, or their tie rule decides."""
    found = ranked([(f"d{place}", score) for place, score in enumerate(scores)])
    kept = np.array([score for _, score in found], dtype=np.float32)
    assert (np.diff(kept) < 0).all()
    assert [doc_id for doc_id, _ in found] == [f"d{place}" for place in range(len(scores))]
    assert np.allclose(kept, scores, rtol=1e-6, atol=1e-6)


def test_a_line_is_query_q0_document_rank_score_tag() -> None:
    """Six columns, ranks from 1."""
    run = {"q1": ranked([("S/RES/1", 2.5), ("b", 0.25)]), "q2": ranked([("a", 1.0)])}
    assert run_lines(run, "archive-keyword") == [
        "q1 Q0 S/RES/1 1 2.5 archive-keyword",
        "q1 Q0 b 2 0.25 archive-keyword",
        "q2 Q0 a 1 1 archive-keyword",
    ]


def test_a_written_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    """Other programs read the same order and the same scores, ties of the archive included."""
    run = {"q1": ranked([("b", 1 / 3), ("a", 1 / 3), ("c", 1 / 3)])}
    write_runs(tmp_path / "runs", {"hybrid": run, "keyword": {}})
    read = list(ir_measures.read_trec_run(str(tmp_path / "runs" / "hybrid.run")))
    assert [(line.doc_id, np.float32(line.score)) for line in read] == [
        (doc_id, np.float32(score)) for doc_id, score in run["q1"]
    ]
    assert (tmp_path / "runs" / "keyword.run").read_text() == ""
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "hybrid.run",
        "keyword.run",
    ]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message holds the folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"Runs cannot be written to .*file"):
        write_runs(tmp_path / "file", {"hybrid": {}})
