"""How much of one text stands in another, by the runs of letters that they share."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Letters in a run: with five, two unrelated paragraphs of one language share about a tenth, and
# a wrong letter spoils five runs of a paragraph's hundreds.
RUN_LETTERS = 5
# A run that stands in more passages than this tells none of them apart; it is not looked up.
COMMON = 64
# Pairs that share less than this part of the shorter text are not looked at.
LEAST_SHARED = 0.2
# The same of the runs that are not common, which are counted first.
LEAST_HITS = 0.1


def runs(text: str) -> Counter[str]:
    """The runs of RUN_LETTERS letters and digits of `text`, without case, spaces or hyphens."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(filter(str.isalnum, folded)) or text
    last = max(1, len(letters) - RUN_LETTERS + 1)
    return Counter(letters[at : at + RUN_LETTERS] for at in range(last))


def shared(one: Counter[str], other: Counter[str]) -> int:
    """How many runs two texts have in common, each counted as often as it stands in both."""
    if len(other) < len(one):
        one, other = other, one
    return sum(min(count, other[run]) for run, count in one.items() if run in other)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An old text, a new one, and how many runs they share; `old` and `new` are indices."""

    old: int
    new: int
    shared: int
    old_size: int
    new_size: int

    @property
    def inside_new(self) -> float:
        """Which part of the old text stands in the new one, from 0 to 1."""
        return self.shared / self.old_size

    @property
    def inside_old(self) -> float:
        """Which part of the new text stands in the old one, from 0 to 1."""
        return self.shared / self.new_size

    @property
    def both(self) -> float:
        """Dice's coefficient, from 0 to 1."""
        return 2 * self.shared / (self.old_size + self.new_size)


def alike(old: Mapping[int, Counter[str]], new: Mapping[int, Counter[str]]) -> list[Likeness]:
    """The pairs of an old and a new text that share enough to be looked at, in order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, found in new.items():
        for run in found:
            places[run].append(index)
    pairs = []
    for index, found in old.items():
        for other, hits in sorted(_hits(found, places).items()):
            if hits < LEAST_HITS * min(len(found), len(new[other])):
                continue
            one = Likeness(
                index, other, shared(found, new[other]), found.total(), new[other].total()
            )
            if one.shared >= LEAST_SHARED * min(one.old_size, one.new_size):
                pairs.append(one)
    return pairs


def _hits(found: Iterable[str], places: Mapping[str, Sequence[int]]) -> Counter[int]:
    """In how many of the runs that are not common each text agrees."""
    hits: Counter[int] = Counter()
    for run in found:
        holders = places.get(run, ())
        if len(holders) <= COMMON:
            hits.update(holders)
    return hits
