"""How sure a theme is, from its cues and from how near the passage is to it in meaning."""

import math
from dataclasses import dataclass

# Logistic regression on the passages labelled for development: a cue that decides alone, how many
# cues and hints there are in 60 words, how many different ones, the words of the longest, the
# nearness, a cue or hint in the document's title, that it decides, that words of the title alone
# speak for it, and that a digest does. Nearness alone files nothing: of 108 passages nearest to a
# theme without a cue or hint of it, one was on it.
BIAS, CUE, DENSITY, NEARNESS = -5.24, 1.57, 0.96, 0.84
DIFFERENT, LONGEST = 0.41, 0.24
TITLE, TITLE_CUE, ONLY_TITLE, DIGEST = 1.41, 1.60, 0.94, 0.94
MOST_COUNTED = 6
WORDS = 60
# With the weights above, over 2,206 labelled passages F1 is .777 from .38 to .42 and precision .759
# to .778; of the 517 that no cue was chosen on .700 to .705, and .725 to .749.
SURE = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a theme in a passage.

    `count` cues and hints that do not overlap, `different` of them in words, the longest of
    `longest` words; `words` of the passage; `nearness` in standard deviations above what the
    passage has with the themes on the mean. `is_title_cue` where one in the title decides alone.
    `lean` is the theme's own.
    """

    has_cue: bool
    count: int
    words: int
    in_title: bool
    nearness: float
    different: int = 0
    longest: int = 0
    is_title_cue: bool = False
    is_digest: bool = False
    lean: float = 0.0


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1, that the passage is on the theme; 0 without a cue or a hint."""
    if not signs.count and not signs.in_title:
        return 0.0
    density = min(signs.count, MOST_COUNTED) / max(1.0, signs.words / WORDS)
    total = BIAS + signs.lean + CUE * signs.has_cue + DENSITY * density
    total += DIFFERENT * min(signs.different, MOST_COUNTED) + LONGEST * signs.longest
    total += TITLE * signs.in_title + NEARNESS * signs.nearness + ONLY_TITLE * (not signs.count)
    total += TITLE_CUE * signs.is_title_cue + DIGEST * signs.is_digest
    return 1 / (1 + math.exp(-total))
