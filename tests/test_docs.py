"""The texts say what there is: each command, option, setting, address, target and dependency."""

import re
import shlex
import tomllib
from datetime import date
from pathlib import Path

import click
import pytest

from archive import query
from archive.settings import SETTINGS as ARCHIVE_SETTINGS
from archive.settings import Settings
from archive.settings import load as load_settings
from indexer.cli import COMMANDS
from indexer.cli import archive as command_line
from web.app import create_app
from web.settings import SETTINGS as WEB_SETTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    match = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.M | re.S)
    assert match, f"no heading '{heading}'"
    return match[2]


def table(text: str) -> dict[str, str]:
    """The rows of the first table in `text`, by their first cell."""
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    return {row.split("|")[1].strip(): row for row in rows}


def command(name: str) -> click.Command:
    """The command of that name."""
    found = command_line.get_command(click.Context(command_line), name)
    assert found is not None
    return found


def shell_lines(text: str) -> list[str]:
    """The lines of the blocks marked `sh`."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line]


def requirement_names(requirements: list[str]) -> set[str]:
    """The names of requirements without their versions."""
    return {re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_is_described_with_its_options(name: str) -> None:
    """A row of the reference names the command, its arguments and every option it takes."""
    rows = table(section(REFERENCE, "Commands"))
    row = next((row for row in rows.values() if re.match(rf"\| `archive {name}\b", row)), "")
    assert row, f"'archive {name}' is not in docs/reference.md"
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            assert any(f"`{option}" in row for option in parameter.opts), parameter.opts
        else:
            assert str(parameter.human_readable_name).upper() in row


def test_no_command_is_described_that_is_not_there() -> None:
    """A command that was taken away leaves the reference too."""
    described = re.findall(r"^\| `archive (\w+)", section(REFERENCE, "Commands"), re.M)
    assert sorted(described) == sorted(COMMANDS)


def test_each_setting_is_described_with_its_default() -> None:
    """The reference has exactly the settings that are read, with their defaults."""
    rows = table(section(REFERENCE, "Settings"))
    settings = {f"`{name}`": default for name, default, _ in [*ARCHIVE_SETTINGS, *WEB_SETTINGS]}
    assert {name: row.split("|")[2].strip() for name, row in rows.items()} == {
        name: f"`{default}`" for name, default in settings.items()
    }


def test_each_address_is_described(tmp_path: Path) -> None:
    """The reference has exactly the addresses that the web answers."""
    rules = {
        f"`{re.sub('<[a-z]+:', '<', rule.rule)}`"
        for rule in create_app(archive_settings(tmp_path)).url_map.iter_rules()
        if rule.endpoint != "static"
    }
    assert set(table(section(REFERENCE, "Addresses"))) == rules


def archive_settings(var: Path) -> Settings:
    """The settings of an archive whose built files are in `var`."""
    return load_settings({"ARCHIVE_VAR": str(var)})


def test_each_dependency_has_its_reason() -> None:
    """DECISIONS.md says of every direct dependency what it is for and why not another."""
    extras = [name for names in PROJECT["optional-dependencies"].values() for name in names]
    rows = table(section(DECISIONS, "Dependencies"))
    assert {row.lower() for row in rows} == requirement_names(PROJECT["dependencies"] + extras)
    assert [
        name for name, row in rows.items() if "" in [c.strip() for c in row.split("|")[1:-1]]
    ] == []


def test_each_dependency_is_pinned() -> None:
    """The lock files hold the version that DECISIONS.md names, of all but the heavy peers."""
    pinned: dict[str, str] = {}
    for file in ROOT.glob("requirements*.lock"):
        lines = re.findall(r"^([\w.-]+)==([\w.+]+)", file.read_text(encoding="utf-8"), re.M)
        pinned |= dict(lines)
    rows = table(section(DECISIONS, "Dependencies"))
    unlocked = requirement_names(PROJECT["optional-dependencies"]["peers"])
    versions = {name.lower(): row.split("|")[3].strip() for name, row in rows.items()}
    named = {name: version for name, version in versions.items() if name not in unlocked}
    assert named == {name: pinned.get(name) for name in named}


def test_each_decision_has_its_four_parts() -> None:
    """Decided, alternatives, why, would change if: none is left out."""
    entries = re.split(r"^## ", DECISIONS, flags=re.M)[1:]
    for entry in entries:
        title = entry.splitlines()[0]
        if title != "Dependencies":
            parts = re.findall(r"^- \*\*(.+?)\*\*", entry, re.M)
            assert parts == ["Decided", "Alternatives", "Why", "Would change if"], title


def test_each_make_target_is_described_and_there() -> None:
    """The README has exactly the targets of the Makefile."""
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert declared
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", README, re.S))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) == set(declared[1].split())


@pytest.mark.parametrize("line", shell_lines(README))
def test_each_line_to_type_is_one_the_program_takes(line: str) -> None:
    """What the README tells to type names commands and options that are there."""
    program, *words = shlex.split(line)
    if program != ".venv/bin/archive":
        assert program in {"curl", "tar"}
        return
    name, *arguments = words
    command(name).make_context(name, arguments)


def test_each_example_of_the_language_is_read_as_typed() -> None:
    """No example of the query language falls back to plain words."""
    rows = table(section(REFERENCE, "What can be typed"))
    examples = [example for cell in rows for example in re.findall("`([^`]+)`", cell)]
    assert len(examples) > 10
    for example in examples:
        read = query.parse(example, today=date(2026, 1, 1))
        assert read.tree is not None
        assert read.notes == ()


def test_links_lead_somewhere() -> None:
    """A link in the texts to a file or a heading of ours leads to one that is there."""
    for text in TEXTS:
        for target in re.findall(r"\]\(([^)]+)\)", text.read_text(encoding="utf-8")):
            if "://" in target:
                continue
            name, _, anchor = target.partition("#")
            file = text.parent / name if name else text
            assert file.exists(), f"{text.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
                anchors = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
                assert anchor in anchors, f"{text.name}: {target}"
