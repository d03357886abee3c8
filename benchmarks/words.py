"""The keyword lane beside Whoosh's own scorer and other word engines, same passages, same run."""

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import query
from archive.fusion import Ranking, ranked
from archive.nodes import Filter, Mode, Node
from archive.opened import Opened
from benchmarks.peers.whoosh_scorer import WhooshScorer
from benchmarks.subject import Subject
from benchmarks.timing import Timing, compare

LIMIT = 10
# Whoosh keeps the length of a passage in one byte, which moves a score by up to two in a hundred:
# what is nearer than that to the last of LIMIT may change places with it.
TIE = 0.02
ARCHIVE = "archive, keyword lane"
ARCHIVE_PARSED = "archive, keyword lane with parsing"
ARCHIVE_WHOLE = "archive, whole keyword search with a filter"
WHOOSH = "Whoosh's own scorer, the same words"
WHOOSH_ALL = "Whoosh's own scorer, grammar words too"

# Answers one question.
Asked = Callable[[str], object]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the archive's first LIMIT rows agree with Whoosh's on the same words.

    `same_rows` is the share of questions whose rows are the same set but for ties at the cut,
    `score_error` the largest relative difference of the scores at one rank.
    """

    same_rows: float
    score_error: float


def word_timings(subject: Subject, folder: Path) -> dict[str, Timing]:
    """Times of the archive's lane, of Whoosh's scorer and of each peer that is installed.

    The archive and Whoosh's scorer get their queries ready made, the peers read the question.
    """
    with WhooshScorer(subject.segment) as whoosh:
        rivals = _archive(subject) | _whoosh(subject, whoosh) | _peers(subject, folder)
        return compare(rivals, subject.questions)


def _archive(subject: Subject) -> dict[str, Asked]:
    trees = {text: query.parse(text, mode=Mode.KEYWORD).tree for text in subject.questions}
    (kind, _), *_ = subject.opened.columns.codes["kind"].counts(_all_documents(subject.opened))
    filters = (Filter(column="kind", values=(kind,)),)
    return {
        ARCHIVE: lambda text: best(subject.opened, trees[text]),
        ARCHIVE_PARSED: lambda text: best(
            subject.opened, query.parse(text, mode=Mode.KEYWORD).tree
        ),
        ARCHIVE_WHOLE: lambda text: subject.searcher.search(
            query.parse(text, mode=Mode.KEYWORD, filters=filters)
        ),
    }


def _all_documents(opened: Opened) -> NDArray[np.bool_]:
    return np.ones(len(opened.columns.doc_ids), dtype=np.bool_)


def _whoosh(subject: Subject, whoosh: WhooshScorer) -> dict[str, Asked]:
    same, whole = (
        {text: whoosh.query(text, grammar_words=everything) for text in subject.questions}
        for everything in (False, True)
    )
    return {
        WHOOSH: lambda text: whoosh.search(same[text], LIMIT),
        WHOOSH_ALL: lambda text: whoosh.search(whole[text], LIMIT),
    }


def best(opened: Opened, tree: Node | None) -> Ranking:
    """The first LIMIT rows of the keyword lane."""
    assert tree is not None  # A question has words.
    found = opened.words.evaluate(tree)
    return ranked(found.rows, found.scores, tie_rank=opened.columns.id_rank, limit=LIMIT)


def agreement(subject: Subject) -> Agreement:
    """Compare the lane's answers with those of Whoosh's scorer."""
    same, errors = [], [0.0]
    with WhooshScorer(subject.segment) as whoosh:
        for text in subject.questions:
            ours = best(subject.opened, query.parse(text, mode=Mode.KEYWORD).tree)
            theirs = dict(whoosh.search(whoosh.query(text, grammar_words=False), LIMIT))
            is_above_cut = ours.scores > ours.scores[-1:] * (1 + TIE)
            same.append(
                len(theirs) == len(ours) and {*ours.rows[is_above_cut].tolist()} <= {*theirs}
            )
            scores = np.array([*theirs.values()])[: len(ours)]
            errors += (np.abs(ours.scores[: len(scores)] - scores) / scores).tolist()
    return Agreement(same_rows=float(np.mean(same)), score_error=max(errors))


def _peers(subject: Subject, folder: Path) -> dict[str, Asked]:
    """The search of each peer that is installed, over the same rows."""
    makers: dict[str, Callable[[Any], Any]] = {
        "tantivy": lambda peer: peer.Tantivy(subject.rows, folder / "tantivy"),
        "bm25s": lambda peer: peer.Bm25s(subject.rows),
        "fts5": lambda peer: peer.Fts5(subject.rows, folder / "fts5.sqlite"),
    }
    found: dict[str, Asked] = {}
    for name, make in makers.items():
        try:
            peer = make(importlib.import_module(f"benchmarks.peers.{name}_words"))
        except ModuleNotFoundError as error:
            _log.warning("%s is left out: pip install '.[bench]'", error.name)
        else:
            found[peer.name] = peer.search
    return found
