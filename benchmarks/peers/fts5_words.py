"""SQLite's FTS5: BM25 over Porter stems, OR."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from archive.rows import Row

_WORD = re.compile(r"\w+")


class Fts5:
    """One text column of title and passage in a database file."""

    name = "SQLite FTS5"

    def __init__(self, rows: Sequence[Row], path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5"
            "(passage_id UNINDEXED, words, tokenize = 'porter unicode61')"
        )
        self._database.executemany(
            "INSERT INTO passages VALUES (?, ?)",
            ((row.passage.passage_id, f"{row.document.title} {row.passage.text}") for row in rows),
        )
        self._database.commit()

    def search(self, question: str, limit: int = 10) -> list[tuple[str, float]]:
        """(passage_id, score) of the best `limit` passages; FTS5 gives the negative score."""
        wanted = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        return self._database.execute(
            "SELECT passage_id, -rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (wanted, limit),
        ).fetchall()
