"""Words that are few edits away from another."""

from collections.abc import Sequence


def within_distance(word: str, others: Sequence[str], distance: int) -> list[str]:
    """Those of `others` at most `distance` edits from `word`, nearest first, then as given."""
    near = [(edits(word, other, distance), other) for other in others]
    return [other for found, other in sorted(near, key=lambda pair: pair[0]) if found <= distance]


def edits(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from `one` to `other`.

    Optimal string alignment (Damerau 1964); any number above `limit` only says "more".
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        current = [row]
        for column, letter in enumerate(other, start=1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (sign != letter),
            )
            swapped = row > 1 and column > 1 and sign == other[column - 2]
            if swapped and one[row - 2] == letter:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]
