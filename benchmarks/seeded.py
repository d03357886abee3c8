"""An encoder whose passages have seeded vectors, since only their number and length cost time."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.encoder import Encoder, EncoderIdentity


class SeededEncoder:
    """Random unit vectors for passages, by the hash of the text; queries by the real encoder.

    It takes the real encoder's identity, so that the index built with it is searched by that
    one: what a query costs is real, what it finds is not.
    """

    def __init__(self, real: Encoder) -> None:
        self._real = real

    @property
    def identity(self) -> EncoderIdentity:
        """The real encoder's."""
        return self._real.identity

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dimension) float32, unit rows."""
        vectors = np.empty((len(texts), self.identity.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            draws = np.random.Generator(np.random.SFC64(seed))
            draws.standard_normal(dtype=np.float32, out=vectors[row])
        if progress:
            progress(len(texts))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32 of length 1, by the real model."""
        return self._real.encode_query(text)
