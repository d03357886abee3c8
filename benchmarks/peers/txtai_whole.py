"""txtai: BM25 and faiss over the vectors that it is given, mixed by its own weights."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from txtai import Embeddings

from archive.rows import Row


class Txtai:
    """An index of title and passage in memory, without its store of texts."""

    name = "txtai, hybrid"

    def __init__(self, rows: Sequence[Row], matrix: NDArray[np.float32], folder: Path) -> None:
        del folder  # It keeps everything in memory until it is told to save.
        self._passages = iter(matrix)
        self._embed: Callable[[str], NDArray[np.float32]] | None = None

        # It takes plain functions; a method it would call to get one.
        def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
            return self._vectors(texts)

        self._index = Embeddings(method="external", transform=vectors, hybrid=True)
        self._index.index(
            (row.passage.passage_id, f"{row.document.title} {row.passage.text}", None)
            for row in rows
        )

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The passages' vectors in their order, and later those of questions."""
        embed = self._embed
        if embed is None:
            return np.stack([next(self._passages) for _ in texts])
        return np.stack([embed(text) for text in texts])

    def search(
        self, question: str, embed: Callable[[str], NDArray[np.float32]], limit: int = 10
    ) -> list[str]:
        """The passage ids of the best `limit`."""
        self._embed = embed
        return [passage_id for passage_id, _ in self._index.search(question, limit)]
