"""Pieces of files are what numpy and the file itself give; a damaged file is told."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from archive.file_pieces import FileArray, FileBytes

ENDS = st.none() | st.integers(-12, 12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pieces")


@pytest.fixture(scope="module")
def table(folder: Path) -> NDArray[np.float32]:
    """Nine rows of four numbers, in a file of their own."""
    found = np.random.default_rng(1).normal(size=(9, 4)).astype(np.float32)
    np.save(folder / "table.npy", found)
    return found


@given(ENDS, ENDS)
def test_a_piece_is_what_slicing_gives(
    folder: Path, table: NDArray[np.float32], first: int | None, last: int | None
) -> None:
    """Of an array and of its file's bytes, with open, negative and crossed ends."""
    path = folder / "table.npy"
    whole, piece = path.read_bytes(), slice(first, last)
    assert FileArray(path)[piece].tobytes() == table[piece].tobytes()
    assert FileArray(path)[piece].shape == table[piece].shape
    assert FileBytes(path)[piece] == whole[piece]


@pytest.mark.parametrize("numbers", [[], [3], [8, 0, 8], [[1, 1], [0, 7]]])
def test_rows_come_in_the_order_and_shape_asked_for(
    folder: Path, table: NDArray[np.float32], numbers: list[int]
) -> None:
    """One that is asked for twice stands twice."""
    wanted = np.array(numbers, dtype=np.int64)
    assert (FileArray(folder / "table.npy").rows(wanted) == table[wanted]).all()


@pytest.mark.parametrize("damage", ["cut", "longer", "columns first", "no array", "empty"])
def test_what_is_no_whole_array_is_refused(tmp_path: Path, damage: str) -> None:
    """When it is opened, not when it is read."""
    path = tmp_path / "one.npy"
    table = np.arange(6).reshape(2, 3)
    np.save(path, np.asfortranarray(table) if damage == "columns first" else table)
    content = path.read_bytes()
    changed = {"cut": content[:-1], "longer": content + b"0", "no array": b"PK" * 9, "empty": b""}
    path.write_bytes(changed.get(damage, content))
    with pytest.raises(ValueError):  # noqa: PT011 (numpy says why in words of its own)
        FileArray(path)


def test_a_file_that_is_cut_while_open_is_told(tmp_path: Path) -> None:
    """A mapped one would end the process."""
    path = tmp_path / "one.npy"
    np.save(path, np.arange(100))
    opened = FileArray(path)
    os.truncate(path, path.stat().st_size - 8)
    assert opened[:99].tolist() == [*range(99)]
    with pytest.raises(OSError, match="ends before"):
        opened[:]


def test_threads_read_at_once(folder: Path, table: NDArray[np.float32]) -> None:
    """Each at its own place: the file has no place that they share."""
    opened = FileArray(folder / "table.npy")
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda row: opened[row % 9 : row % 9 + 1], range(2_000))
    assert all((one == table[row % 9]).all() for row, one in enumerate(found))
