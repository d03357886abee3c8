"""How sure a theme is, from its cues and from how near the passage is to it in meaning."""

import math
import operator
from dataclasses import dataclass

# Logistic regression on labelled passages that no cue was chosen on, as `python -m
# benchmarks.theme_weights` prints it: a cue that decides alone, how many cues and hints there are
# in 60 words, how many different ones, the words of the longest, a cue or hint in the document's
# title, that it decides, that words of the title alone speak for it, that a digest does, and the
# nearness.
BIAS = -0.33
CUE, DENSITY, DIFFERENT, LONGEST = 1.34, 0.75, -0.15, 0.09
TITLE, TITLE_CUE, ONLY_TITLE, DIGEST = 0.52, 1.69, 0.14, 0.41
NEARNESS = 0.51
WEIGHTS = (CUE, DENSITY, DIFFERENT, LONGEST, TITLE, TITLE_CUE, ONLY_TITLE, DIGEST, NEARNESS)
MOST_COUNTED = 6
WORDS = 60
# In cross-validation over the documents of 3,584 passages F1 is .657 from .30 to .34, .648 at .38,
# .647 at .42 and .639 at .46.
SURE = 0.34


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a theme in a passage.

    `count` cues and hints that do not overlap, `different` of them in words, the longest of
    `longest` words; `words` of the passage; `nearness` the logit that it is on the theme by its
    meaning alone. `is_title_cue` where one in the title decides alone.
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


def confidence(signs: Signs) -> float:
    """The probability, 0 to 1, that the passage is on the theme; 0 without a cue or a hint."""
    if not signs.count and not signs.in_title:
        return 0.0
    total = BIAS + sum(map(operator.mul, WEIGHTS, numbers(signs)))
    return 1 / (1 + math.exp(-total))


def numbers(signs: Signs) -> tuple[float, ...]:
    """The signs as numbers, each for its weight of WEIGHTS."""
    return (
        float(signs.has_cue),
        min(signs.count, MOST_COUNTED) / max(1.0, signs.words / WORDS),
        float(min(signs.different, MOST_COUNTED)),
        float(signs.longest),
        float(signs.in_title),
        float(signs.is_title_cue),
        float(not signs.count),
        float(signs.is_digest),
        signs.nearness,
    )
