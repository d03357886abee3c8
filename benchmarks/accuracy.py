"""How near a text that was read comes to the true one: formulas, nothing of any reader."""

from collections import Counter
from collections.abc import Iterable, Sequence

# A paragraph's boundary is told by so many letters and digits on either side of it.
_BESIDE = 12
# Shingles of so many words, as the article extraction benchmark of Zyte counts them (2020).
_SHINGLE_WORDS = 4


def distance(one: str, other: str) -> int:
    """Levenshtein's distance in characters.

    By whole columns of bits: Hyyrö, "Explaining and extending the bit-parallel approximate string
    matching algorithm of Myers", 2001. Quadratic, but 64 cells a step and more.
    """
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    full, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, score = full, 0, len(one)
    for letter in other:
        match = places.get(letter, 0)
        diagonal = ((((match & up) + up) ^ up) | match | down) & full
        more, less = (down | ~(diagonal | up)) & full, up & diagonal
        score += bool(more & last) - bool(less & last)
        more = (more << 1 | 1) & full
        up = ((less << 1) | ~(diagonal | more)) & full
        down = more & diagonal
    return score


def characters(true: Iterable[str], read: Iterable[str]) -> float:
    """Character accuracy, up to 1: one less the wrong, missing and surplus ones by the true ones.

    White space counts as one space wherever it stands; below 0 is 0.
    """
    wanted, found = _flat(true), _flat(read)
    return max(0.0, 1 - distance(wanted, found) / len(wanted))


def _flat(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def boundaries(true: Sequence[str], read: Sequence[str]) -> float:
    """F1 of the boundaries between paragraphs, each told by the letters before and after it."""
    wanted, found = _sides(true), _sides(read)
    both = (wanted & found).total()
    return 2 * both / (wanted.total() + found.total()) if both else 0.0


def _sides(texts: Sequence[str]) -> Counter[tuple[str, str]]:
    letters = ["".join(filter(str.isalnum, text.casefold())) for text in texts]
    letters = [one for one in letters if one]
    whole = "".join(letters)
    sides: Counter[tuple[str, str]] = Counter()
    at = 0
    for one in letters[:-1]:
        at += len(one)
        sides[whole[max(0, at - _BESIDE) : at], whole[at : at + _BESIDE]] += 1
    return sides


def shingles(true: str, read: str) -> tuple[float, float]:
    """Precision and recall of runs of four words, each counted as often as it stands."""
    wanted, found = _runs(true), _runs(read)
    both = (wanted & found).total()
    precision = both / found.total() if found else float(not wanted)
    return precision, both / wanted.total() if wanted else 1.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
    size = min(_SHINGLE_WORDS, len(words))
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1) if size)
