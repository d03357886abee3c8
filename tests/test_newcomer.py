"""The README is true: everything it tells a newcomer to type works, in that order."""

import json
import re
import shutil
from pathlib import Path

import pytest
from newcomer import ROOT, typed

README = (ROOT / "README.md").read_text(encoding="utf-8")


def five_things() -> list[str]:
    """The lines to type of "The five things people do most"."""
    part = README.split("## The five things people do most\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def home(newcomers_archive: Path, tmp_path: Path) -> Path:
    """A copy of the archive as `make run` leaves it, to be changed."""
    return shutil.copytree(newcomers_archive, tmp_path / "home")


def test_the_five_things_work_as_the_readme_types_them(home: Path) -> None:
    """Each line ends well and does what its paragraph promises."""
    lines = five_things()
    assert len(lines) >= 10
    for line in lines:
        output = typed(line, home=home)
        if line.startswith("curl ") or "--json" in line:
            assert json.loads(output)["hits"], line
        elif " search " in line:
            assert "1. " in output, line
        elif line.startswith(".venv/bin/archive"):
            assert output.strip(), line
    assert (home / "backup.tar.gz").stat().st_size > 0


def test_an_added_document_is_found_until_the_index_goes_back(home: Path) -> None:
    """After add and build the document is the first hit; a rollback takes it out of the answers."""
    search = ".venv/bin/archive search --json attack on a lighthouse keeper"
    typed(".venv/bin/archive add statement.md", home=home)
    typed(".venv/bin/archive build --quiet", home=home)
    first = json.loads(typed(search, home=home))["hits"][0]
    assert first["title"] == "Open letter on the protection of lighthouse keepers"
    assert first["issued"] == "2024-03-12"
    typed(".venv/bin/archive rollback", home=home)
    titles = [hit["title"] for hit in json.loads(typed(search, home=home))["hits"]]
    assert first["title"] not in titles
