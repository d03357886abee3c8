"""Fit how near passages are to themes in meaning, and what that counts beside their cues.

`python -m benchmarks.theme_weights` reads the labelled passages that are not held out and the
made-up statements that are not, and writes archive/annotation/nearness.npz. It prints the weights
for archive/annotation/weighing.py, with F1 by the threshold, in cross-validation over documents.
Whoever changes either raises archive.annotation.rules.VERSION.
"""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.annotation import rules
from archive.annotation.nearness import HIGHEST, LOWEST, TAUGHT, mean_vectors
from archive.annotation.themes import ThemeFinder
from archive.annotation.weighing import numbers
from archive.rows import Row
from benchmarks import made_up, positions
from benchmarks.positions import ROOT, Label

FOLDS = 5
# The inverse of the L2 penalty for vectors, from .01 to 1 nearly the same on 298 passages beside
# those that were fitted; and of that for signs.
OF_VECTORS, OF_SIGNS = 0.1, 1.0
# A theme of fewer passages has no direction.
FEWEST = 4
STEPS, ENOUGH = 50, 1e-6
SURE = (0.3, 0.34, 0.38, 0.42, 0.46)
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def logistic(inputs: Floats, is_so: Bools, *, strength: float) -> Floats:
    """(inputs + 1,): the weights of a logistic regression with an L2 penalty, and its offset.

    `inputs` (n, inputs) and `is_so` (n,). By Newton's method (Hastie, Tibshirani and Friedman, The
    Elements of Statistical Learning, 2nd ed., 4.4.1), the penalty being half the squared weights
    over `strength`; the offset has none. Raises SystemExit where it does not settle.
    """
    design = np.hstack([inputs, np.ones((len(inputs), 1))])
    penalty = np.full(design.shape[1], 1 / strength)
    penalty[-1] = 1e-9
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (likely - is_so) + penalty * weights
        curve = (design * (likely * (1 - likely))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < ENOUGH:
            return weights
    raise SystemExit(f"The regression did not settle in {STEPS} steps.")


def directions(vectors: Floats, labels: Bools) -> Floats:
    """(themes, dimension + 1): each theme's weights and offset, nan for one of too few passages."""
    found = np.full((labels.shape[1], vectors.shape[1] + 1), np.nan)
    mean = vectors.mean(axis=0)
    spread = (vectors - mean).std()
    scaled = (vectors - mean) / spread
    for theme in range(labels.shape[1]):
        if labels[:, theme].sum() < FEWEST:
            continue
        fitted = logistic(scaled, labels[:, theme], strength=OF_VECTORS)
        found[theme, :-1] = fitted[:-1] / spread
        found[theme, -1] = fitted[-1] - mean @ found[theme, :-1]
    return found


def logits(vectors: Floats, fitted: Floats) -> Floats:
    """(n, themes): what archive.annotation.nearness makes of vectors."""
    return np.clip(vectors @ fitted[:, :-1].T + fitted[:, -1], LOWEST, HIGHEST)


def out_of_fold(vectors: Floats, labels: Bools, folds: NDArray[np.int64]) -> Floats:
    """(n, themes): the logits of each passage by what the documents of other folds taught."""
    found = np.empty(labels.shape)
    for fold in range(FOLDS):
        is_in = folds == fold
        found[is_in] = logits(vectors[is_in], directions(vectors[~is_in], labels[~is_in]))
    return found


def _fold(row: Row, label: Label) -> int:
    """By the document, a made-up one by its number, since the languages mirror each other."""
    name = label.path or label.source[2:]
    if label.path.startswith(("ir/", "catalogue")):
        name = label.source
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def _weights(
    rows: Sequence[Row], near: Floats, labels: Bools, finder: ThemeFinder
) -> tuple[Floats, Floats]:
    """The weights of the signs and their offset; and (n, themes) how sure each theme is by them."""
    signs = [
        finder.signs(
            row.passage, title=row.document.title, nearness=one, publishers=row.document.publishers
        )
        for row, one in zip(rows, near.tolist(), strict=True)
    ]
    places = [(number, theme) for number, found in enumerate(signs) for theme in found]
    inputs = np.array([numbers(signs[number][theme]) for number, theme in places])
    which = tuple(np.array(places).T)
    fitted = logistic(inputs, labels[which], strength=OF_SIGNS)
    sure = np.zeros(labels.shape)
    sure[which] = 1 / (1 + np.exp(-(inputs @ fitted[:-1] + fitted[-1])))
    return fitted, sure


def _f1(found: Bools, labels: Bools) -> float:
    return float(2 * (found & labels).sum() / max(1, found.sum() + labels.sum()))


def main(target: Path = TAUGHT) -> None:
    """Fit, print the weights of the signs, and write those of the vectors to `target`."""
    known = rules.load(rules.source(ROOT / "corpus"))
    weighed = [*positions.labelled("weighed"), *made_up.labelled("tuned")]
    pairs = [*weighed, *positions.labelled("choosing")]
    rows = [row for row, _ in pairs]
    labels = np.array([[name in label.themes for name in known.theme_ids] for _, label in pairs])
    encoder, owners, matrix = positions.vectors(rows)
    vectors = mean_vectors(owners, matrix, len(rows)).astype(np.float64)
    folds = np.array([_fold(row, label) for row, label in pairs])
    near = out_of_fold(vectors, labels, folds)[: len(weighed)]
    near[np.isnan(near)] = LOWEST
    fitted, sure = _weights(
        rows[: len(weighed)], near, labels[: len(weighed)], ThemeFinder.of(known)
    )
    sys.stdout.write(f"{len(pairs)} passages, {len(weighed)} weighed\n")
    sys.stdout.write(" ".join(f"{one:.2f}" for one in fitted) + "\n")
    for least in SURE:
        sys.stdout.write(f"{least} F1 {_f1(sure >= least, labels[: len(weighed)]):.3f}\n")
    taught = directions(vectors, labels).astype(np.float32)
    np.savez(
        target,
        encoder=np.array(encoder),
        themes=np.array(known.theme_ids),
        matrix=taught[:, :-1],
        offsets=taught[:, -1],
    )


if __name__ == "__main__":
    main()
