"""`archive compare`: two positions side by side, with the words that only one of them has."""

import json

import click

from archive import settings
from archive.annotation.rules import Rules
from archive.positions.beside_answer import pair_as_json
from archive.positions.sides import MOST_WORDS, Pair, Side
from archive.positions.sides import compare as compared
from archive.search import open_searcher
from indexer.cards import card_lines
from indexer.terminal import plain

# How words that only one side has are marked, as `archive diff` and `wdiff` mark them.
_MARKS = (("[-", "-]"), ("{+", "+}"))


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API does.")
def compare(first: str, second: str, *, is_json: bool) -> None:
    """Show the passages FIRST and SECOND with the words that only one of them has."""
    opened = open_searcher(settings.load()).opened
    pair = compared(opened, first, second)
    answer = json.dumps(pair_as_json(pair), ensure_ascii=False, indent=2)
    click.echo(answer if is_json else _told(pair, opened.annotations.rules))


def _told(pair: Pair, rules: Rules) -> str:
    sides = zip((pair.first, pair.second), _MARKS, strict=True)
    told = "\n\n".join(_side(side, marks, rules) for side, marks in sides)
    if not pair.is_comparable:
        return f"{told}\n\nIn different languages: their words are not compared."
    share = f"{pair.share:.0%} of the words stand in both, in one order."
    if pair.left_out:
        share += f" {pair.left_out:,} words behind the first {MOST_WORDS} were not compared."
    return f"{told}\n\n{share}"


def _side(side: Side, marks: tuple[str, str], rules: Rules) -> str:
    words = "".join(_marked(run.text, marks) if run.is_own else run.text for run in side.runs)
    note = [f"  {plain(side.note)}"] if side.note else []
    return "\n".join([*card_lines(side.card, rules, words=words), *note])


def _marked(text: str, marks: tuple[str, str]) -> str:
    """The words between the marks, and what parts them from the next as it is."""
    words = text.rstrip()
    return f"{marks[0]}{words}{marks[1]}{text[len(words) :]}"
