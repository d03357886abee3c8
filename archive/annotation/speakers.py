"""Who speaks in a passage: its publishers, or in a digest those whom it tells of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from archive.annotation.cues import name_pattern
from archive.annotation.lexicon import Lexicon

# How far behind a publisher's name somebody is named who speaks for it, in characters.
_APPOSITION = 200
_SURNAME = re.compile(r"\b([^\W\d_][\w-]+)\s*$")
_SHORTEST_SURNAME = 4
# An organisation with this behind its name is called by the rest of it.
_WORLDWIDE = "International"


class Telling(Enum):
    """In whose words a passage is: its author's, or a digest's, which tells of the document.

    A digest of a statement tells what its speakers do (STATEMENT); another one what its publisher
    does (RELEASE), and one of a page also what others say in it (PAGE).
    """

    NONE = 0
    STATEMENT = 1
    RELEASE = 2
    PAGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whose acts are the author's: `names` of its publishers and of those who speak for them.

    `is_ours` where the lead-in of the passage is in the first person: "we therefore:".
    """

    names: re.Pattern[str]
    telling: Telling = Telling.NONE
    is_ours: bool = False


def speaker(
    publishers: Sequence[str],
    text: str,
    lexicon: Lexicon,
    *,
    telling: Telling = Telling.NONE,
    is_ours: bool = False,
) -> Speaker:
    """Who speaks in a passage with `text` in a document of `publishers`."""
    names, short = set(publishers), set[str]()
    for name in publishers:
        words = [word for word in re.findall(r"\w+", name) if word[:1].isupper()]
        if len(words) > 1:
            names.add("".join(word[0] for word in words))
            short.update(f"{article} {words[0]}" for article in ("the", "The", "la", "La"))
            if telling is not Telling.NONE:  # "The Prosecutor" of the "Office of the Prosecutor"
                short.update(f"{article} {word}" for article in ("The", "the") for word in words)
            is_short = words[0].isupper() or words[1:] == [_WORLDWIDE]  # "TRIAL", "Amnesty"
            names.update([words[0]] if is_short else [])
    names |= set(_spokespersons(text, _names(names, short), lexicon))
    return Speaker(names=_names(names, short), telling=telling, is_ours=is_ours)


def _names(whole: set[str], short: set[str]) -> re.Pattern[str]:
    """Any of `whole`, or of `short` where the name does not go on: "the United Kingdom"."""
    return re.compile(rf"{name_pattern(whole).pattern}|{name_pattern(short).pattern}(?! [A-Z])")


def _spokespersons(text: str, publishers: re.Pattern[str], lexicon: Lexicon) -> Iterator[str]:
    """The surnames of those who are said to speak behind a publisher's name."""
    for publisher in publishers.finditer(text):
        end = min(len(text), publisher.end() + _APPOSITION)
        for verb in lexicon.reporting.finditer(text, publisher.end(), end):
            who = _SURNAME.search(text[publisher.end() : verb.start()])
            if who and who[1][0].isupper() and len(who[1]) >= _SHORTEST_SURNAME:
                yield who[1]
