"""How near passages are to themes in meaning, as passages labelled by hand taught it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.annotation.rules import Rules

# What `python -m benchmarks.theme_weights` wrote: `themes` their ids, `matrix` (themes, dimension)
# and `offsets` (themes,) float32, and the SHA-256 of the weights of the encoder whose vectors they
# are for.
TAUGHT = Path(__file__).with_name("nearness.npz")
# Beyond these a logit says no more.
LOWEST, HIGHEST = -8.0, 4.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """A direction for each theme among the vectors of one encoder.

    `matrix` (themes, dimension) and `offsets` (themes,) float32; a theme that no labelled passage
    taught has nan.
    """

    matrix: NDArray[np.float32]
    offsets: NDArray[np.float32]

    @classmethod
    def of(cls, rules: Rules, *, weights_sha256: str) -> "Nearness | None":
        """What was taught of the themes of `rules` for that encoder; None for another one."""
        with np.load(TAUGHT, allow_pickle=False) as taught:
            if str(taught["encoder"]) != weights_sha256:
                return None
            places = {str(name): place for place, name in enumerate(taught["themes"])}
            matrix, offsets = taught["matrix"], taught["offsets"]
        nothing = np.full(matrix.shape[1], np.nan, dtype=np.float32)
        known = [places.get(name) for name in rules.theme_ids]
        rows = [nothing if one is None else matrix[one] for one in known]
        return cls(
            np.array(rows, dtype=np.float32).reshape(len(known), matrix.shape[1]),
            np.array([np.nan if one is None else offsets[one] for one in known], dtype=np.float32),
        )

    def of_rows(
        self, owners: NDArray[np.int32], matrix: NDArray[np.float32], rows: int
    ) -> NDArray[np.float32]:
        """(rows, themes) float32: the logit that a passage is on each theme, by its vector alone.

        `owners` and `matrix` are a segment's vectors, of which a passage has the mean direction;
        one without a vector is as far from every theme as can be.
        """
        means = mean_vectors(owners, matrix, rows)
        found: NDArray[np.float32] = np.clip(means @ self.matrix.T + self.offsets, LOWEST, HIGHEST)
        found[~means.any(axis=1)] = np.where(np.isnan(self.offsets), np.nan, LOWEST)
        return found


def mean_vectors(
    owners: NDArray[np.int32], matrix: NDArray[np.float32], rows: int
) -> NDArray[np.float32]:
    """(rows, dimension) float32: the mean direction of each row's vectors, 0 where it has none."""
    sums = np.zeros((rows, matrix.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, matrix)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    sums /= lengths
    return sums
