"""An encoder that gives the vector of a text again without a second run of its model."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.encoder.identity import Encoder, EncoderIdentity

# The pieces of the longest paragraph that a draft is cut into, ten times over.
REMEMBERED = 32


class EncodedOnce:
    """`encoder`, for one who asks for the same few queries twice, as a draft's check does."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._query = lru_cache(maxsize=REMEMBERED)(encoder.encode_query)

    @property
    def identity(self) -> EncoderIdentity:
        """What decides its vectors."""
        return self._encoder.identity

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dimension) float32, unit rows; `progress` is told how many more are done."""
        return self._encoder.encode_passages(texts, progress)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32 of length 1."""
        return self._query(text)
