"""Positions in passages made up as NGOs word statements, in four languages."""

import json
from collections import Counter

import pytest
from shipped_rules import annotated, annotator

from benchmarks import made_up, positions


@pytest.mark.parametrize(
    ("part", "passages", "least"),
    [
        ("tuned", 1120, {"act": 0.88, "addressee": 0.77}),
        ("held-out", 320, {}),  # no bounds: nobody looks at its figures while rules change
    ],
)
def test_made_up_passages_are_read_as_they_were_written(
    part: str, passages: int, least: dict[str, float]
) -> None:
    """Acts and addressees hold what was measured; `python -m benchmarks.made_up` prints all."""
    labelled = made_up.labelled(part)
    assert len(labelled) == passages
    assert len({row.document.doc_id for row, _ in labelled}) == passages
    known = {"", *(one.term_id for one in annotator().rules.acts)}
    assert {label.act for _, label in labelled} <= known
    if not least:
        return
    counts = positions.counted([(annotator().annotate(row), label) for row, label in labelled])
    figures = {name: round(positions.f1(counts[name]), 3) for name in least}
    print(len(labelled), figures)  # noqa: T201 (the figures, shown by pytest -s)
    assert all(figures[name] >= bound for name, bound in least.items()), figures


def test_the_file_begins_by_saying_that_nobody_said_any_of_it() -> None:
    """Whoever opens it reads that first."""
    with made_up.PASSAGES.open(encoding="utf-8") as lines:
        assert "Nobody said any of this" in json.loads(next(lines))["notice"]


def test_each_language_has_as_many_made_up_passages() -> None:
    """80 of each that no rule was tuned on, and 280 others."""
    for part, each in (("held-out", 80), ("tuned", 280)):
        counts = Counter(row.passage.language for row, _ in made_up.labelled(part))
        assert counts == dict.fromkeys(("ar", "en", "es", "fr"), each)


def test_signs_of_vowels_change_nothing_but_what_is_shown() -> None:
    """Arabic is read with and without them, and the words shown are the passage's own."""
    text = "نُطالِبُ جميعَ الدولِ بالتعاونِ مع المحكمة."
    plain = "نطالب جميع الدول بالتعاون مع المحكمة."
    found, bare = annotated(text, language="ar"), annotated(plain, language="ar")
    assert (
        (found.act, found.addressees) == (bare.act, bare.addressees) == ("demand", ("all-states",))
    )
    assert found.cue in text
    assert bare.cue in plain
