"""Text with italics and languages, as a citation is made of, and how it is written out."""

import html
from dataclasses import dataclass

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of text; `language` is set where it may differ from the citation's own."""

    text: str
    italic: bool = False
    language: str = ""


Runs = tuple[Run, ...]


def line(*parts: str | Run | Runs) -> Runs:
    """The parts one after the other, empty ones left out."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, tuple):
            runs += part
        else:
            runs.append(part if isinstance(part, Run) else Run(text=part))
    return tuple(run for run in runs if run.text)


def plain(runs: Runs) -> str:
    """The text without italics."""
    return "".join(run.text for run in runs)


def stopped(runs: Runs) -> Runs:
    """The runs ending in a full stop, unless they end in a mark that ends a sentence."""
    return runs if plain(runs).endswith((".", "?", "!", "؟", "…")) else line(runs, ".")


def as_html(runs: Runs) -> str:
    """The runs as escaped HTML with `<i>`; a title is isolated with its own direction."""
    return "".join(_tagged(run) for run in runs)


def _tagged(run: Run) -> str:
    text = html.escape(run.text)
    if run.language:
        code = html.escape(run.language)
        direction = "rtl" if run.language in _RIGHT_TO_LEFT else "auto"
        text = f'<bdi lang="{code}" dir="{direction}">{text}</bdi>'
    return f"<i>{text}</i>" if run.italic else text
