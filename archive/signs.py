"""The signs of many vectors, a bit a number, by which the nearest are found quickly."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import durable

_CENTRE = "centre.npy"
_SIGNS = "signs.npy"
# Vectors whose signs are taken at once, so that no second copy of all of them is made.
_CHUNK = 65_536
_WORD_BYTES = 8


def write(folder: Path, matrix: NDArray[np.float32]) -> None:
    """Write the signs of `matrix`, (vectors, dimension) float32, into `folder`, flushed.

    A sign is that of a number's distance from its mean over all vectors: a model's vectors lie to
    one side, and plain signs were alike (recall@10 .745 and .997 among 4,000 of 300,000).
    """
    centre = matrix.mean(axis=0, dtype=np.float64).astype(np.float32)
    chunks = [
        _packed(matrix[start : start + _CHUNK], centre) for start in range(0, len(matrix), _CHUNK)
    ]
    for name, array in ((_CENTRE, centre), (_SIGNS, np.ascontiguousarray(np.vstack(chunks).T))):
        np.save(folder / name, array, allow_pickle=False)
        durable.sync(folder / name)


def _packed(matrix: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.uint64]:
    """(vectors, words) uint64: a bit for each number, padded with zeros."""
    found = np.packbits(matrix > centre, axis=1)
    padding = -found.shape[1] % _WORD_BYTES
    return np.pad(found, ((0, 0), (0, padding))).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs as `write` left them, memory-mapped.

    `centre` is (dimension,) float32, `words` (words, vectors) uint64.
    """

    centre: NDArray[np.float32]
    words: NDArray[np.uint64]

    @classmethod
    def open(cls, folder: Path) -> "Signs | None":
        """Map the signs in `folder`; None where there are none. Raises OSError, ValueError."""
        if not (folder / _SIGNS).exists():
            return None
        words = np.load(folder / _SIGNS, mmap_mode="r", allow_pickle=False)
        return cls(np.load(folder / _CENTRE, allow_pickle=False), np.asarray(words))

    def differing(self, query: NDArray[np.float32]) -> NDArray[np.uint16]:
        """(vectors,) uint16: how many signs of each vector are not those of `query`."""
        wanted = _packed(query[np.newaxis], self.centre)[0]
        found = np.zeros(self.words.shape[1], dtype=np.uint16)
        room = np.empty_like(found, dtype=np.uint64)
        for word, signs in zip(wanted, self.words, strict=True):
            found += np.bitwise_count(np.bitwise_xor(signs, word, out=room))
        return found
