"""Products with two-byte numbers are those of the same numbers as float32."""

import numpy as np
import pytest

from archive import halves


@pytest.mark.parametrize("rows", [0, 1, 255, 256, 257, 2_500])
def test_products_are_those_of_float32(rows: int) -> None:
    """To the last bit, for as many rows as one likes, with every step between them."""
    draws = np.random.default_rng(rows)
    matrix = (draws.normal(size=(rows, 48)) / 7).astype(np.float16)
    query = (draws.normal(size=48) / 7).astype(np.float32)
    exact = np.vecdot(matrix.astype(np.float32), query)
    assert halves.dots(matrix, query).tobytes() == exact.tobytes()
    assert halves.dots(matrix[::3], query).tobytes() == exact[::3].tobytes()
    picked = draws.permutation(rows)[: rows // 2]
    assert halves.dots(matrix, query, picked).tobytes() == exact[picked].tobytes()


def test_every_number_of_two_bytes_is_widened_right() -> None:
    """All 63,488 that are finite."""
    every = np.arange(65_536, dtype=np.uint16).view(np.float16)
    every = every[np.isfinite(every)][:, np.newaxis]
    found = halves.dots(every, np.ones(1, dtype=np.float32))
    assert (found == every[:, 0].astype(np.float32)).all()
    assert (halves.widened(every) == every.astype(np.float32)).all()
