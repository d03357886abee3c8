"""Whose words a stretch of a source holds: its own, or somebody's whom it quotes."""

import re

from archive.quotes.candidates import Stretch

# Fewer words between quotation marks are a term, not somebody's speech.
FEWEST_SPOKEN_WORDS = 4
# An opening mark without its closing one runs to the end of the passage: speech over paragraphs.
_SPOKEN = re.compile(r"“[^“”]*(?:”|$)|«[^«»]*(?:»|$)|„[^„“”]*(?:[“”]|$)|\"[^\"]*\"")


def is_quoted(stretch: Stretch, first: int, behind: int) -> bool:
    """Whether the words `first` to before `behind` are all somebody's whom the source quotes."""
    start, end = stretch.words.starts[first], stretch.words.ends[behind - 1]
    for row, begin in zip(stretch.rows, stretch.begins, strict=True):
        stop = begin + len(row.passage.text)
        if stop <= start or begin >= end:
            continue
        text = stretch.words.text[begin:stop]
        is_spoken = row.passage.is_quoted
        if not is_spoken and not _speech(text, max(start - begin, 0), min(end, stop) - begin):
            return False
    return True


def _speech(text: str, start: int, end: int) -> bool:
    return any(
        match.start() < start and end <= match.end()
        for match in _SPOKEN.finditer(text)
        if len(match.group().split()) >= FEWEST_SPOKEN_WORDS
    )
