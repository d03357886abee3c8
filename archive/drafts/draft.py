"""A draft as it was read, and as JSON: from the process that reads it, and to be sent again."""

import json
from dataclasses import dataclass
from typing import Any

from archive.errors import QueryError
from archive.messages import message
from archive.model import Passage, PassageKind, Voice

# About 300 pages, and seven times as many passages as such a book has.
MOST_CHARACTERS = 1_000_000
MOST_PASSAGES = 20_000
# A character is six signs of JSON at most, and one in a draft of the four languages.
MOST_JSON_CHARACTERS = 4 * MOST_CHARACTERS
# What else a check looks at of a passage, by its name in JSON.
_WORDS = ("language", "number", "section", "lead_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was read of a draft: its passages, and the pages from 1 that are pictures, unread."""

    passages: tuple[Passage, ...]
    unread: tuple[int, ...] = ()


def hold_to_limits(characters: int, passages: int) -> None:
    """Raise QueryError, with the number, for a draft of more than is checked."""
    if characters > MOST_CHARACTERS:
        raise QueryError(
            message(
                "The draft has %(number)s characters; give at most %(most)s at a time.",
                number=characters,
                most=MOST_CHARACTERS,
            )
        )
    if passages > MOST_PASSAGES:
        raise QueryError(
            message(
                "The draft has %(number)s paragraphs and lines; give at most %(most)s at a time.",
                number=passages,
                most=MOST_PASSAGES,
            )
        )


def as_json(draft: Draft) -> str:
    """The draft as `of_json` reads it; of a passage what a check looks at."""
    passages = [
        {
            "kind": one.kind.value,
            "voice": one.voice.value,
            "text": one.text,
            **{name: value for name in _WORDS if (value := getattr(one, name))},
        }
        for one in draft.passages
    ]
    return json.dumps({"passages": passages, "unread": draft.unread}, ensure_ascii=False)


def of_json(content: str) -> Draft:
    """The draft that was written so; raises QueryError for anything else."""
    try:
        if len(content) > MOST_JSON_CHARACTERS:
            raise ValueError("too long")
        found = json.loads(content)
        passages = tuple(map(_passage, found["passages"]))
        unread = tuple(map(_page, found["unread"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise QueryError(
            message("What was read of the draft did not come back whole; give the draft again.")
        ) from error
    return Draft(passages=passages, unread=unread)


def _passage(fields: dict[str, Any]) -> Passage:
    text = _words(fields["text"])
    more: dict[str, Any] = {name: _words(fields.get(name, "")) for name in _WORDS}
    return Passage(
        passage_id="",
        doc_id="draft",
        version_id="draft",
        text=text,
        start=0,
        end=len(text),
        kind=PassageKind(fields["kind"]),
        voice=Voice(fields["voice"]),
        **more,
    )


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no string")
    return value


def _page(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("no number")
    return value
