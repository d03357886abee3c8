"""The semantic lane's arrays: windows of words, files, and the best window of every row."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from archive import vectors
from archive.errors import GenerationError
from archive.vectors import WINDOW_STRIDE, WINDOW_WORDS, VectorIndex, Vectors, windows


def unit_rows(rows: int, dimension: int, seed: int) -> NDArray[np.float32]:
    matrix = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def segment(owners: list[int], seed: int, dimension: int = 16) -> Vectors:
    return Vectors(
        owners=np.array(owners, dtype=np.int32),
        matrix=unit_rows(len(owners), dimension, seed).astype(np.float16),
    )


def test_a_text_no_longer_than_a_window_is_one_piece_unchanged() -> None:
    """A short passage is embedded as it stands, with its own spacing."""
    text = "  victims\nfirst " + "word " * (WINDOW_WORDS - 2)
    assert windows(text) == [text]


def test_a_text_without_words_has_no_piece() -> None:
    """Nothing is embedded for white space."""
    assert windows(" \n\t ") == []


@given(st.integers(1, 5 * WINDOW_WORDS))
def test_pieces_cover_every_word_in_order(count: int) -> None:
    """Every word is in a piece, neighbours overlap, and every piece of a long text is full."""
    words = [f"w{number}" for number in range(count)]
    found = [piece.split() for piece in windows(" ".join(words))]
    starts = [words.index(piece[0]) for piece in found]
    assert sorted({word for piece in found for word in piece}) == sorted(words)
    assert all(len(piece) == min(count, WINDOW_WORDS) for piece in found)
    assert all(0 < b - a <= WINDOW_STRIDE for a, b in itertools.pairwise(starts))


def test_written_vectors_come_back_in_half_the_room(tmp_path: Path) -> None:
    """What is opened is what was written, as float16, read-only and mapped from the file."""
    made = segment([0, 0, 2], seed=1)
    vectors.write(tmp_path / "s", owners=made.owners, matrix=unit_rows(3, 16, seed=1))
    opened = Vectors.open(tmp_path / "s")
    assert opened.owners.tobytes() == made.owners.tobytes()
    assert opened.matrix.tobytes() == made.matrix.tobytes()
    assert not opened.matrix.flags.writeable
    assert not opened.matrix.flags.owndata


@pytest.mark.parametrize("name", ["owners.npy", "matrix.npy"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_damaged_files_are_refused(tmp_path: Path, name: str, damage: str) -> None:
    """A file that is missing, cut or not an array gives one clear GenerationError."""
    owners = np.arange(3, dtype=np.int32)
    vectors.write(tmp_path, owners=owners, matrix=unit_rows(3, 16, seed=1))
    path = tmp_path / name
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"empty": b"", "cut": content[:-4], "other": b"PK" * 99}[damage])
    with pytest.raises(GenerationError, match="archive build"):
        Vectors.open(tmp_path)


@pytest.mark.parametrize("owners", [[1, 0, 2], [0, 1], [-1, 0, 1]])
def test_owners_that_do_not_fit_are_refused(tmp_path: Path, owners: list[int]) -> None:
    """Owners are one a window, ascending, and never negative."""
    with pytest.raises(GenerationError, match="do not fit"):
        vectors.write(
            tmp_path, owners=np.array(owners, dtype=np.int32), matrix=unit_rows(3, 8, seed=0)
        )


@given(
    st.lists(st.lists(st.integers(0, 6), max_size=12).map(sorted), min_size=1, max_size=4),
    st.integers(0, 9),
)
def test_scores_are_those_of_brute_force(owners: list[list[int]], seed: int) -> None:
    """Over any segments a row scores its best window, less what is left out, or minus infinity."""
    segments = [segment(part, seed + number) for number, part in enumerate(owners)]
    bases = [7 * number for number in range(len(owners))]
    query, less = unit_rows(2, 16, seed + 99)
    expected = np.full(7 * len(owners), -np.inf, dtype=np.float32)
    for part, base in zip(segments, bases, strict=True):
        for owner, row in zip(part.owners, part.matrix, strict=True):
            expected[base + owner] = max(
                expected[base + owner], float(row.astype(np.float32) @ (query - less))
            )
    found = VectorIndex(segments, bases, len(expected)).scores(query, less=less)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_no_segment_at_all_scores_nothing() -> None:
    """An empty archive has an empty answer, not an error."""
    assert VectorIndex([], [], 0).scores(unit_rows(1, 8, seed=0)[0]).shape == (0,)


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vectors:
    """A segment that is searched by its signs: 3,000 windows around 20 of one side, many equal."""
    monkeypatch.setattr(vectors, "SIGNS_FROM", 3_000)
    monkeypatch.setattr(vectors, "EXACT_WINDOWS", 300)
    draws = np.random.default_rng(5)
    centres = unit_rows(20, 100, seed=6) + np.float32(0.2)
    near = centres[draws.integers(20, size=1_500)] + draws.normal(0, 0.05, (1_500, 100))
    matrix = np.repeat(near, 2, axis=0).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    vectors.write(tmp_path / "s", owners=np.arange(3_000, dtype=np.int32), matrix=matrix)
    return Vectors.open(tmp_path / "s")


def test_few_windows_have_no_signs(tmp_path: Path, signed: Vectors) -> None:
    """Looking at all of them is exact and quick enough."""
    assert signed.signs is not None
    owners = np.arange(2_999, dtype=np.int32)
    vectors.write(tmp_path / "few", owners=owners, matrix=unit_rows(2_999, 16, seed=1))
    assert Vectors.open(tmp_path / "few").signs is None


def test_the_nearest_by_sign_have_their_cosines(signed: Vectors) -> None:
    """To the last bit; the rest is estimated to be spread alike, and equals stay equal."""
    whole = replace(signed, signs=None)
    for number in range(0, 3_000, 300):
        query = signed.matrix[number].astype(np.float32)
        exact, found = (VectorIndex([one], [0], 3_000).scores(query) for one in (whole, signed))
        best = np.argsort(-exact, kind="stable")[:10]
        assert (found[best] == exact[best]).all()
        assert (np.argsort(-found, kind="stable")[:10] == best).all()
        assert (found[::2] == found[1::2]).all()
        assert len(set(found[found != exact].tolist())) < 101
        assert found.mean() == pytest.approx(exact.mean(), abs=0.02)
        assert found.std() == pytest.approx(exact.std(), rel=0.05)
        assert (found > 0.5).sum() == pytest.approx((exact > 0.5).sum(), rel=0.1)


def test_what_is_left_out_changes_no_sign(signed: Vectors) -> None:
    """The nearest are found by the query itself, and scored less what they have in common."""
    whole, less = replace(signed, signs=None), signed.matrix[::7].mean(axis=0, dtype=np.float32) / 4
    for number in range(0, 3_000, 300):
        query = signed.matrix[number].astype(np.float32)
        exact, found = (
            VectorIndex([one], [0], 3_000).scores(query, less=less) for one in (whole, signed)
        )
        best = np.argsort(-exact, kind="stable")[:10]
        assert (found[best] == exact[best]).all()
        assert (np.argsort(-found, kind="stable")[:10] == best).all()


def test_signs_differ_from_a_vector_s_own_in_none(signed: Vectors) -> None:
    """And in every one from those of its mirror image, but for the padding."""
    assert signed.signs is not None
    assert signed.signs.words.shape == (2, 3_000)
    own = signed.matrix[7].astype(np.float32)
    assert signed.signs.differing(own)[7] == 0
    mirrored = 2 * signed.signs.centre - own
    assert signed.signs.differing(mirrored)[7] == 100


def test_alike_windows_have_alike_estimates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all windows are one and the same there is no spread to divide by."""
    monkeypatch.setattr(vectors, "SIGNS_FROM", 1)
    one = np.repeat(unit_rows(1, 16, seed=3), 200, axis=0)
    vectors.write(tmp_path / "s", owners=np.arange(200, dtype=np.int32), matrix=one)
    scores = VectorIndex([Vectors.open(tmp_path / "s")], [0], 200).scores(one[0])
    assert (scores == scores[0]).all()
