"""Positions in labelled passages: of shared documents, and made up as NGOs word statements."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from shipped_rules import annotator

from archive.rows import Row
from benchmarks import made_up, positions
from benchmarks.positions import Label

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_documents = pytest.mark.skipif(
    not SHARED.exists(), reason="the shared test documents are not here"
)


def assert_found(labelled: Sequence[tuple[Row, Label]], least: Mapping[str, float]) -> None:
    """The F1 of acts, addressees and themes (by words) is at `least` what was measured."""
    counts = positions.counted([(annotator().annotate(row), label) for row, label in labelled])
    figures = {name: round(positions.f1(counts[name]), 3) for name in least}
    print(len(labelled), figures)  # noqa: T201 (the figures, shown by pytest -s)
    assert all(figures[name] >= bound for name, bound in least.items()), figures


@needs_documents
def test_positions_labelled_by_hand_are_found() -> None:
    """On what rules were tuned on; `python -m benchmarks.positions` prints all figures."""
    labelled = positions.labelled("tuned")
    assert len(labelled) == 2458
    assert_found(labelled, {"act": 0.88, "addressee": 0.90, "theme": 0.59})


@needs_documents
def test_acts_are_found_in_passages_that_only_themes_were_fitted_to() -> None:
    """No rule of acts or addressees was tuned on these."""
    labelled = positions.labelled("eighth")
    assert len(labelled) == 1695
    assert_found(labelled, {"act": 0.91, "addressee": 0.96})


@needs_documents
def test_each_held_out_label_finds_its_passage() -> None:
    """Nobody looks at the figures of these while rules change, so they have no bounds."""
    assert len(positions.labelled("held-out")) == 303


def test_made_up_passages_are_read_as_they_were_written() -> None:
    """On what rules were tuned on; `python -m benchmarks.made_up` prints all figures."""
    assert_found(made_up.labelled("tuned"), {"act": 0.88, "addressee": 0.77})


@pytest.mark.parametrize(("part", "each"), [("held-out", 80), ("tuned", 280)])
def test_each_language_has_as_many_made_up_passages(part: str, each: int) -> None:
    """Each passage once, with an act and themes that there are."""
    labelled = made_up.labelled(part)
    counts = Counter(row.passage.language for row, _ in labelled)
    assert counts == dict.fromkeys(("ar", "en", "es", "fr"), each)
    assert len({row.document.doc_id for row, _ in labelled}) == len(labelled)
    rules = annotator().rules
    assert {label.act for _, label in labelled} <= {"", *(one.term_id for one in rules.acts)}
    assert {one for _, label in labelled for one in label.themes} <= set(rules.theme_ids)


def test_the_file_begins_by_saying_that_nobody_said_any_of_it() -> None:
    """Whoever opens it reads that first."""
    with made_up.PASSAGES.open(encoding="utf-8") as lines:
        assert "Nobody said any of this" in json.loads(next(lines))["notice"]
