"""Rows into vectors: what is embedded, once, and nothing again after a kill."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from archive.encoder import EncoderIdentity
from archive.errors import ArchiveError
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row
from archive.vectors import WINDOW_WORDS
from indexer.embed import embed, pieces
from indexer.embedding_cache import EmbeddingCache

IDENTITY = EncoderIdentity(
    name="hash",
    weights_sha256="0" * 64,
    tokenizer_sha256="0" * 64,
    dimension=8,
    longest_tokens=512,
    query_prefix="",
    passage_prefix="",
    pooling="mean",
    backend="hash",
    precision="fp32",
)


class HashEncoder:
    """Deterministic unit vectors from the hash of a text; counts the texts it was given."""

    identity = IDENTITY

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit rows, whatever the batch."""
        self.seen += texts
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The same vector as for a passage."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=8).astype(np.float32)
        return vector / np.linalg.norm(vector)


def row(number: int, text: str) -> Row:
    passage = Passage(
        passage_id=f"p{number}",
        doc_id="d",
        version_id="v",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind.PARAGRAPH,
        language="en",
    )
    document = Document(doc_id="d", title="Joint statement")
    return Row(document=document, passage=passage, origin=TextOrigin.CAPTURED)


LONG = " ".join(f"w{number}" for number in range(3 * WINDOW_WORDS))
ROWS = [row(0, "Victims first."), row(1, LONG), row(2, " "), row(3, "Victims first.")]


def test_a_piece_is_a_window_under_the_title() -> None:
    """The model reads the title with each window; a passage without words has no piece."""
    owners, texts = pieces(ROWS)
    assert owners.tolist() == [0, 1, 1, 1, 1, 3]
    assert texts[0] == "Joint statement\nVictims first."
    assert all(text.startswith("Joint statement\nw") for text in texts[1:5])


def test_a_digest_is_read_with_its_themes() -> None:
    """It stands for its whole document; not every passage of a text is about all its themes."""
    document = Document(doc_id="d", title="Joint statement", themes=("torture", "truth"))
    digest = replace(row(0, "Victims first."), document=document, origin=TextOrigin.DIGEST)
    captured = replace(digest, origin=TextOrigin.CAPTURED)
    _, texts = pieces([digest, captured])
    assert texts == [
        "Joint statement\nVictims first.\ntorture, truth",
        "Joint statement\nVictims first.",
    ]


def test_each_different_text_is_embedded_once(tmp_path: Path) -> None:
    """Equal texts share the work and get equal vectors; progress counts every piece."""
    encoder, done = HashEncoder(), []
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        owners, matrix = embed(ROWS, encoder=encoder, cache=cache, progress=done.append)
    _, texts = pieces(ROWS)
    assert len(encoder.seen) == len(set(encoder.seen)) == 5
    assert sum(done) == len(owners) == 6
    expected = np.stack([encoder.encode_query(text) for text in texts])
    assert matrix.tobytes() == expected.tobytes()


def test_a_second_build_embeds_nothing(tmp_path: Path) -> None:
    """What the cache knows is never embedded again, and comes back bit for bit."""
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        _, first = embed(ROWS, encoder=HashEncoder(), cache=cache)
    again = HashEncoder()
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        _, second = embed(ROWS, encoder=again, cache=cache)
    assert again.seen == []
    assert first.tobytes() == second.tobytes()


def test_another_encoder_has_another_file(tmp_path: Path) -> None:
    """Vectors of two models never meet, even if both have as many dimensions."""
    other = EncoderIdentity(**{**IDENTITY.as_dict(), "weights_sha256": "1" * 64})
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        cache.put([b"k"], np.ones((1, 8), dtype=np.float32))
    with EmbeddingCache(tmp_path, other) as cache:
        assert cache.get([b"k"]) == {}


def test_no_rows_give_no_vectors(tmp_path: Path) -> None:
    """An empty segment has arrays of the right shape."""
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        owners, matrix = embed([], encoder=HashEncoder(), cache=cache)
    assert (owners.shape, owners.dtype, matrix.shape) == ((0,), np.int32, (0, 8))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """A damaged cache is named, with what to do."""
    (tmp_path / f"{IDENTITY.key}.sqlite").write_bytes(b"not a database " * 100)
    with pytest.raises(ArchiveError, match="remove it"):
        EmbeddingCache(tmp_path, IDENTITY)


WRITER = """
import sys
from pathlib import Path
import numpy as np
from indexer.embedding_cache import EmbeddingCache
from tests.test_embed import IDENTITY
cache = EmbeddingCache(Path(sys.argv[1]), IDENTITY)
for batch in range(10**6):
    keys = [b"%d-%d" % (batch, number) for number in range(50)]
    cache.put(keys, np.full((50, 8), batch, dtype=np.float32))
    print(batch, flush=True)
"""


@pytest.mark.parametrize("batches", [1, 7, 23])
def test_a_killed_build_leaves_whole_batches(tmp_path: Path, batches: int) -> None:
    """After kill -9, every batch that was reported is there, and none is half there."""
    root = Path(__file__).parents[1]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout is not None
    with writer.stdout:
        reported = [int(writer.stdout.readline()) for _ in range(batches)]
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    with EmbeddingCache(tmp_path, IDENTITY) as cache:
        for batch in range(reported[-1] + 50):
            keys = [b"%d-%d" % (batch, number) for number in range(50)]
            found = cache.get(keys)
            assert len(found) == 50 or (batch > reported[-1] and not found)
            assert all((vector == batch).all() for vector in found.values())
