"""tantivy: BM25 over English stems, weighted OR."""

from collections.abc import Sequence
from pathlib import Path

import tantivy

from archive.rows import Row

WRITER_BYTES = 256 * 2**20


class Tantivy:
    """One text field of title and passage, in files."""

    name = "tantivy"

    def __init__(self, rows: Sequence[Row], folder: Path) -> None:
        folder.mkdir(parents=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("passage_id", stored=True, tokenizer_name="raw")
        schema.add_text_field("words", stored=False, tokenizer_name="en_stem")
        self._index = tantivy.Index(schema.build(), path=str(folder))
        writer = self._index.writer(WRITER_BYTES, num_threads=1)
        for row in rows:
            text = f"{row.document.title} {row.passage.text}"
            writer.add_document(tantivy.Document(passage_id=row.passage.passage_id, words=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str, limit: int = 10) -> list[tuple[str, float]]:
        """(passage_id, score) of the best `limit` passages."""
        query = self._index.parse_query(question, ["words"])
        found = self._searcher.search(query, limit).hits
        return [(self._searcher.doc(at)["passage_id"][0], score) for score, at in found]
