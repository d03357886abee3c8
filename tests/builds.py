"""A small corpus, a small deterministic encoder and a build of them, for the tests of building.

Run as a script it builds `CORPUS VAR` and prints the generation's id.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import generation, records
from archive.encoder import EncoderIdentity
from archive.model import Document, Passage, PassageKind, Record, TextOrigin, Version
from archive.rows import Row, of_records
from archive.settings import Settings
from archive.texts import Texts
from indexer.build import build

DIMENSION = 16
WORDS = (
    *("states", "must", "end", "impunity", "prosecute", "torture", "victims", "truth"),
    *("justice", "reparation", "court", "arrest", "warrant", "treaty", "journalists"),
    *("killed", "disappeared", "families", "search", "commission", "evidence", "archive"),
)


class HashEncoder:
    """Unit vectors that only depend on the text: the sum of its words' hashed directions."""

    identity = EncoderIdentity(
        name="hash",
        weights_sha256="0" * 64,
        tokenizer_sha256="0" * 64,
        dimension=DIMENSION,
        longest_tokens=512,
        query_prefix="",
        passage_prefix="",
        pooling="mean",
        backend="hash",
        precision="fp32",
    )

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, DIMENSION) float32."""
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(DIMENSION,) float32 of length 1."""
        total = np.zeros(DIMENSION, dtype=np.float64)
        for word in text.lower().split():
            digest = hashlib.sha256(word.encode()).digest()[:DIMENSION]
            total += np.frombuffer(digest, dtype=np.uint8).astype(np.float64) - 127.5
        return (total / (np.linalg.norm(total) or 1.0)).astype(np.float32)


def settings_in(folder: Path, *, var: str = "var", keep: int = 3) -> Settings:
    """Settings with the corpus and the index below `folder`."""
    return Settings(
        corpus=folder / "corpus", var=folder / var, encoder="hash", keep_generations=keep
    )


@contextmanager
def quick_folder(folder: Path) -> Iterator[Path]:
    """A folder in memory where there is one, else `folder`: hundreds of builds flush often."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield folder
        return
    with TemporaryDirectory(dir=memory) as name:
        yield Path(name)


def words(seed: str, count: int) -> str:
    """`count` words that only depend on `seed`."""
    digest = hashlib.sha256(seed.encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    return " ".join(WORDS[number] for number in rng.integers(len(WORDS), size=count))


def put(corpus: Path, doc_id: str, paragraphs: Sequence[str]) -> None:
    """Keep a document of these paragraphs, instead of what it was before."""
    shutil.rmtree(corpus / doc_id, ignore_errors=True)
    document = Document(doc_id=doc_id, title=f"On {doc_id}", language="en", issued="2025-07")
    keep_text(corpus, document, [(words, {}) for words in paragraphs])


def keep_text(
    corpus: Path,
    document: Document,
    parts: Sequence[tuple[str, Mapping[str, Any]]],
    captured_at: str = "2026-01-01T00:00:00+00:00",
) -> None:
    """Keep `document` with a captured text: the words of each passage, and its other fields."""
    text = "\n\n".join(words for words, _ in parts)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    version_id = f"v-{sha256[:12]}"
    passages, start = [], 0
    for words, fields in parts:
        usual = {"kind": PassageKind.PARAGRAPH, "language": document.language}
        passages.append(
            Passage(
                passage_id="",
                doc_id=document.doc_id,
                version_id=version_id,
                text=words,
                start=start,
                end=start + len(words),
                **{**usual, **fields},
            )
        )
        start += len(words) + 2
    version = Version(
        version_id=version_id,
        doc_id=document.doc_id,
        text=text,
        origin=TextOrigin.CAPTURED,
        passages=records.with_ids(passages),
        sha256=sha256,
        original="original.txt",
        media_type="text/plain",
        captured_at=captured_at,
    )
    record = Record(document=document, versions=(version,))
    records.write(corpus, record, originals={version_id: text.encode()})


def fill(corpus: Path, documents: int) -> None:
    """Keep `documents` documents of three paragraphs each."""
    for number in range(documents):
        name = f"doc-{number:03}"
        put(corpus, name, [words(f"{name} {place}", 12) for place in range(3)])


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every path below `folder` with its inode and the instant of its last change in ns."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
    }


def row_named(name: str) -> Row:
    """A row whose document and passage are called `name`."""
    passage = Passage(
        passage_id=name,
        doc_id=name,
        version_id="v-1",
        text=name,
        start=0,
        end=len(name),
        kind=PassageKind.PARAGRAPH,
        language="en",
    )
    return Row(
        document=Document(doc_id=name, title=name), passage=passage, origin=TextOrigin.CAPTURED
    )


def live_rows(var: Path) -> list[Row]:
    """The live rows of the served generation, by document and place in it."""
    served = generation.open_served(var)
    rows = []
    for segment_id in served.segment_ids:
        texts = Texts.open(served.segment(segment_id))
        rows += [texts.row(int(place)) for place in np.flatnonzero(served.live(segment_id))]
    return sorted(rows, key=lambda row: (row.passage.doc_id, row.passage.start))


def wanted_rows(corpus: Path) -> list[Row]:
    """The rows that an index of the corpus has to hold, in the same order."""
    return list(of_records(records.read_all(corpus)))


if __name__ == "__main__":
    sys.stdout.write(
        build(
            Settings(
                corpus=Path(sys.argv[1]), var=Path(sys.argv[2]), encoder="", keep_generations=3
            ),
            encoder=HashEncoder(),
        )
    )
