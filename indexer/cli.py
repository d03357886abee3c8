"""The command line `archive`: a group that loads a command's module only when it is called."""

import importlib
import sys

import click

from archive.errors import ArchiveError

# command → "module:object"; a module is imported when its command is used, so `archive search`
# starts without the parsers and `archive add` without the model.
COMMANDS: dict[str, str] = {
    "add": "indexer.commands.add:add",
    "annotations": "indexer.commands.annotations:annotations",
    "build": "indexer.commands.build:build",
    "calls": "indexer.commands.calls:calls",
    "capture": "indexer.commands.capture:capture",
    "check": "indexer.commands.check:check",
    "cite": "indexer.commands.cite:cite",
    "compare": "indexer.commands.compare:compare",
    "diff": "indexer.commands.diff:diff",
    "draft": "indexer.commands.draft:draft",
    "evaluate": "indexer.commands.evaluate:evaluate",
    "generations": "indexer.commands.generations:generations",
    "import": "indexer.commands.import_list:import_list",
    "links": "indexer.commands.links:links",
    "positions": "indexer.commands.positions:positions",
    "quote": "indexer.commands.quote:quote",
    "restore": "indexer.commands.withdraw:restore",
    "review": "indexer.commands.review:review",
    "rollback": "indexer.commands.generations:rollback",
    "same": "indexer.commands.same:same",
    "search": "indexer.commands.search:search",
    "themes": "indexer.commands.themes:themes",
    "verify": "indexer.commands.generations:verify",
    "withdraw": "indexer.commands.withdraw:withdraw",
    "wording": "indexer.commands.wording:wording",
}


# What the commands are for, as the help lists them.
SECTIONS = {
    "Search and cite": "search cite positions wording compare calls diff themes",
    "Check before you publish": "quote draft",
    "Take in": "add import capture",
    "Decide, as an editor": "annotations links same review withdraw restore",
    "Build and look after the index": "build check generations rollback verify evaluate",
}


class LazyGroup(click.Group):
    """A click group whose commands are named in COMMANDS."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what they are for, each with the whole of its first sentence."""
        for heading, names in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self._says(ctx, name)) for name in names.split()])

    def _says(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=200) if command else ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module_name, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module_name), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def archive() -> None:
    """Keep, index and search what was said against impunity."""


def main() -> None:
    """Run `archive`; an error that is foreseen becomes one line on standard error and status 1.

    So does what the machine refuses: a folder that is not there, a full disk.
    """
    try:
        archive.main(prog_name="archive")
    except ArchiveError as error:
        click.echo(f"archive: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"archive: {where}{error.strerror or error}", err=True)
        sys.exit(1)
