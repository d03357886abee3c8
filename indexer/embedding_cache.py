"""Vectors that were made before, in a file that outlives a killed build."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from archive.encoder import EncoderIdentity
from archive.errors import ArchiveError

# Keys asked for at once; SQLite allows 999 parameters in its older versions.
_KEYS = 900


class EmbeddingCache(AbstractContextManager["EmbeddingCache"]):
    """Vectors by the SHA-256 of their text, for one encoder, in a SQLite file.

    SQLite's write-ahead log keeps it whole when the process is killed: a batch is there or not.
    """

    def __init__(self, folder: Path, identity: EncoderIdentity) -> None:
        """Open or make `folder/<identity.key>.sqlite`; raises ArchiveError if it cannot be."""
        self._dimension = identity.dimension
        self._path = folder / f"{identity.key}.sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        with self._said():
            self._database = sqlite3.connect(self._path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._database.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vectors, (dimension,) float32 each, of those `keys` that are known, in their order.

        Raises ArchiveError if the file is damaged.
        """
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), _KEYS):
            part = keys[start : start + _KEYS]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
            with self._said():
                for key, blob in self._database.execute(statement, part):
                    found[key] = np.frombuffer(blob, dtype="<f4")
        return {key: found[key] for key in keys if key in found and self._fits(found[key])}

    def put(self, keys: Sequence[bytes], matrix: NDArray[np.float32]) -> None:
        """Keep the rows of `matrix`, (keys, dimension) float32, in one transaction.

        Raises ArchiveError if the file cannot be written.
        """
        little = matrix.astype("<f4", copy=False)
        rows = [(key, row.tobytes()) for key, row in zip(keys, little, strict=True)]
        with self._said():
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            self._database.execute("COMMIT")

    def _fits(self, vector: NDArray[np.float32]) -> bool:
        return vector.shape == (self._dimension,)

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ArchiveError(
                f"The embedding cache '{self._path}' cannot be used ({error}); "
                "remove it and run 'archive build' again."
            ) from error
