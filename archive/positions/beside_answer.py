"""Pairs and wordings as the JSON objects that the API and the command line print."""

from collections.abc import Sequence
from typing import Any

from archive.model import Passage
from archive.positions.answer import card_as_json, placed
from archive.positions.repeated import NEARLY_SAME, Use, Wording
from archive.positions.sides import Pair, Side


def pair_as_json(pair: Pair) -> dict[str, Any]:
    """Both positions with their words in runs."""
    return {
        "share": round(pair.share, 3),
        "is_comparable": pair.is_comparable,
        "words_left_out": pair.left_out,
        "first": _side(pair.first),
        "second": _side(pair.second),
    }


def _side(side: Side) -> dict[str, Any]:
    runs = [{"text": run.text, "only_here": run.is_own} for run in side.runs]
    return {**card_as_json(side.card), "note": side.note or None, "runs": runs}


def wordings_as_json(passage: Passage, found: Sequence[Wording]) -> dict[str, Any]:
    """The passage's sentences with their uses."""
    return {
        "passage_id": passage.passage_id,
        "doc_id": passage.doc_id,
        "nearly_same_from": NEARLY_SAME,
        "sentences": [
            {"sentence": one.sentence, "uses": [_use(use) for use in one.uses]} for one in found
        ],
    }


def _use(use: Use) -> dict[str, Any]:
    return {
        **placed(use.document, use.passage),
        "voice": use.passage.voice,
        "sentence": use.sentence,
        "same_words": use.is_same,
        "likeness": round(use.likeness, 3),
    }
