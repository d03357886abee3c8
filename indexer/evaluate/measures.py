"""The measures of a run against judgments, by the library ir_measures."""

from collections.abc import Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from numpy.typing import NDArray

from indexer.evaluate.collections import Qrels
from indexer.evaluate.runs import Run

# nDCG with linear gains and log2 discount (Järvelin and Kekäläinen 2002); R and RR take a
# relevance of 1 or more as relevant; RR looks at the whole run.
MEASURES = (nDCG @ 10, R @ 50, R @ 100, RR)
NAMES: tuple[str, ...] = tuple(str(measure) for measure in MEASURES)


def measure(run: Run, qrels: Qrels) -> NDArray[np.float64]:
    """Values (topics, measures) float64 in 0..1: rows in the order of `qrels`, columns of NAMES.

    A topic for which nothing was found has 0 in every column.
    """
    rows = {query_id: row for row, query_id in enumerate(qrels)}
    values = np.zeros((len(rows), len(NAMES)), dtype=np.float64)
    found = {query_id: dict(documents) for query_id, documents in run.items()}
    judged = {query_id: dict(grades) for query_id, grades in qrels.items()}
    for metric in ir_measures.iter_calc(list(MEASURES), judged, found):
        values[rows[metric.query_id], NAMES.index(str(metric.measure))] = metric.value
    return values


def means(values: NDArray[np.float64]) -> dict[str, float]:
    """The mean over topics of `values` (topics, measures), by measure name."""
    return by_name(values.mean(axis=0))


def by_name(row: NDArray[np.float64] | Sequence[float]) -> dict[str, float]:
    """Values in the order of NAMES by name, to six decimals, far below any interval's width."""
    return {name: round(float(value), 6) for name, value in zip(NAMES, row, strict=True)}
