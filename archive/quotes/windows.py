"""Where in an earlier version a quotation may stand: found by its letters, not by its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.letters import Letters
from archive.quotes.matching import most_between
from archive.quotes.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The letters of a reading's parts, looked for by those of the `longest`.

    A match has at most `before` and `behind` words of the source beside that part; one more is
    counted, which a hyphen may join to it.
    """

    letters: tuple[bytes, ...]
    longest: bytes
    before: int
    behind: int

    @classmethod
    def of(cls, reading: Reading) -> "Sought":
        """A reading, looked for by the first of its longest parts."""
        sizes = [len(part.letters) for part in reading.parts]
        longest = sizes.index(max(sizes))
        # A word has a letter at least, so a part has no more words than letters in any source.
        gaps = [most_between(gap) for gap in reading.gaps]
        letters = tuple(part.letters.encode() for part in reading.parts)
        return cls(
            letters=letters,
            longest=letters[longest],
            before=sum(sizes[:longest]) + sum(gaps[:longest]) + 1,
            behind=sum(sizes[longest + 1 :]) + sum(gaps[longest:]) + 1,
        )


def windows(sought: Iterable[Sought], letters: Letters, text: int) -> list[tuple[int, int]]:
    """The passages of a text, (first, behind last), so that every match is whole in one window.

    They ascend and share no passage. What a hyphen may join to a match is with it.
    """
    return joined(
        span
        for one in sought
        for span in letters.around(one.longest, text, before=one.before, behind=one.behind)
    )


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans ascending, those as one that share a passage."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(set(spans)):
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found
