"""What an encoder is: the identity that its vectors carry, and the two things it does."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# The fields that say where and how a model ran, not what its vectors mean: two backends of one
# precision agree to 1e-5, and a folder may be renamed.
_NOT_IN_KEY = ("name", "backend")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderIdentity:
    """Everything that decides a vector.

    `longest_tokens` counts the special tokens too; what is longer is cut. `pooling` is `mean`,
    `cls` or another name of sentence-transformers; `precision` is `fp32` or `int8`.
    """

    name: str
    weights_sha256: str
    tokenizer_sha256: str
    dimension: int
    longest_tokens: int
    query_prefix: str
    passage_prefix: str
    pooling: str
    backend: str
    precision: str

    def as_dict(self) -> dict[str, str | int]:
        """The fields by name, for a manifest; `EncoderIdentity(**fields)` reads them back."""
        return asdict(self)

    @property
    def key(self) -> str:
        """SHA-256 in hex of the fields that make vectors interchangeable."""
        fields = {name: value for name, value in asdict(self).items() if name not in _NOT_IN_KEY}
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


class Encoder(Protocol):
    """A model that turns texts into unit vectors of `identity.dimension` float32."""

    @property
    def identity(self) -> EncoderIdentity:
        """What decides its vectors."""

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dimension) float32, unit rows; `progress` is told how many more are done."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32 of length 1."""
