"""Where the passage that an editor named is now, after its document was captured anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from archive.columns import Columns
from archive.earlier import Earlier
from archive.lineage import Fate, Verdict
from archive.messages import Message, message

# What leaves a passage's words in one other passage.
_WHOLE = (Verdict.EXACT, Verdict.MOVED, Verdict.EDITED)


# What became of an earlier passage, by its verdict.
WORDS: dict[str, Message] = {
    "exact": message("the same"),
    "moved": message("moved"),
    "edited": message("edited"),
    "split": message("split"),
    "merged": message("merged"),
    "gone": message("gone"),
    "unknown": message("unknown"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """`row` is the number of the live row, or None; `verdict` what became of an earlier passage.

    `verdict` is empty where the passage has the id still, and "unknown" where nothing here ever
    had it.
    """

    row: int | None
    verdict: str = ""


def follow(
    passage_ids: Iterable[str], *, columns: Columns, earlier: Earlier
) -> dict[str, Followed]:
    """Each passage's row by its id, or by what became of it in the text that is searched now.

    It is followed where its words are certain to stand in one passage, edited or not; a split,
    merged, doubtful or missing one is named and not guessed.
    """
    named = dict.fromkeys(passage_ids)
    live = _rows(named, columns)
    fates = {name: _fate(name, earlier) for name in named if name not in live}
    later = {fate.passage_ids[0]: 0 for fate in fates.values() if fate and _is_whole(fate)}
    live |= {name: row for name, row in _rows(later, columns).items() if name not in live}
    return {name: _followed(name, live, fates) for name in named}


def _rows(names: Iterable[str], columns: Columns) -> dict[str, int]:
    """The live row of each name that has one."""
    wanted = np.array([name.encode("utf-8", "replace") for name in names], dtype="S")
    found = np.flatnonzero(np.isin(columns.passage_ids, wanted) & (columns.document_of_row >= 0))
    return {columns.passage_ids[row].decode(): int(row) for row in found}


def _fate(passage_id: str, earlier: Earlier) -> Fate | None:
    versions = earlier.of_passage(passage_id)
    found = versions[-1].passage(passage_id) if versions else None
    return found[1] if found else None


def _is_whole(fate: Fate) -> bool:
    return fate.verdict in _WHOLE and fate.is_certain and len(fate.passage_ids) == 1


def _followed(name: str, live: Mapping[str, int], fates: Mapping[str, Fate | None]) -> Followed:
    if name not in fates:
        return Followed(row=live[name])
    fate = fates[name]
    if fate is None:
        return Followed(row=None, verdict="unknown")
    row = live.get(fate.passage_ids[0]) if _is_whole(fate) else None
    return Followed(row=row, verdict=str(fate.verdict))
