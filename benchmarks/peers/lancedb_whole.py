"""LanceDB: its own words index and vectors in one table, mixed by its reciprocal ranks."""

from collections.abc import Callable, Sequence
from pathlib import Path

import lancedb
import numpy as np
import pyarrow
from lancedb.index import FTS
from numpy.typing import NDArray

from archive.rows import Row


class LanceDb:
    """One table of title and passage with the vectors that it is given."""

    name = "LanceDB, hybrid"

    def __init__(self, rows: Sequence[Row], matrix: NDArray[np.float32], folder: Path) -> None:
        columns = {
            "passage_id": [row.passage.passage_id for row in rows],
            "words": [f"{row.document.title} {row.passage.text}" for row in rows],
            "vector": pyarrow.FixedSizeListArray.from_arrays(
                pyarrow.array(matrix.ravel()), matrix.shape[1]
            ),
        }
        self._table = lancedb.connect(str(folder)).create_table("passages", pyarrow.table(columns))
        self._table.create_index("words", config=FTS())

    def search(
        self, question: str, embed: Callable[[str], NDArray[np.float32]], limit: int = 10
    ) -> list[str]:
        """The passage ids of the best `limit`."""
        asked = self._table.search(query_type="hybrid").vector(embed(question)).text(question)
        found: list[str] = asked.limit(limit).to_arrow()["passage_id"].to_pylist()
        return found
