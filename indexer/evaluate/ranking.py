"""Evaluation of a searcher, the one that also answers people, on a collection."""

from collections.abc import Callable, Sequence

from archive import query
from archive.errors import IntakeError, NotFoundError
from archive.nodes import Mode
from archive.search import Searcher
from indexer.evaluate.collections import Collection, Topic
from indexer.evaluate.measures import measure
from indexer.evaluate.report import Evaluation
from indexer.evaluate.runs import RUN_DEPTH, Run, ranked

# Side by side in this order.
MODES = (Mode.KEYWORD, Mode.SEMANTIC, Mode.HYBRID)


def evaluate(
    searcher: Searcher, collection: Collection, *, progress: Callable[[int], object]
) -> tuple[Evaluation, dict[str, Run]]:
    """The values of every mode on the collection, and the runs they were measured on.

    `progress` is told how many more topics were answered, in each mode anew. Raises IntakeError
    if none of the relevant documents is in the index, and QueryError for a topic that is longer
    than a query may be.
    """
    notes = _notes(searcher, collection)
    runs = {mode.value: _run(searcher, collection.topics, mode, progress) for mode in MODES}
    evaluation = Evaluation(
        collection=collection,
        generation_id=searcher.generation_id,
        values={mode: measure(run, collection.qrels) for mode, run in runs.items()},
        notes=notes,
    )
    return evaluation, runs


def _run(
    searcher: Searcher, topics: Sequence[Topic], mode: Mode, progress: Callable[[int], object]
) -> Run:
    """The first RUN_DEPTH documents of each topic, each ranked by its best passage."""
    found = {}
    for topic in topics:
        asked = query.parse(topic.text, mode=mode)
        found[topic.query_id] = ranked(searcher.rank_documents(asked, depth=RUN_DEPTH))
        progress(1)
    return found


def _notes(searcher: Searcher, collection: Collection) -> tuple[str, ...]:
    """What of the collection cannot be used, in plain words."""
    notes = [searcher.semantic_note] if searcher.semantic_note else []
    relevant = sorted(
        {
            doc_id
            for grades in collection.qrels.values()
            for doc_id, relevance in grades.items()
            if relevance > 0
        }
    )
    absent = [doc_id for doc_id in relevant if not _is_held(searcher, doc_id)]
    if len(absent) == len(relevant):
        raise IntakeError(
            f"{collection.name}: no relevant document is in the index, such as '{absent[0]}';"
            " do the judgments belong to it?"
        )
    if absent:
        notes.append(
            f"{len(absent)} of {len(relevant)} relevant documents are not in the index and count"
            f" as not found, such as '{absent[0]}'."
        )
    if collection.left_out:
        notes.append(f"{collection.left_out} topics without a relevant document were left out.")
    return tuple(notes)


def _is_held(searcher: Searcher, doc_id: str) -> bool:
    try:
        return bool(searcher.document(doc_id))
    except NotFoundError:
        return False
