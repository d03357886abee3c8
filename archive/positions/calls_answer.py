"""The calls as the JSON objects that the API and the command line print."""

from dataclasses import asdict
from typing import Any

from archive.positions.answer import card_as_json
from archive.positions.calls import Call, CallPage, Entry


def calls_as_json(found: CallPage) -> dict[str, Any]:
    """One page of the calls."""
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "generation_id": found.generation_id,
        "states": {one.value: one.count for one in found.choices["state"]},
        "calls": [_call(call) for call in found.calls],
        "marks_without_call": [entry_as_json(entry) for entry in found.lost],
    }


def _call(call: Call) -> dict[str, Any]:
    return {
        **card_as_json(call.card),
        "themes": [theme.theme_id for theme in call.card.annotation.themes],
        "state": call.state,
        "marks": [entry_as_json(entry) for entry in call.entries],
    }


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """A mark; `passage_became` says how the passage it was made on differs from the present one."""
    return {**asdict(entry.mark), "passage_became": entry.verdict or None}
