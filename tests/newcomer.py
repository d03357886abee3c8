"""The archive as a newcomer has it after `make run`, and what the lines print that they type."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from archive.settings import load
from web.app import create_app

ROOT = Path(__file__).parents[1]

# Words of our own; the date, the title and the call are what `archive add` has to find.
STATEMENT = """\
# Open letter on the protection of lighthouse keepers

12 March 2024

The undersigned organisations call on all governments to let no attack on a lighthouse keeper go
unpunished.
"""


def wanted(doc_id: str) -> bool:
    """Whether a shipped document is in the small archive: one in ten, and what the README finds."""
    tenth = int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 10 == 0
    return tenth or "universal-jurisdiction" in doc_id


def make_run(folder: Path) -> Path:
    """Leave `folder` as `make run` does, with some of the records that ship."""
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
