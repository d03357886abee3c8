"""How well whole engines find what a judged collection holds, over the same vectors."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from archive import encoder, query, settings
from archive.search import Searcher
from benchmarks.subject import Subject, index
from indexer.evaluate import beir
from indexer.evaluate.collections import Collection, read_beir
from indexer.evaluate.measures import NAMES, means, measure
from indexer.evaluate.runs import ranked

ARCHIVE = "archive"
CUT = "nDCG@10"
# Passages asked of a peer for each topic: several may be of one document, and ten documents count.
DEPTH = 50

# Makes the searches of the peers over a subject, by name: passage ids from best to worst.
Peers = Callable[[Subject, Path], Mapping[str, Callable[[str, int], Sequence[str]]]]


def quality(place: Path, peers: Peers) -> dict[str, float]:
    """nDCG@10 of the archive and of each peer on the BEIR collection in `place`."""
    collection = read_beir(place)
    with tempfile.TemporaryDirectory(prefix="archive-judged-") as folder:
        chosen = settings.load()
        subject = index(
            place.name,
            beir.read_rows(place),
            encoder=encoder.load(chosen.encoder, cache=chosen.var, threads=0),
            folder=Path(folder),
            asked=1,
        )
        documents = {row.passage.passage_id: row.document.doc_id for row in subject.rows}
        found = {ARCHIVE: _value(collection, lambda text: _documents(subject.searcher, text))}
        for name, search in peers(subject, Path(folder)).items():
            found[name] = _value(
                collection,
                lambda text, search=search: [documents[one] for one in search(text, DEPTH)],  # type: ignore[misc]
            )
    return found


def _documents(searcher: Searcher, text: str) -> list[str]:
    return [doc_id for doc_id, _ in searcher.rank_documents(query.parse(text), depth=DEPTH)]


def _value(collection: Collection, search: Callable[[str], Sequence[str]]) -> float:
    """The mean over the topics; a document counts where its first passage stands."""
    assert CUT in NAMES
    run = {}
    for topic in collection.topics:
        doc_ids = list(dict.fromkeys(search(topic.text)))
        run[topic.query_id] = ranked([(one, float(-rank)) for rank, one in enumerate(doc_ids)])
    return means(measure(run, collection.qrels))[CUT]
