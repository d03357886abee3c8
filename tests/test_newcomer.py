"""The README is true: everything it tells a newcomer to type works, in that order."""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.settings import load
from web.app import create_app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# Words of our own; the date, the title and the call are what `archive add` has to find.
STATEMENT = """\
# Open letter on the protection of lighthouse keepers

12 March 2024

The undersigned organisations call on all governments to let no attack on a lighthouse keeper go
unpunished.
"""


def five_things() -> list[str]:
    """The lines to type of "The five things people do most"."""
    part = README.split("## The five things people do most\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", part, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def wanted(doc_id: str) -> bool:
    """Whether a shipped document is in the small archive: one in ten, and what the README finds."""
    tenth = int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 10 == 0
    return tenth or "universal-jurisdiction" in doc_id


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make run` leaves it, with some of the records that ship."""
    folder = tmp_path_factory.mktemp("archive")
    for record in (ROOT / "corpus").iterdir():
        if record.is_dir() and wanted(record.name):
            shutil.copytree(record, folder / "corpus" / record.name)
    command = folder / ".venv" / "bin" / "archive"
    command.parent.mkdir(parents=True)
    start = "from indexer.cli import main; main()"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{start}" "$@"\n')
    command.chmod(0o755)
    (folder / "statement.md").write_text(STATEMENT, encoding="utf-8")
    typed(".venv/bin/archive build --quiet", home=folder)
    return folder


@pytest.fixture
def home(archive: Path, tmp_path: Path) -> Path:
    """A copy of that archive, to be changed."""
    return shutil.copytree(archive, tmp_path / "home")


def typed(line: str, *, home: Path) -> str:
    """What a line prints; fails unless it ends well and prints on standard output."""
    if line.startswith("curl "):
        return fetched(shlex.split(line)[-1], home=home)
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    return done.stdout


def fetched(address: str, *, home: Path) -> str:
    """What the web answers to an address of the README, over the index in `home`."""
    path = address.removeprefix("http://127.0.0.1:8000")
    assert path.startswith("/")
    settings = load({"ARCHIVE_VAR": str(home / "var"), "ARCHIVE_CORPUS": str(home / "corpus")})
    answer = create_app(settings).test_client().get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


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
