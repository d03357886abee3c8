"""Where the notes of a text are called: by passage, and back from each note."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.model import Passage

# How a call is written into plain words: "[^3]", as Markdown has it.
MARK = re.compile(r"(\[\^[^\]\s]{1,12}\])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A place, `at` in the version's text, that calls a note, as the `nth` from 1."""

    note: Passage
    at: int
    nth: int = 1

    @property
    def call_id(self) -> str:
        """The id of the place on a page."""
        return f"call{self.nth if self.nth > 1 else ''}-{self.note.passage_id}"


def calls(passages: Sequence[Passage]) -> dict[str, tuple[Call, ...]]:
    """The calls of notes that stand in each passage, in order, by its id.

    A note of several parts is called by its first. Ties, two notes called at one place, go by the
    order of the notes.
    """
    first: dict[tuple[int, str], Passage] = {}
    for passage in passages:
        if passage.called_at is not None:
            first.setdefault((passage.called_at, passage.number), passage)
    every = [
        Call(note=note, at=place, nth=nth)
        for note in first.values()
        for nth, place in enumerate(note.calls, start=1)
    ]
    every.sort(key=lambda call: (call.at, call.note.start, call.nth))
    called: dict[str, list[Call]] = {}
    at = 0
    for passage in sorted(passages, key=lambda one: one.start):
        while at < len(every) and every[at].at <= passage.end:
            if every[at].at >= passage.start:
                called.setdefault(passage.passage_id, []).append(every[at])
            at += 1
    return {passage_id: tuple(found) for passage_id, found in called.items()}


def backs(
    passages: Sequence[Passage], called: Mapping[str, tuple[Call, ...]]
) -> dict[str, tuple[Call, ...]]:
    """The calls that each note is shown to have, in order, by its id; for each part of a note."""
    shown: dict[tuple[int | None, str], list[Call]] = {}
    for call in sorted((one for found in called.values() for one in found), key=lambda c: c.nth):
        shown.setdefault((call.note.called_at, call.note.number), []).append(call)
    return {
        one.passage_id: tuple(shown[one.called_at, one.number])
        for one in passages
        if one.called_at is not None and (one.called_at, one.number) in shown
    }


def marked(passages: Sequence[Passage]) -> dict[str, str]:
    """The words of each passage by its id, with a mark where a note is called."""
    called = calls(passages)
    return {one.passage_id: _marked(one, called.get(one.passage_id, ())) for one in passages}


def _marked(passage: Passage, called: Sequence[Call]) -> str:
    text = passage.text
    for call in reversed(called):
        at = call.at - passage.start
        text = f"{text[:at]}[^{call.note.number or '*'}]{text[at:]}"
    return text
