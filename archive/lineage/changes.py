"""Two versions of a document side by side: what became of each passage, and what was added."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.called import marked
from archive.lineage.fates import Fate, Verdict
from archive.lineage.tracing import trace
from archive.lineage.wording import Run, difference
from archive.model import Passage

_REWORDED = (Verdict.EDITED, Verdict.SPLIT, Verdict.MERGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An old passage, its fate, and the new passages that hold its words, in the text's order.

    `runs` is the difference in words where there is one, with marks where notes are called.
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
    before, after = marked(old), marked(new)
    changes = []
    for passage, fate in zip(old, fates, strict=True):
        now = tuple(by_id[one] for one in fate.passage_ids if one in by_id)
        runs: tuple[Run, ...] = ()
        if fate.verdict in _REWORDED and now:
            words = " ".join(after[one.passage_id] for one in now)
            runs = difference(before[passage.passage_id], words)
        changes.append(Change(passage=passage, fate=fate, now=now, runs=runs))
    held = {one for fate in fates for one in fate.passage_ids}
    added = tuple(passage for passage in new if passage.passage_id not in held)
    return Comparison(changes=tuple(changes), added=added)
