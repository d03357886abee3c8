"""Snippets: the part of a passage that shows why it was found, word for word."""

from bisect import bisect_right
from collections.abc import Sequence

from archive.results import Fragment

# About four lines of a result list; a shorter passage is shown whole.
SNIPPET_CHARACTERS = 400
CUT = "…"

Span = tuple[int, int]


def snippet(text: str, spans: Sequence[Span], sentences: Sequence[int]) -> tuple[Fragment, ...]:
    """The sentences of `text` around most of the matched `spans`, which are marked.

    `spans` are ascending and apart, `sentences` the offsets where sentences begin, the first 0.
    What is left out before or after is shown by an ellipsis of its own.
    """
    start, end = _window(text, spans, sentences)
    fragments = [Fragment(text=f"{CUT} ")] if start else []
    place = start
    for begin, stop in spans:
        if begin < start or stop > end:
            continue
        if begin > place:
            fragments.append(Fragment(text=text[place:begin]))
        fragments.append(Fragment(text=text[begin:stop], marked=True))
        place = stop
    if place < end:
        fragments.append(Fragment(text=text[place:end]))
    if end < len(text):
        fragments.append(Fragment(text=f" {CUT}"))
    return tuple(fragments)


def sentence_span(text: str, sentences: Sequence[int], number: int) -> Span:
    """Where sentence `number` begins and ends in `text`, without the space behind it."""
    begin = sentences[number]
    end = sentences[number + 1] if number + 1 < len(sentences) else len(text)
    return begin, begin + len(text[begin:end].rstrip())


def _window(text: str, spans: Sequence[Span], sentences: Sequence[int]) -> Span:
    """The stretch that holds the most different matched words, then the most, then the first."""
    if len(text) <= SNIPPET_CHARACTERS:
        return 0, len(text)
    starts = sorted({0, *(_begin(sentences, begin) for begin, _ in spans)})
    best = min(starts, key=lambda start: (*_worth(text, spans, start), start))
    return best, _end(text, best)


def _begin(sentences: Sequence[int], offset: int) -> int:
    """Where a snippet that shows `offset` starts: at its sentence, unless that is far before."""
    start = sentences[bisect_right(sentences, offset) - 1]
    return start if offset - start < SNIPPET_CHARACTERS // 2 else offset


def _worth(text: str, spans: Sequence[Span], start: int) -> tuple[int, int]:
    inside = [text[a:b].casefold() for a, b in spans if start <= a and b <= _end(text, start)]
    return -len(set(inside)), -len(inside)


def _end(text: str, start: int) -> int:
    """The end of the last whole word within the snippet's length."""
    end = start + SNIPPET_CHARACTERS
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start + SNIPPET_CHARACTERS // 2, end + 1)
    return space if space > start else end
