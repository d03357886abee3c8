"""Find reworded passages, and those that were split or merged, by the letters that they share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from itertools import chain

from archive.lineage import likeness
from archive.lineage.fates import Verdict
from archive.lineage.likeness import Likeness
from archive.lineage.same import Pairing

# Parts of 1, of runs of letters; checked by the mutation test of tests/test_lineage.py.
PART_INSIDE = 0.7  # of a part that must stand in the whole that it was split from or merged into
WHOLE_COVERED = 0.5  # of a whole that its parts must make up
EDITED = 0.5  # Dice's coefficient from which one text is the other, reworded
CONTAINED = 0.8  # of a text that must stand in another much longer one
CONTAINED_RUNS = 20  # a shorter text may stand in another by chance
OWN = 0.35  # the same of what stands in no other passage: less of it may be a form they all have
SURE = 0.65  # Dice's coefficient below which an edit is only likely
RIVAL = 0.05  # pairs this close are equally good
IN_PLACE = 0.6  # difflib's ratio of two short texts between the same neighbours
ANYWHERE = 0.8  # the same wherever they stand: likely, but never sure
SHORT_LETTERS = 80


class Joining:
    """What is found of the passages that are not there with the same words.

    `rivals` names for an old passage the new ones that fit as well as what was chosen.
    """

    def __init__(self, pairing: Pairing) -> None:
        self._pairing = pairing
        is_needed = bool(pairing.open_old())
        self._old = [likeness.runs(key) for key in pairing.old_keys if is_needed]
        self._new = [likeness.runs(key) for key in pairing.new_keys if is_needed]
        self._places = [Counter(chain.from_iterable(side)) for side in (self._old, self._new)]
        self._parts: dict[int, tuple[Verdict, tuple[int, ...]]] = {}
        self._taken: set[int] = set()
        self.rivals: defaultdict[int, set[int]] = defaultdict(set)

    def verdict(self, old: int) -> tuple[Verdict, tuple[int, ...]]:
        """What became of a passage whose words are not there as they were."""
        if old in self._parts:
            return self._parts[old]
        if old in self._pairing.new_of:
            return Verdict.EDITED, (self._pairing.new_of[old],)
        return Verdict.GONE, ()

    def join(self, *, waiting: bool) -> None:
        """Look at what is open; with `waiting` not at words that are open on both sides."""
        if not self._old:
            return
        old, new = self._open(waiting=waiting)
        found = self._alike(old, new)
        self._merge(found)
        self._split(found)
        self._edit([one for one in found if self._is_free(one)])
        reworded = self._reworded()
        self._add_parts(self._alike({*old, *reworded}, {*new, *reworded.values()}))
        self._join_in_place()
        if not waiting:
            self._join_short()

    def _open(self, *, waiting: bool) -> tuple[list[int], list[int]]:
        pairing = self._pairing
        old = [at for at in pairing.open_old() if at not in self._parts]
        new = [at for at in pairing.open_new() if at not in self._taken]
        if not waiting:
            return old, new
        both = {pairing.old_keys[at] for at in old} & {pairing.new_keys[at] for at in new}
        return (
            [at for at in old if pairing.old_keys[at] not in both],
            [at for at in new if pairing.new_keys[at] not in both],
        )

    def _alike(self, old: Iterable[int], new: Iterable[int]) -> list[Likeness]:
        return likeness.alike(
            {at: self._old[at] for at in sorted(old)}, {at: self._new[at] for at in sorted(new)}
        )

    def _reworded(self) -> dict[int, int]:
        """The passages that are paired with other words, by their places."""
        pairing = self._pairing
        return {
            old: new
            for old, new in pairing.new_of.items()
            if pairing.old_keys[old] != pairing.new_keys[new]
        }

    def _is_free(self, one: Likeness) -> bool:
        return one.old not in self._parts and one.new not in self._taken

    def _merge(self, pairs: Iterable[Likeness]) -> None:
        """Old passages that make up a new one together."""
        parts = [one for one in pairs if one.inside_new >= PART_INSIDE]
        for new, members in _wholes(parts, part=lambda one: one.old, whole=lambda one: one.new):
            chosen = _fitting([(at, self._old[at]) for at in members], self._new[new])
            if len(chosen) > 1:
                self._taken.add(new)
                self._parts |= dict.fromkeys(chosen, (Verdict.MERGED, (new,)))

    def _split(self, pairs: Iterable[Likeness]) -> None:
        """New passages that make up an old one together."""
        parts = [one for one in pairs if one.inside_old >= PART_INSIDE and self._is_free(one)]
        for old, members in _wholes(parts, part=lambda one: one.new, whole=lambda one: one.old):
            chosen = _fitting([(at, self._new[at]) for at in members], self._old[old])
            if len(chosen) > 1:
                self._taken.update(chosen)
                self._parts[old] = Verdict.SPLIT, tuple(sorted(chosen))

    def _edit(self, pairs: Iterable[Likeness]) -> None:
        """One old passage for one new, the likest first; ties by their places."""
        scored = {one: self._score(one) for one in pairs if _is_edit(one)}
        for one in sorted(scored, key=lambda one: (-scored[one], one.old, one.new)):
            if one.old in self._pairing.new_of or one.new in self._pairing.old_of:
                continue
            self._pairing.join(one.old, one.new)
            self._note_rivals(one, scored)
            if one.both < SURE or not self._is_of_its_own(one):
                self.rivals[one.old].add(one.new)

    def _score(self, one: Likeness) -> float:
        """Likeness, and a little more for each neighbour that stands beside it on both sides."""
        new_of, size = self._pairing.new_of, len(self._pairing.new_keys)
        before = new_of.get(one.old - 1, -1 if one.old == 0 else None)
        is_last = one.old == len(self._pairing.old_keys) - 1
        after = new_of.get(one.old + 1, size if is_last else None)
        return one.both + RIVAL * ((before == one.new - 1) + (after == one.new + 1))

    def _note_rivals(self, chosen: Likeness, scored: dict[Likeness, float]) -> None:
        least = scored[chosen] - RIVAL
        for other, score in scored.items():
            if other != chosen and score > least:
                if other.old == chosen.old:
                    self.rivals[chosen.old].add(other.new)
                elif other.new == chosen.new:
                    self.rivals[other.old].add(other.new)
                    self.rivals[chosen.old].add(chosen.new)

    def _is_of_its_own(self, one: Likeness) -> bool:
        """Whether the two share what no other passage has, or are too like to be two."""
        if one.both >= CONTAINED:
            return True
        sides = self._old[one.old], self._new[one.new]
        old, new = (
            {run for run in side if places[run] == 1}
            for side, places in zip(sides, self._places, strict=True)
        )
        return 2 * len(old & new) >= OWN * (len(old) + len(new))

    def _add_parts(self, pairs: Iterable[Likeness]) -> None:
        """Passages that stand beside a reworded one, in what became of it or what it was."""
        new_of, old_of = self._pairing.new_of, self._pairing.old_of
        for one in pairs:
            if one.old not in new_of and one.old not in self._parts and one.new in old_of:
                self._add_to_merged(one, old_of[one.new])
            elif one.old in new_of and one.new not in old_of and one.new not in self._taken:
                self._add_to_split(one, new_of[one.old])

    def _add_to_merged(self, one: Likeness, first: int) -> None:
        left = self._new[one.new] - self._old[first]
        if _stands(self._old[one.old], left, is_beside=abs(one.old - first) == 1):
            self._parts[one.old] = self._parts[first] = Verdict.MERGED, (one.new,)

    def _add_to_split(self, one: Likeness, first: int) -> None:
        verdict, found = self._parts.get(one.old, (Verdict.SPLIT, (first,)))
        left = Counter(self._old[one.old])
        for at in found:
            left -= self._new[at]
        is_beside = min(abs(one.new - at) for at in found) == 1
        if verdict is Verdict.SPLIT and _stands(self._new[one.new], left, is_beside=is_beside):
            self._taken.add(one.new)
            self._parts[one.old] = Verdict.SPLIT, tuple(sorted((*found, one.new)))

    def _join_in_place(self) -> None:
        """Short texts with letters changed, between the same neighbours."""
        pairing, size = self._pairing, len(self._pairing.new_keys)
        last = len(pairing.old_keys)
        for old in self._open(waiting=False)[0]:
            before = pairing.new_of.get(old - 1, -1 if old == 0 else None)
            after = pairing.new_of.get(old + 1, size if old == last - 1 else None)
            if before is None or after != before + 2:
                continue
            new = before + 1
            if new in pairing.old_of or new in self._taken:
                continue
            if _short_ratio(pairing.old_keys[old], pairing.new_keys[new]) >= IN_PLACE:
                pairing.join(old, new)

    def _join_short(self) -> None:
        """Short texts with letters changed that stand elsewhere: the likest of what is open."""
        pairing = self._pairing
        for old in self._open(waiting=False)[0]:
            ratios = {
                new: _short_ratio(pairing.old_keys[old], pairing.new_keys[new])
                for new in self._open(waiting=False)[1]
            }
            found = [new for new, ratio in ratios.items() if ratio >= ANYWHERE]
            if found:
                pairing.join(old, max(found, key=lambda new: (ratios[new], -new)))
                self.rivals[old].update(found)


def _is_edit(one: Likeness) -> bool:
    is_contained = max(one.inside_new, one.inside_old) >= CONTAINED
    is_long = min(one.old_size, one.new_size) >= CONTAINED_RUNS
    return one.both >= EDITED or (is_contained and is_long)


def _short_ratio(old: str, new: str) -> float:
    """The ratio, by difflib, of two short texts, from 0 to 1; 0 if one is long."""
    if max(len(old), len(new)) > SHORT_LETTERS:
        return 0.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _stands(part: Counter[str], left: Counter[str], *, is_beside: bool) -> bool:
    """Whether `part` stands in what is `left` over of a whole; a short one only from beside it."""
    is_long = part.total() >= CONTAINED_RUNS
    return (is_long or is_beside) and likeness.shared(part, left) >= PART_INSIDE * part.total()


def _wholes(
    pairs: Iterable[Likeness],
    *,
    part: Callable[[Likeness], int],
    whole: Callable[[Likeness], int],
) -> list[tuple[int, list[int]]]:
    """Each whole with its parts, a part with the whole that it shares most with; in order."""
    best: dict[int, Likeness] = {}
    for one in sorted(pairs, key=lambda one: (-one.shared, -one.both, whole(one))):
        best.setdefault(part(one), one)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in best.items():
        members[whole(one)].append(at)
    return sorted((at, sorted(parts)) for at, parts in members.items())


def _fitting(parts: list[tuple[int, Counter[str]]], whole: Counter[str]) -> list[int]:
    """The parts, largest first, that each stand in what the others leave over of the whole.

    None if they make up too little of it.
    """
    left, chosen = Counter(whole), []
    for at, part in sorted(parts, key=lambda one: (-one[1].total(), one[0])):
        if likeness.shared(part, left) >= PART_INSIDE * part.total():
            left -= part
            chosen.append(at)
    covered = whole.total() - left.total()
    return chosen if covered >= WHOLE_COVERED * whole.total() else []
