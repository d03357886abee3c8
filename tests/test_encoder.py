"""The encoder: known models by name, checked weights, unit vectors, clear refusals."""

from pathlib import Path

import numpy as np
import pytest

from archive.encoder import Encoder, load
from archive.errors import EncoderError


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return load("minilm", cache=tmp_path_factory.mktemp("models"))


def test_vectors_are_unit_rows_in_the_order_given(minilm: Encoder) -> None:
    """Sorting by length inside never shows: row i belongs to text i."""
    texts = ["Victims come first.", "word " * 700, "", "العدالة للضحايا", "Short."]
    done: list[int] = []
    matrix = minilm.encode_passages(texts, done.append)
    assert (matrix.shape, matrix.dtype) == ((5, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-6)
    for text, vector in zip(texts, matrix, strict=True):
        np.testing.assert_allclose(minilm.encode_passages([text])[0], vector, atol=1e-5)
    assert sum(done) == len(texts)


def test_meaning_is_nearer_than_words(minilm: Encoder) -> None:
    """A question is nearer to its answer than to another text with the same words."""
    query = minilm.encode_query("Who should pay reparations to survivors?")
    answer, other = minilm.encode_passages(
        ["States must compensate the victims.", "Who pays for the survivors' reunion dinner?"]
    )
    assert minilm.identity.dimension == len(query) == 384
    assert query @ answer > 0.4
    assert minilm.encode_passages([]).shape == (0, 384)
    assert other.shape == (384,)


@pytest.mark.parametrize("name", ["no/such-model", "nosuch", "../..", "a b"])
def test_an_absent_model_names_the_setting(name: str, tmp_path: Path) -> None:
    """Without a network the refusal is quick and says what to set."""
    with pytest.raises(EncoderError, match="ARCHIVE_ENCODER"):
        load(name, cache=tmp_path)
