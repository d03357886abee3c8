"""The help of `archive`: every command in its place, with a sentence that is whole."""

import re

from click.testing import CliRunner

from indexer.cli import COMMANDS, SECTIONS, archive


def test_each_command_stands_in_one_section_of_the_help() -> None:
    """A new command is filed where its user looks for it."""
    listed = [name for names in SECTIONS.values() for name in names.split()]
    assert sorted(listed) == sorted(COMMANDS)


def test_the_help_says_of_each_command_what_it_does() -> None:
    """A sentence that ends in dots tells nobody what the command is for."""
    shown = CliRunner().invoke(archive, ["--help"], catch_exceptions=False).output
    assert not re.search(r"\w\.\.\.", shown)
    for heading in SECTIONS:
        assert f"{heading}:" in shown
    words = " ".join(shown.split())
    assert "draft Compare the draft statement in FILE with the archive;" in words
    assert "check Compare records, versions, files and hashes, and name every damage." in words
