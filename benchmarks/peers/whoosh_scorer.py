"""Whoosh's own scorer on the very index that the archive's keyword lane copies its arrays from."""

import math
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from whoosh import scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.searching import Searcher

from archive.keyword.analysis import index_terms, tokens
from archive.keyword.index import BM25_B, BM25_K1
from archive.keyword.schema import WORDS, language_field
from archive.keyword.stopwords import content_words

LANGUAGE = "en"


class _LuceneBM25F(scoring.BM25F):  # type: ignore[misc]
    """BM25F with Lucene's idf, as the archive scores, instead of Whoosh's."""

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5))."""
        holding = searcher.doc_frequency(fieldname, text)
        return math.log(1 + (searcher.doc_count_all() - holding + 0.5) / (holding + 0.5))


class WhooshScorer(AbstractContextManager["WhooshScorer"]):
    """Ranks the rows of one segment by the English words of a question, weighted OR."""

    def __init__(self, segment: Path) -> None:
        self._field = language_field(WORDS, LANGUAGE)
        index = FileIndex(FileStorage(str(segment / "whoosh")), indexname="MAIN")
        self._index = index
        self._searcher = index.searcher(weighting=_LuceneBM25F(B=BM25_B, K1=BM25_K1))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files."""
        self._searcher.close()
        self._index.close()

    def query(self, question: str, *, grammar_words: bool) -> Or:
        """The question's words, a repeated one as often; grammar words too, or as the archive."""
        found = tokens(question)
        kept = content_words([token.term for token in found])
        words = [token for token, keep in zip(found, kept, strict=True) if keep or grammar_words]
        counts = Counter(index_terms(words, LANGUAGE))
        return Or([Term(self._field, term, boost=count) for term, count in counts.items()])

    def search(self, query: Or, limit: int = 10) -> list[tuple[int, float]]:
        """(row, score) of the best `limit` rows."""
        return [(hit.docnum, hit.score) for hit in self._searcher.search(query, limit=limit)]
