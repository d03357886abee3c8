"""Rows into vectors: what is embedded of a passage, each different text once."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.encoder import Encoder
from archive.model import TextOrigin
from archive.rows import Row
from archive.vectors import windows
from indexer.embedding_cache import EmbeddingCache

# Texts embedded between two commits: what a killed build has to do again, at most.
BATCH = 512


def pieces(rows: Sequence[Row]) -> tuple[NDArray[np.int32], list[str]]:
    """What is embedded: (pieces,) int32 row numbers, ascending, and each piece's text.

    A piece is a window of the passage under its document's title; under a digest, which stands
    for a whole document, there are its themes too. A passage without a word has none.
    """
    found = [
        (number, f"{row.document.title}\n{window}{_themes(row)}")
        for number, row in enumerate(rows)
        for window in windows(row.passage.text)
    ]
    return np.array([number for number, _ in found], dtype=np.int32), [text for _, text in found]


def _themes(row: Row) -> str:
    is_whole = row.origin is TextOrigin.DIGEST and bool(row.document.themes)
    return "\n" + ", ".join(row.document.themes) if is_whole else ""


def embed(
    rows: Sequence[Row],
    *,
    encoder: Encoder,
    cache: EmbeddingCache,
    progress: Callable[[int], None] | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The owners and vectors of `rows`, as `archive.vectors.write` takes them.

    Texts that `cache` knows are not embedded again; the others are kept in it batch by batch,
    so a killed build goes on where it was. `progress` is told how many more of the pieces have
    their vector.
    """
    owners, texts = pieces(rows)
    return owners, embed_texts(texts, encoder=encoder, cache=cache, progress=progress)


def embed_texts(
    texts: Sequence[str],
    *,
    encoder: Encoder,
    cache: EmbeddingCache,
    progress: Callable[[int], None] | None = None,
) -> NDArray[np.float32]:
    """(texts, dimension) float32, unit rows, as passages; each different text once."""
    keys = [hashlib.sha256(text.encode()).digest() for text in texts]
    matrix = np.empty((len(texts), encoder.identity.dimension), dtype=np.float32)
    places: dict[bytes, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)

    def fill(part: Sequence[bytes], vectors: Sequence[NDArray[np.float32]]) -> None:
        for key, vector in zip(part, vectors, strict=True):
            matrix[places[key]] = vector
        if progress:
            progress(sum(len(places[key]) for key in part))

    missing: list[bytes] = []
    wanted = list(places)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        known = cache.get(part)
        fill(list(known), list(known.values()))
        missing += [key for key in part if key not in known]
    missing.sort(key=lambda key: (-len(texts[places[key][0]]), places[key][0]))
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        vectors = encoder.encode_passages([texts[places[key][0]] for key in part])
        cache.put(part, vectors)
        fill(part, list(vectors))
    return matrix
