"""Text with italics and languages, as a citation is made of, and how it is written out."""

import html
import re
from dataclasses import dataclass

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of text; `language` is set where it may differ from the citation's own."""

    text: str
    italic: bool = False
    language: str = ""


Runs = tuple[Run, ...]

# Words in the scripts that run from right to left, with the spaces between them: a name of an
# organisation must not pull the punctuation around it to its other side.
_RTL_SCRIPTS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_WORDS = re.compile(f"[{_RTL_SCRIPTS}]+(?: +[{_RTL_SCRIPTS}]+)*")


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
    else:
        text = _RTL_WORDS.sub(r"<bdi>\g<0></bdi>", text)
    return f"<i>{text}</i>" if run.italic else text
