"""Sentences for people, in English, that a page can say in its reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any


class Message(str):
    """An English sentence that remembers the `template` and the `values` it was made of.

    It is the sentence itself for the command line and the API. Numbers among the values are
    written with commas; a value may be a Message too.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] | None = None) -> "Message":
        """Fill the template, which has `%(name)s` for each value."""
        shown = {name: _english(value) for name, value in (values or {}).items()}
        self = super().__new__(cls, template % shown if shown else template)
        self.template, self.values = template, values or {}
        return self


def message(template: str, /, **values: object) -> Message:
    """A sentence that the catalogues of `web/translations` hold; its template stands in the code.

    The template is written out where this is called, since it is found there to be translated.
    """
    return Message(template, values)


def joined(parts: Sequence[str], separator: str) -> Message:
    """Sentences or words in a row, each of which may be a Message; the separator has no words."""
    template = separator.join(f"%({place})s" for place in range(len(parts)))
    return Message(template, {str(place): part for place, part in enumerate(parts)})


def as_json(text: str) -> list[object]:
    """The sentence as `of_json` makes it again in another process, its values in JSON types."""
    return [text.template, {**text.values}] if isinstance(text, Message) else [text, {}]


def of_json(parts: Sequence[Any]) -> Message:
    """The sentence that was written so."""
    template, values = parts
    return Message(template, values)


def _english(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) else value
