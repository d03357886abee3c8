"""What annotation finds of a passage, each finding with the words it rests on."""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What a theme rests on: words of the passage or of its record, or an editor's decision."""

    WORDS = "words"
    RECORD = "record"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFound:
    """A theme with the cue that shows it, at `start` of the passage; `confidence` 0 to 1.

    `start` is -1 where the cue is no word of the passage. `nearness` is the logit that the passage
    is on the theme by its meaning alone; 0 where nothing was compared. `accepted` once an editor
    agreed.
    """

    theme_id: str
    cue: str
    start: int
    confidence: float
    nearness: float = 0.0
    basis: Basis = Basis.WORDS
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A passage's themes, surest first, and its act, if it takes a stand in its author's voice.

    `strength` is 3 for a verb by which the author acts, 2 for a modal verb, 1 for less; 0 without
    an act. `cue` are the words that show the act; `inherited` where they stand in the lead-in.
    `addressees` are ids, in the order of the rules; `states` what the passage or its lead-in calls
    the States among them, where it names them, in their order there.
    """

    themes: tuple[ThemeFound, ...] = ()
    act: str = ""
    strength: int = 0
    cue: str = ""
    inherited: bool = False
    addressees: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
