"""Which passages of two versions are the same words, told by their neighbours where repeated.

After Heckel, "A technique for isolating differences between files", CACM 21(4), 1978: texts that
stand once on both sides are the same wherever they stand, and sameness spreads to equal neighbours.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pairing:
    """Which old passage is which new one, by index; `keys` are the texts that must be equal."""

    old_keys: Sequence[str]
    new_keys: Sequence[str]
    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)

    def join(self, old: int, new: int) -> None:
        """Say that `old` has become `new`."""
        self.new_of[old] = new
        self.old_of[new] = old

    def is_open(self, old: int, new: int) -> bool:
        """Whether both are there, unpaired and the same words."""
        return (
            0 <= old < len(self.old_keys)
            and 0 <= new < len(self.new_keys)
            and old not in self.new_of
            and new not in self.old_of
            and self.old_keys[old] == self.new_keys[new]
        )

    def open_old(self) -> list[int]:
        """The old passages without a new one."""
        return [index for index in range(len(self.old_keys)) if index not in self.new_of]

    def open_new(self) -> list[int]:
        """The new passages without an old one."""
        return [index for index in range(len(self.new_keys)) if index not in self.old_of]


def join_unique(pairing: Pairing) -> None:
    """Pair the texts that stand once on each side."""
    old_counts, new_counts = Counter(pairing.old_keys), Counter(pairing.new_keys)
    place = {key: index for index, key in enumerate(pairing.new_keys)}
    for index, key in enumerate(pairing.old_keys):
        if old_counts[key] == new_counts[key] == 1:
            pairing.join(index, place[key])


def join_neighbours(pairing: Pairing) -> None:
    """Pair equal texts that stand right after, then right before, a pair or the text's ends."""
    before = -1
    for old in range(len(pairing.old_keys)):
        if pairing.is_open(old, before + 1):
            pairing.join(old, before + 1)
        before = pairing.new_of.get(old, len(pairing.new_keys))
    after = len(pairing.new_keys)
    for old in reversed(range(len(pairing.old_keys))):
        if pairing.is_open(old, after - 1):
            pairing.join(old, after - 1)
        after = pairing.new_of.get(old, -1)


def join_in_order(pairing: Pairing) -> None:
    """Pair what is left of repeated texts first with first."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for new in pairing.open_new():
        places[pairing.new_keys[new]].append(new)
    for old in pairing.open_old():
        if places[pairing.old_keys[old]]:
            pairing.join(old, places[pairing.old_keys[old]].pop(0))


def moved(pairing: Pairing) -> set[int]:
    """The old passages that stand in another order among the rest: as few as can be.

    All but a longest increasing run of new places, found in n log n.
    """
    tails: list[int] = []
    last: list[int] = []
    previous: dict[int, int] = {}
    for old in sorted(pairing.new_of):
        at = bisect_left(tails, pairing.new_of[old])
        if at:
            previous[old] = last[at - 1]
        tails[at : at + 1] = [pairing.new_of[old]]
        last[at : at + 1] = [old]
    kept: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(index)
        index = previous.get(index, -1)
    return set(pairing.new_of) - kept
