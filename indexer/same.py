"""Find documents that may be the same statement: by shared words, or by meaning over languages."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive import passage_ids, records
from archive.errors import RecordError
from archive.model import Document, PassageKind, TextOrigin
from archive.opened import Opened
from archive.statements import Pair

# Words of a shingle, and how many of a document's shingles stand for it: the smallest hashes of
# all, whose overlap tells that of the whole (Broder, "On the resemblance and containment of
# documents", 1997); 200 of them err by some .03.
_SHINGLE_WORDS, _SKETCH = 5, 200
# One text on two sites shares most of its words, less a site's own beginning and end; two
# statements that quote the same resolution share a third at most.
LEAST_SHARED = 0.5
# A shingle that stands in more documents than this is a formula of many, and tells nothing.
_COMMON = 50
# Cosine of what the passages of two documents mean on average, less what all documents mean. The
# declaration of human rights in seven languages has .54 to .81, statements on like matters .38.
LEAST_LIKE = 0.5
# The average of fewer documents is not that of their language; that of so many passages is.
_FEW, _LOOKED_AT = 5, 2_000
# A translation has much the same number of passages.
_LENGTHS = 2.0
# What a site adds to every text, and what captions say, is no part of a statement.
_LEFT_OUT = frozenset((PassageKind.BOILERPLATE, PassageKind.CAPTION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two documents that may be one statement; `score` from 0 to 1, `by` is words or meaning."""

    one: str
    other: str
    score: float
    by: str


def by_words(corpus: Path, progress: Callable[[int], object] = int) -> list[Proposal]:
    """The pairs of captured texts that share words, the best first, then by their ids.

    `progress` is told of each record that was read; damaged ones are passed over.
    """
    sketches: dict[str, frozenset[int]] = {}
    for folder in records.folders(corpus):
        progress(1)
        try:
            version = records.read(folder).current
        except RecordError:
            continue
        if version.origin is TextOrigin.CAPTURED:
            texts = [one.text for one in version.passages if one.kind not in _LEFT_OUT]
            sketches[folder.name] = sketch(" ".join(texts))
    return _sorted(_sharing(sketches))


def sketch(text: str) -> frozenset[int]:
    """The smallest hashes (64 bits) of the text's runs of words; none for too few words."""
    words = passage_ids.normalised(text).casefold().split()
    runs = {" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(len(words) - 4)}
    hashed = sorted(
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs
    )
    return frozenset(hashed[:_SKETCH])


def _sharing(sketches: Mapping[str, frozenset[int]]) -> Iterator[Proposal]:
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for doc_id in sorted(sketches):
        for value in sketches[doc_id]:
            holders[value].append(doc_id)
    pairs = {
        pair
        for held in holders.values()
        if 1 < len(held) <= _COMMON
        for pair in combinations(held, 2)
    }
    for one, other in pairs:
        score = resemblance(sketches[one], sketches[other])
        if score >= LEAST_SHARED:
            yield Proposal(one=one, other=other, score=score, by="words")


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of all shingles of two texts that stand in both, from 0 to 1, by their sketches."""
    smallest = sorted(one | other)[:_SKETCH]
    both = one & other
    return sum(value in both for value in smallest) / len(smallest) if smallest else 0.0


def by_meaning(opened: Opened) -> list[Proposal]:
    """The pairs of documents in two languages that mean the same, the best first.

    Each is the other's nearest in its language. Nothing without vectors.
    """
    if opened.vectors is None:
        return []
    documents, means, counts = _means(opened)
    usual = {code: _usual(opened, code) for code in {one.language for one in documents}}
    return _sorted(translations(documents, means, counts, usual=usual))


def _means(
    opened: Opened,
) -> tuple[list[Document], NDArray[np.float32], list[int]]:
    """Captured documents, the mean of their passages' vectors, and how many passages there are."""
    documents, means, counts = [], [], []
    assert opened.vectors is not None
    for doc_id in sorted(opened.columns.doc_ids):
        rows = opened.columns.rows_of_document(doc_id)
        if not len(rows) or opened.row(int(rows[0])).origin is not TextOrigin.CAPTURED:
            continue
        windows, _ = opened.vectors.windows_of(rows)
        if len(windows):
            documents.append(opened.row(int(rows[0])).document)
            means.append(windows.mean(axis=0))
            counts.append(len(rows))
    return documents, np.array(means, dtype=np.float32), counts


def translations(
    documents: Sequence[Document],
    means: NDArray[np.float32],
    counts: Sequence[int],
    *,
    usual: Mapping[str, NDArray[np.float32]],
) -> Iterator[Proposal]:
    """Pairs that are each other's nearest of that language; `means` is (documents, dim) float32.

    `usual` has for each language what its texts mean on average, (dim,) float32.
    """
    if len(documents) < 2:
        return
    languages = np.array([document.language for document in documents])
    centred = means - np.stack([usual[one] for one in languages.tolist()])
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    rows = centred / np.maximum(lengths, 1e-9)
    likeness = rows @ rows.T
    for one, other in combinations(range(len(documents)), 2):
        score = float(likeness[one, other])
        if languages[one] == languages[other] or score < LEAST_LIKE:
            continue
        nearest = (
            likeness[one, languages == languages[other]].max() <= score
            and likeness[other, languages == languages[one]].max() <= score
        )
        if nearest and max(counts[one], counts[other]) <= _LENGTHS * min(
            counts[one], counts[other]
        ):
            ids = sorted((documents[one].doc_id, documents[other].doc_id))
            yield Proposal(one=ids[0], other=ids[1], score=score, by="meaning")


def _usual(opened: Opened, language: str) -> NDArray[np.float32]:
    """What passages of a language mean on average, of all languages where documents are few.

    Digests count too: captured texts alone are few in most languages at first.
    """
    assert opened.vectors is not None
    of_row, values = opened.columns.language_of_row, opened.columns.codes["language"].values
    spoken = np.flatnonzero(of_row == values.index(language))
    if len(np.unique(opened.columns.document_of_row[spoken])) < _FEW:
        spoken = np.flatnonzero(of_row >= 0)
    rows = spoken[:: max(1, len(spoken) // _LOOKED_AT)]
    usual: NDArray[np.float32] = opened.vectors.windows_of(rows)[0].mean(axis=0)
    return usual


def undecided(
    proposals: Sequence[Proposal], decided: Mapping[tuple[str, str], Pair]
) -> list[Proposal]:
    """The proposals of which no editor said anything."""
    return [one for one in proposals if (one.one, one.other) not in decided]


def _sorted(proposals: Iterator[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda one: (-one.score, one.one, one.other))
