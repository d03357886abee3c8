"""What can become of a passage."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a passage in a later version of its document."""

    EXACT = "exact"
    MOVED = "moved"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """The fate of one old passage.

    `passage_ids` are the later version's passages that hold its words, in the order of the text;
    none where it is gone. Where other passages fit as well, or several old ones have the same
    words and not all are left, `is_certain` is false and `alternatives` names those others.
    """

    passage_id: str
    verdict: Verdict
    passage_ids: tuple[str, ...] = ()
    is_certain: bool = True
    alternatives: tuple[str, ...] = ()
