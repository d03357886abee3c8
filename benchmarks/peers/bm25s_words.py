"""bm25s: Lucene's BM25 as a sparse matrix in memory, English stems."""

from collections.abc import Sequence

import bm25s
import Stemmer

from archive.keyword.index import BM25_B, BM25_K1
from archive.rows import Row


class Bm25s:
    """Title and passage as one text; bm25s leaves English stop words out."""

    name = "bm25s"

    def __init__(self, rows: Sequence[Row]) -> None:
        self._passage_ids = [row.passage.passage_id for row in rows]
        self._stemmer = Stemmer.Stemmer("english")
        texts = [f"{row.document.title} {row.passage.text}" for row in rows]
        self._scorer = bm25s.BM25(method="lucene", k1=BM25_K1, b=BM25_B)
        self._scorer.index(self._tokens(texts), show_progress=False)

    def search(self, question: str, limit: int = 10) -> list[tuple[str, float]]:
        """(passage_id, score) of the best `limit` passages."""
        numbers, scores = self._scorer.retrieve(
            self._tokens([question]), k=limit, show_progress=False, n_threads=0
        )
        return [
            (self._passage_ids[number], float(score))
            for number, score in zip(numbers[0], scores[0], strict=True)
        ]

    def _tokens(self, texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)
