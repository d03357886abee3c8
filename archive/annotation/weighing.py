"""How sure a theme is, from its cues and from how near the passage is to it in meaning."""

import math
from dataclasses import dataclass

# Logistic regression on the passages labelled for development: a cue that decides alone, how many
# cues and hints there are in 60 words, the nearness, a cue or hint in the document's title, that it
# decides, that words of the title alone speak for it, and that a digest does. Nearness alone files
# nothing: of 108 passages nearest to a theme without a cue or hint of it, one was on it.
BIAS, CUE, DENSITY, NEARNESS = -4.72, 2.63, 1.35, 0.71
TITLE, TITLE_CUE, ONLY_TITLE, DIGEST = 1.07, 1.75, 0.71, 0.89
MOST_COUNTED = 6
WORDS = 60
# The best F1 on them; the mean of eight five-fold cross-validations over documents is .760.
SURE = 0.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a theme in a passage.

    `count` cues and hints that do not overlap; `words` of the passage; `nearness` in standard
    deviations above what the passage has with the themes on the mean. `is_title_cue` where one in
    the title decides alone.
    """

    has_cue: bool
    count: int
    words: int
    in_title: bool
    nearness: float
    is_title_cue: bool = False
    is_digest: bool = False


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1, that the passage is on the theme; 0 without a cue or a hint."""
    if not signs.count and not signs.in_title:
        return 0.0
    density = min(signs.count, MOST_COUNTED) / max(1.0, signs.words / WORDS)
    total = BIAS + CUE * signs.has_cue + DENSITY * density
    total += TITLE * signs.in_title + NEARNESS * signs.nearness + ONLY_TITLE * (not signs.count)
    total += TITLE_CUE * signs.is_title_cue + DIGEST * signs.is_digest
    return 1 / (1 + math.exp(-total))
