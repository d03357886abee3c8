"""The quality page shows what was measured, or says that nothing was."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from benchmarks import quality as benchmark
from benchmarks.quality import MODES, SHOWN
from web import quality

REPORT: dict[str, Any] = {
    "facts": ["Date: 2026-11-24"],
    "collections": [
        {
            "name": "letters & <b>",
            "queries": 3,
            "fused": 0.25,
            "interval": [0.5, 0.75],
            "modes": {mode: dict.fromkeys(SHOWN, 0.625) for mode in MODES},
        }
    ],
    "gain": [0.375, 0.125, 0.5],
    "worst": [{"query_id": "q1", "why": "Too short.", **dict.fromkeys(MODES, 0.0625)}],
}


def test_the_page_shows_what_was_measured(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every figure, its interval and its explanation; names are text."""
    path = tmp_path / "quality.json"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    monkeypatch.setattr(quality, "MEASURED", path)
    page = client.get("/quality").text
    assert "letters &amp; &lt;b&gt;" in page
    assert "<strong>0.625</strong> [0.500–0.750]" in page
    assert "+0.375" in page
    assert "Too short." in page
    assert page.count("0.625") == len(SHOWN) * len(MODES)


def test_without_figures_the_page_says_so(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that never measured shows no empty table."""
    monkeypatch.setattr(quality, "MEASURED", tmp_path / "none.json")
    page = client.get("/quality").text
    assert "Nothing has been measured here yet" in page
    assert "<table" not in page


def test_page_and_file_are_of_the_same_report() -> None:
    """QUALITY.md has the figures that the page has."""
    lines = "\n".join(benchmark._lines(REPORT))
    assert "| letters & <b> | 3 | 0.250 | 0.625 | 0.625 | **0.625** [0.500, 0.750] |" in lines
    assert "+0.375 (mean of the collections' bounds: +0.125 to +0.500)" in lines
    assert "| q1 | 0.062 | 0.062 | 0.062 | Too short. |" in lines


def test_what_is_shipped_is_complete() -> None:
    """The figures that come with the archive have every collection in every mode."""
    shipped = quality.report(Path(quality.__file__).with_name("quality.json"))
    assert shipped is not None
    for one in shipped["collections"]:
        assert set(one["modes"]) == set(quality.MODES)
        assert all(set(quality.MEASURES) == set(values) for values in one["modes"].values())


def test_a_folder_without_a_collection_is_named(tmp_path: Path) -> None:
    kept = tmp_path / "QUALITY.md"
    kept.write_text("measured before")

    found = CliRunner().invoke(benchmark.run, [str(tmp_path), "--out", str(kept)])

    assert found.exit_code == 2
    assert f"no collection in '{tmp_path}'" in found.output
    assert kept.read_text() == "measured before"
