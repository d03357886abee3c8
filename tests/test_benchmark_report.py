"""The report holds every goal with its figure, and keeps what other runs found."""

import os
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from numpy.typing import NDArray

from benchmarks import generate, report
from benchmarks.report import Finding, Section
from benchmarks.run import SECTIONS, run
from benchmarks.sections import build, indexing, serving, vectors
from benchmarks.work import Work

FACTS = ("Date: 2026-11-24",)


def section(name: str, figure: str) -> Section:
    """A section with one finding that is not met, and one line."""
    found = Finding(what=f"cost of {name}", goal="≤ 1", figure=figure, is_met=False, limit="mud")
    return Section(name=name, facts=FACTS, findings=(found,), lines=(f"Table of {name}.",))


def test_a_ratio_meets_its_goal_up_to_the_goal_itself() -> None:
    """What limits it is told of those that are not met alone."""
    assert report.at_most("x", 0.5, 0.5, "mud") == Finding(
        what="x", goal="≤ 0.5", figure="0.5", is_met=True
    )
    assert report.at_most("x", 0.51, 0.5, "mud").limit == "mud"
    assert report.at_least("x", 1.5, 1.5, "mud").is_met
    assert not report.at_least("x", 1.4, 1.5).is_met


def test_each_section_stands_as_it_was_last_run(tmp_path: Path) -> None:
    """In the report's order, whenever they ran; one that never ran is left out."""
    for name, figure in (("words", "3"), ("stages", "2"), ("words", "4")):
        report.save(tmp_path / "kept", section(name, figure))
    found = report.load(tmp_path / "kept", SECTIONS)
    assert found == [section("stages", "2"), section("words", "4")]
    text = report.assembled(found)
    assert "| cost of words | ≤ 1 | 4 | no | mud |" in text
    assert text.index("Table of stages.") < text.index("Table of words.")
    assert text.count("- Date: 2026-11-24") == 2


def test_every_section_can_be_run_alone() -> None:
    """Its file is there, under the name that the command takes."""
    folder = Path(build.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(SECTIONS)
    shown = CliRunner().invoke(run, ["--help"]).output
    assert all(name in shown for name in SECTIONS)


def test_indexing_is_measured_beside_whoosh(tmp_path: Path) -> None:
    """A few passages are enough to see that all writers write."""
    findings, lines = indexing.measure(Work(folder=tmp_path, sizes=(50,)))
    assert len(findings) == 2
    assert any(indexing.ARCHIVE in line for line in lines)


def test_a_corpus_of_generated_records_holds_the_passages(tmp_path: Path) -> None:
    """What is built is what was generated, document by document."""
    assert build.write(tmp_path / "corpus", generate.passages(20)) == 3
    assert len([*(tmp_path / "corpus").glob("d00000-*")]) == 3


class _Real:
    """A model whose vectors are seeded."""

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        made = np.random.default_rng(3).normal(size=(len(texts), 384)).astype(np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return self.encode_passages([text])[0]


def test_blends_are_near_the_real_vectors() -> None:
    """Unit rows, the same at each run, each near to one that it is made of."""
    real = _Real().encode_passages(["x"] * 40)
    made = vectors._blends(real, 500)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert (made == vectors._blends(real, 500)).all()
    assert ((made @ real.T).max(axis=1) > 0.6).all()


def test_memory_is_read_in_mib() -> None:
    """A process has some; its share of what it shares counts."""
    assert 10 < serving._pss_mib(os.getpid()) < 10_000
