"""Two runs of words laid side by side: which stand in both, in the same order."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

# (first word in ours, first word in theirs, how many words are the same from there).
Block = tuple[int, int, int]

# Pairs of equal words up to which the longest common runs are looked for, which read best. Python's
# matcher takes their number times the number of runs: 2,500 times “the” took it many minutes.
MOST_PAIRS = 20_000


def blocks(ours: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """The runs of words that both have in the same order, ascending in both.

    By the longest common run first; for texts of many equal words by the longest common
    subsequence, in time (words of ours) × (words of theirs) / 64 whatever they hold.
    """
    if _pairs(ours, theirs) > MOST_PAIRS:
        return longest_common(ours, theirs)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [(one.a, one.b, one.size) for one in matcher.get_matching_blocks() if one.size]


def most_alike(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words of ours can at most stand in theirs, in any order."""
    return (Counter(ours) & Counter(theirs)).total()


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> int:
    counts = Counter(theirs)
    return sum(count * counts[word] for word, count in Counter(ours).items())


def longest_common(ours: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """The longest common subsequence by bit vectors (Hyyrö 2004), read back from its rows."""
    places: dict[str, int] = {}
    for column, word in enumerate(theirs):
        places[word] = places.get(word, 0) | 1 << column
    whole = (1 << len(theirs)) - 1
    rows, state = [whole], whole
    for word in ours:
        same = state & places.get(word, 0)
        state = ((state + same) | (state - same)) & whole
        rows.append(state)
    return _joined(_read_back(rows, len(theirs)))


def _read_back(rows: Sequence[int], column: int) -> list[tuple[int, int]]:
    """The pairs (row, column) of the subsequence; a set bit says that a column adds nothing."""
    pairs = []
    row = len(rows) - 1
    while row and column:
        if rows[row] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if rows[row] >> (column - 1) & 1:
            column -= 1
            pairs.append((row, column))
    return pairs[::-1]


def _joined(pairs: Sequence[tuple[int, int]]) -> list[Block]:
    """Neighbouring pairs as one block."""
    found: list[Block] = []
    for a, b in pairs:
        if found and found[-1][0] + found[-1][2] == a and found[-1][1] + found[-1][2] == b:
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((a, b, 1))
    return found
