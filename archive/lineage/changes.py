"""Two versions of a document side by side: what became of each passage, and what was added."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.lineage.fates import Fate, Verdict
from archive.lineage.tracing import trace
from archive.lineage.wording import Run, difference
from archive.model import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An old passage, its fate, and the new passages that hold its words, in the text's order.

    `runs` is the difference in words where there is one.
    """

    passage: Passage
    fate: Fate
    now: tuple[Passage, ...]
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The changes by old passage, and the new passages that hold nothing of the old ones."""

    changes: tuple[Change, ...]
    added: tuple[Passage, ...]


def compare(old: Sequence[Passage], new: Sequence[Passage]) -> Comparison:
    """Trace `old` into `new` and put the wordings side by side."""
    return compared(old, trace(old, new), new)


def compared(old: Sequence[Passage], fates: Sequence[Fate], new: Sequence[Passage]) -> Comparison:
    """The comparison of passages whose fates are known, one for each of `old`."""
    by_id = {passage.passage_id: passage for passage in new}
    changes = []
    for passage, fate in zip(old, fates, strict=True):
        now = tuple(by_id[one] for one in fate.passage_ids if one in by_id)
        changes.append(Change(passage=passage, fate=fate, now=now, runs=_runs(passage, fate, now)))
    held = {one for fate in fates for one in fate.passage_ids}
    added = tuple(passage for passage in new if passage.passage_id not in held)
    return Comparison(changes=tuple(changes), added=added)


def _runs(passage: Passage, fate: Fate, now: Sequence[Passage]) -> tuple[Run, ...]:
    is_reworded = fate.verdict in (Verdict.EDITED, Verdict.SPLIT, Verdict.MERGED)
    after = " ".join(one.text for one in now)
    return difference(passage.text, after) if is_reworded and now else ()
