"""The difference between two wordings, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from archive.called import MARK

# The mark of a call of a note is a word of its own.
_WORD = re.compile(MARK.pattern[1:-1] + r"|\s+|\w+|[^\w\s]")


class RunKind(StrEnum):
    """Whether words stand in both wordings or in one."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row of one kind."""

    kind: RunKind
    text: str


def difference(old: str, new: str) -> tuple[Run, ...]:
    """The runs from `old` to `new`: kept and removed ones give `old`, kept and added ones `new`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Run] = []
    for tag, left, right, start, end in matcher.get_opcodes():
        if tag == "equal":
            found += _run(RunKind.KEPT, before[left:right])
        else:
            found += _run(RunKind.REMOVED, before[left:right])
            found += _run(RunKind.ADDED, after[start:end])
    return tuple(found)


def _run(kind: RunKind, words: Sequence[str]) -> list[Run]:
    return [Run(kind=kind, text="".join(words))] if words else []
