"""What the quote check answers: a verdict, and the places it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from archive.earlier import Head
from archive.model import Document, Passage


class Outcome(StrEnum):
    """What became of a quotation, the best first."""

    VERIFIED = "verified"
    REPAIRED = "verified-after-repair"
    OTHER_VOICE = "other-voice"
    OTHER_SOURCE = "other-source"
    EARLIER = "earlier-version"
    DIGEST = "digest"
    ALTERED = "altered"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A run of words: as in both, or `typed` in the quotation where the source has `source`.

    `gap` is what the source has behind its words: a space, a comma, the stop at the end. So the
    source's words and gaps in a row are its text as it is printed.
    """

    typed: str
    source: str
    gap: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the source has what was typed."""
        return self.typed == self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the words stand; `words` are the source's own, from the first to the last quoted.

    `passages` are those they run through. `repairs` name what typing or printing changed,
    `omitted` the source's words behind each ellipsis, `inserted` (typed, the source's words) for
    each bracket. `quoted` where the source itself quotes them, `changes` where words differ.
    `version` is the earlier version that has them, if the present text has not; then `now` is where
    its nearest words stand, if any are near.
    """

    document: Document
    passages: tuple[Passage, ...]
    words: str
    repairs: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    inserted: tuple[tuple[str, str], ...] = ()
    quoted: bool = False
    is_digest: bool = False
    changes: tuple[Change, ...] = ()
    warning: str = ""
    version: Head | None = None
    now: "Place | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome with its best places, at most a handful, over one generation.

    `is_complete` is false where too many passages are alike for all of them to be compared,
    `is_source_known` where a source was given and no document here matches it.
    """

    outcome: Outcome
    places: tuple[Place, ...]
    generation_id: str
    notes: tuple[str, ...] = ()
    is_complete: bool = True
    is_source_known: bool = True
