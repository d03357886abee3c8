"""Whoosh's own scorer on the very index that the archive's keyword lane copies its arrays from."""

from collections import Counter
from pathlib import Path

import numpy as np
from whoosh import scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.searching import Searcher

from archive.keyword.analysis import index_terms, tokens
from archive.keyword.index import BM25_B, BM25_K1
from archive.keyword.segment import WORDS, language_field

LANGUAGE = "en"


class _LuceneBM25F(scoring.BM25F):
    """BM25F with Lucene's idf, as the archive scores, instead of Whoosh's."""

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5))."""
        holding = searcher.doc_frequency(fieldname, text)
        return float(np.log(1 + (searcher.doc_count_all() - holding + 0.5) / (holding + 0.5)))


class WhooshScorer:
    """Ranks the rows of one segment by the English words of a question, weighted OR."""

    name = "whoosh's own scorer"

    def __init__(self, segment: Path) -> None:
        self._field = language_field(WORDS, LANGUAGE)
        index = FileIndex(FileStorage(str(segment / "whoosh")), indexname="MAIN")
        self._searcher = index.searcher(weighting=_LuceneBM25F(B=BM25_B, K1=BM25_K1))

    def search(self, question: str, limit: int = 10) -> list[tuple[int, float]]:
        """(row, score) of the best `limit` rows; a repeated word counts as often."""
        counts = Counter(index_terms(tokens(question), LANGUAGE))
        terms = [Term(self._field, term, boost=count) for term, count in counts.items()]
        found = self._searcher.search(Or(terms), limit=limit)
        return [(hit.docnum, hit.score) for hit in found]
