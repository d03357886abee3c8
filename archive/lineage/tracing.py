"""Follow each passage of an old version into a new one; pure, nothing is read or written."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from archive.lineage import same
from archive.lineage.fates import Fate, Verdict
from archive.lineage.joining import Joining
from archive.lineage.same import Pairing
from archive.model import Passage
from archive.passage_ids import normalised

# A shorter text may be a heading or a formula that is written anew, not moved.
SHORT_LETTERS = 25


def trace(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Fate, ...]:
    """The fate of each passage of `old` in `new`, both in the order of their texts.

    The same words (but for white space, invisible marks and the shapes of quotation marks) are
    exact or moved; others are found by the letters they share, whole or in parts.
    """
    pairing = Pairing([normalised(one.text) for one in old], [normalised(one.text) for one in new])
    same.join_unique(pairing)
    same.join_neighbours(pairing)
    joining = Joining(pairing)
    # Repeated words wait until their reworded neighbours say which is which.
    joining.join(waiting=True)
    same.join_neighbours(pairing)
    same.join_in_order(pairing)
    joining.join(waiting=False)
    new_ids = [passage.passage_id for passage in new]
    return tuple(
        _fate(passage.passage_id, chosen, new_ids)
        for passage, chosen in zip(old, _chosen(pairing, joining), strict=True)
    )


_Chosen = tuple[Verdict, tuple[int, ...], bool, set[int]]


def _chosen(pairing: Pairing, joining: Joining) -> list[_Chosen]:
    """For each old passage its verdict, its new places, whether that is certain, and others."""
    verdicts = _verdicts(pairing, joining)
    copies: defaultdict[str, set[int]] = defaultdict(set)
    for at, key in enumerate(pairing.new_keys):
        copies[key].add(at)
    unsure = _unsure(pairing, verdicts, copies)
    chosen: list[_Chosen] = []
    for at, (key, (verdict, found)) in enumerate(zip(pairing.old_keys, verdicts, strict=True)):
        others = copies.get(key, set()) if key in unsure else set()
        others = others | joining.rivals.get(at, set())
        is_certain = key not in unsure and at not in joining.rivals
        if verdict is Verdict.EDITED:
            is_certain = is_certain and not _takes_in_another(pairing, at, found[0])
        chosen.append((verdict, found, is_certain, others - {*found}))
    return chosen


def _takes_in_another(pairing: Pairing, old: int, new: int) -> bool:
    """Whether one wording holds a whole other passage that the other does not.

    It may have been merged or split off, and a copy of it makes it look edited.
    """
    before, after = pairing.old_keys[old], pairing.new_keys[new]
    return any(
        before.count(key) != after.count(key)
        for key in {*pairing.old_keys, *pairing.new_keys} - {before, after, ""}
    )


def _verdicts(pairing: Pairing, joining: Joining) -> list[tuple[Verdict, tuple[int, ...]]]:
    moved = same.moved(pairing)
    verdicts: list[tuple[Verdict, tuple[int, ...]]] = []
    for at, key in enumerate(pairing.old_keys):
        new = pairing.new_of.get(at)
        if new is not None and pairing.new_keys[new] == key:
            verdicts.append((Verdict.MOVED if at in moved else Verdict.EXACT, (new,)))
        else:
            verdicts.append(joining.verdict(at))
    return verdicts


def _unsure(
    pairing: Pairing,
    verdicts: Sequence[tuple[Verdict, tuple[int, ...]]],
    copies: Mapping[str, set[int]],
) -> set[str]:
    """The words that stood there more than once, or do now, and not all of them as before.

    Which of such copies went, and which came, cannot be told from the words.
    """
    counts = Counter(pairing.old_keys)
    unsure = set()
    for key, (verdict, _) in zip(pairing.old_keys, verdicts, strict=True):
        now = len(copies.get(key, ()))
        is_repeated = max(counts[key], now) > 1
        is_changed = verdict is not Verdict.EXACT or now != counts[key]
        # A short text that stands elsewhere may be another one of the same words.
        is_short = verdict is Verdict.MOVED and len(key) <= SHORT_LETTERS
        if (is_repeated and is_changed) or is_short:
            unsure.add(key)
    return unsure


def _fate(passage_id: str, chosen: _Chosen, new_ids: Sequence[str]) -> Fate:
    verdict, found, is_certain, others = chosen
    return Fate(
        passage_id=passage_id,
        verdict=verdict,
        passage_ids=tuple(new_ids[at] for at in sorted(found)),
        is_certain=is_certain,
        alternatives=tuple(new_ids[at] for at in sorted(others)),
    )
