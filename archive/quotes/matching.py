"""A reading of a quotation laid over a stretch of a source: all its parts, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.messages import message
from archive.quotes.reading import Gap, Reading
from archive.turning_words import limits, negations, turning_words
from archive.wording import Wording, found, same_capitals

# An ellipsis may skip about as much as a passage holds, a bracket stands for a name or a phrase.
MOST_OMITTED_WORDS = 300
MOST_REPLACED_WORDS = 8

_SENTENCE_END = re.compile(r"[.!?؟:;]\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where each part stands: (first, behind last) word of the source, ascending."""

    spans: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """The first word quoted."""
        return self.spans[0][0]

    @property
    def behind(self) -> int:
        """The word behind the last quoted."""
        return self.spans[-1][1]


def matches(reading: Reading, source: Wording) -> Iterator[Match]:
    """Every place in `source` where the first part stands and the others follow."""
    for span in _spans(reading.parts[0], source):
        spans = [span]
        for part, gap in zip(reading.parts[1:], reading.gaps, strict=True):
            following = _following(part, source, behind=spans[-1][1], gap=gap)
            if following is None:
                break
            spans.append(following)
        else:
            yield Match(spans=tuple(spans))


def most_between(gap: Gap) -> int:
    """How many words of the source a gap may stand for."""
    return MOST_REPLACED_WORDS if gap.is_insertion else MOST_OMITTED_WORDS


def between(match: Match, source: Wording) -> tuple[str, ...]:
    """The source's words in each gap."""
    return tuple(
        source.between(end, begin)
        for (_, end), (begin, _) in zip(match.spans, match.spans[1:], strict=False)
    )


def _turned(typed: str, hidden: str) -> str:
    """What is said of a bracket that turns the sentence; `hidden` is what it stands for, if any."""
    if not hidden:
        return message("The bracket [%(typed)s] says more than the source.", typed=typed)
    return message(
        "The bracket [%(typed)s] stands for “%(words)s”, which says other things.",
        typed=typed,
        words=hidden,
    )


def distortion(reading: Reading, match: Match, source: Wording) -> str:
    """What a gap hides that turns the sentence, in plain words; empty if it hides nothing."""
    for gap in reading.edges:
        if turning_words(gap.typed):
            return _turned(gap.typed, "")
    for number, hidden in enumerate(between(match, source)):
        gap = reading.gaps[number]
        if gap.is_insertion:
            if turning_words(gap.typed) != turning_words(hidden):
                return _turned(gap.typed, hidden)
            if "[" in _signs_before(match.spans[number][1], source):
                return message(
                    "The source has a bracket of its own here: “%(words)s”.", words=hidden
                )
        elif negations(_beside(hidden)) or limits(_beside(hidden)):
            return message("The words left out turn the sentence: “%(words)s”.", words=hidden)
    return ""


def _signs_before(word: int, source: Wording) -> str:
    """What stands between a word and the one before it."""
    return source.text[source.ends[word - 1] : source.starts[word]] if word < len(source) else ""


def _spans(part: Wording, source: Wording, *, start: int = 0) -> Iterator[tuple[int, int]]:
    for first, behind in found(part, source, start=start):
        if same_capitals(part, source, first):
            yield first, behind


def _following(part: Wording, source: Wording, *, behind: int, gap: Gap) -> tuple[int, int] | None:
    for first, end in _spans(part, source, start=behind):
        return (first, end) if first <= behind + most_between(gap) else None
    return None


def _beside(hidden: str) -> str:
    """What was left out of the sentences that are quoted: whole sentences between are not it."""
    ends = list(_SENTENCE_END.finditer(hidden))
    return hidden if not ends else f"{hidden[: ends[0].start()]} {hidden[ends[-1].end() :]}"
