"""The letters of texts as `archive.wording` reads them, looked through for a run of words."""

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.wording import wording

_CONTENT = "letters"
_FIRSTS, _BEGINS, _WORDS = "firsts.npy", "begins.npy", "words.npy"


def write(folder: Path, texts: Iterable[Sequence[str]]) -> None:
    """Write the letters of `texts`, each in its pieces, as files of a new `folder`."""
    folder.mkdir()
    firsts, begins, words = [0], [0], [0]
    with (folder / _CONTENT).open("wb") as file:
        for pieces in texts:
            for piece in map(wording, pieces):
                begins.append(begins[-1] + file.write(piece.letters.encode()))
                words.append(words[-1] + len(piece))
            firsts.append(len(begins) - 1)
    for name, numbers in ((_FIRSTS, firsts), (_BEGINS, begins), (_WORDS, words)):
        np.save(folder / name, np.array(numbers, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of texts, one behind the other in UTF-8, and the pieces that each text is in.

    `firsts` (texts + 1,) int64 is the first piece of each text, `begins` (pieces + 1,) int64 the
    byte where the letters of each piece begin, `words` (pieces + 1,) int64 how many words stand
    before it. A piece may have none.
    """

    content: bytes | mmap.mmap
    firsts: NDArray[np.int64]
    begins: NDArray[np.int64]
    words: NDArray[np.int64]

    @classmethod
    def open(cls, folder: Path) -> "Letters":
        """Map what `write` made in `folder`; without it, of no texts."""
        if not folder.exists():
            return cls(b"", *(np.zeros(1, dtype=np.int64) for _ in range(3)))
        firsts, begins, words = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False)
            for name in (_FIRSTS, _BEGINS, _WORDS)
        )
        with (folder / _CONTENT).open("rb") as file:
            is_empty = not begins[-1]  # which cannot be mapped
            content = b"" if is_empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(content, firsts, begins, words)

    def pieces(self, text: int) -> range:
        """The numbers of a text's pieces, among those of all."""
        return range(*self.firsts[text : text + 2].tolist())

    def having(self, runs: Sequence[bytes]) -> set[int]:
        """The texts that have each of some runs of letters; the longest fails the soonest."""
        ordered = sorted(runs, key=len, reverse=True)
        bounds = self.begins[self.firsts].tolist()
        return {
            text
            for text, (begin, end) in enumerate(pairwise(bounds))
            if begin < end and _has_all(self.content[begin:end], ordered)
        }

    def around(
        self, run: bytes, text: int, *, before: int, behind: int
    ) -> Iterator[tuple[int, int]]:
        """Yield, for each place of a run of letters in a text, the pieces around it, ascending.

        They are those that it begins to ends in, and those of `before` and `behind` words beside
        them, as far as the text goes, counted from its first: (first, behind last).
        """
        first, end = int(self.firsts[text]), int(self.firsts[text + 1])
        begins, words = self.begins[first : end + 1], self.words[first : end + 1]
        content = self.content[int(begins[0]) : int(begins[-1])]
        starts = np.fromiter(_places(run, content), dtype=np.int64) + begins[0]
        lows = words[np.searchsorted(begins, starts, side="right") - 1] - before
        highs = words[np.searchsorted(begins, starts + len(run), side="left")] + behind
        low = np.searchsorted(words, np.maximum(lows, words[0]), side="right") - 1
        high = np.searchsorted(words, np.minimum(highs, words[-1]), side="left")
        return zip(low.tolist(), high.tolist(), strict=True)


def _has_all(content: bytes, runs: Sequence[bytes]) -> bool:
    return all(run in content for run in runs)


def _places(run: bytes, content: bytes) -> Iterator[int]:
    """Where a run begins, ascending, also one in the other."""
    place = content.find(run)
    while place >= 0:
        yield place
        place = content.find(run, place + 1)
