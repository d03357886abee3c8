"""The wording of each language, compiled: what a sentence is searched for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.annotation.cues import CueBook, cue_pattern
from archive.annotation.rules import Wording

# More adverbs than this before one verb are no sentence; unbounded, they cost a square of time.
_MOST_ADVERBS = 4
# A letter that can open a clause within a sentence, since it is no small one.
_CAPITAL = r"(?-i:(?=[A-ZÀ-ÖØ-Þ]))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's wording, compiled."""

    author: re.Pattern[str]
    itself: re.Pattern[str]
    first: re.Pattern[str]
    tells: re.Pattern[str]
    pronoun: re.Pattern[str]
    reporting: re.Pattern[str]
    insists: re.Pattern[str]
    modal: re.Pattern[str]
    we: re.Pattern[str]
    to: re.Pattern[str]
    whose: re.Pattern[str]
    asking: re.Pattern[str]
    impersonal: CueBook
    turned: CueBook
    remarks: re.Pattern[str]
    wishes: tuple[re.Pattern[str], ...]
    fronted: tuple[re.Pattern[str], ...]
    back: tuple[re.Pattern[str], ...]
    needed: CueBook
    opening: re.Pattern[str]
    joined: re.Pattern[str]
    begins: re.Pattern[str]
    clause: re.Pattern[str]
    capital: re.Pattern[str]
    past: re.Pattern[str]
    articles: frozenset[str]
    aside: re.Pattern[str]
    part: re.Pattern[str]
    headed: tuple[re.Pattern[str], ...]
    listed: tuple[re.Pattern[str], ...]
    review: tuple[re.Pattern[str], ...]
    bare: tuple[re.Pattern[str], ...]
    titled: tuple[re.Pattern[str], ...]
    unless: dict[str, re.Pattern[str]]
    only: dict[str, re.Pattern[str]]
    performs: dict[str, CueBook]
    own: dict[str, CueBook]

    @classmethod
    def of(cls, words: Wording) -> "Lexicon":
        """Compile `words`."""
        return cls(
            author=_author(words),
            itself=_before_verb(words, words.itself),
            first=_first(words.itself),
            tells=_first(words.tells),
            pronoun=_before_verb(words, words.pronoun),
            reporting=cue_pattern(words.reporting),
            insists=cue_pattern(words.insists),
            modal=cue_pattern(words.modal),
            we=cue_pattern(words.we),
            to=_boundary(words),
            whose=cue_pattern(words.whose),
            asking=cue_pattern(words.asking),
            impersonal=CueBook.of(words.impersonal),
            turned=CueBook.of(words.turned),
            remarks=re.compile(rf"\s+{cue_pattern(words.remarks).pattern}", re.IGNORECASE),
            needed=CueBook.of([*words.impersonal, *words.needed]),
            opening=_opening(words),
            joined=re.compile(rf"(?:[,;]|\b(?:and|et|y|e))\s*{_adverbs(words)}$", re.IGNORECASE),
            begins=_begins(words),
            clause=re.compile(rf"(?<!\w){_adverbs(words)}{_begins(words).pattern}", re.IGNORECASE),
            capital=re.compile(
                rf"(?<!\w){_CAPITAL}{_adverbs(words)}{_begins(words).pattern}", re.IGNORECASE
            ),
            past=cue_pattern(words.past),
            articles=frozenset(words.articles),
            aside=cue_pattern(words.aside),
            part=cue_pattern(words.part),
            wishes=tuple(map(re.compile, words.wishes)),
            fronted=tuple(map(re.compile, words.fronted)),
            back=tuple(map(re.compile, words.back)),
            headed=tuple(map(re.compile, words.headed)),
            listed=tuple(map(re.compile, words.listed)),
            review=tuple(re.compile(pattern, re.DOTALL) for pattern in words.review),
            bare=tuple(map(re.compile, words.bare)),
            titled=tuple(map(re.compile, words.titled)),
            unless={act: cue_pattern(cues) for act, cues in words.unless.items()},
            only={act: cue_pattern(cues) for act, cues in words.only.items()},
            performs={act: CueBook.of(cues) for act, cues in words.performs.items()},
            own={act: CueBook.of(cues) for act, cues in words.own.items()},
        )


def _author(words: Wording) -> re.Pattern[str]:
    """The words for who speaks; "US" is a State, and "(i)" numbers a paragraph."""
    pattern = cue_pattern(words.author)
    return re.compile(rf"(?!(?-i:US|i)\b){pattern.pattern}", re.IGNORECASE)


def _first(cues: Iterable[str]) -> re.Pattern[str]:
    """Any of `cues` at the beginning of a clause."""
    return re.compile(rf"[\W\d_]*{cue_pattern(cues).pattern}", re.IGNORECASE)


def _before_verb(words: Wording, cues: Iterable[str]) -> re.Pattern[str]:
    """Any of `cues` just before a verb, with adverbs at most between them."""
    return re.compile(rf"[\W\d_]*{cue_pattern(cues).pattern}\s+{_adverbs(words)}$", re.IGNORECASE)


def _boundary(words: Wording) -> re.Pattern[str]:
    """Where what is asked begins: a word of `to`, before an infinitive if that has `endings`."""
    if not words.endings:
        return cue_pattern(words.to)
    before = "|".join(map(re.escape, words.to))
    ends = "|".join(map(re.escape, words.endings))
    return re.compile(rf"(?<!\w)(?:(?:{before})[\s’']+\w+(?:{ends})|que|qu)(?!\w)", re.IGNORECASE)


def _opening(words: Wording) -> re.Pattern[str]:
    """What may stand before the verb that opens a clause: "2. Also decides to ", "(a) To "."""
    resolves = f"(?:{cue_pattern(words.resolves).pattern}\\s+)?" if words.resolves else ""
    adverbs = _adverbs(words)
    return re.compile(
        rf"[\W\d_]*(?:\([a-z]{{1,4}}\)\s*)?{adverbs}(?:(?-i:To)\s+|{resolves}){adverbs}",
        re.IGNORECASE,
    )


def _begins(words: Wording) -> re.Pattern[str]:
    """A verb that opens a clause, one that acts or one that does not."""
    return cue_pattern([*words.opens, *(cue for cues in words.performs.values() for cue in cues)])


def _adverbs(words: Wording) -> str:
    """What may stand between the beginning of a clause and its verb: "Also strongly "."""
    choices = "|".join(map(re.escape, sorted(words.adverbs, key=lambda one: (-len(one), one))))
    return rf"(?:(?:{choices})\b[\s,]*){{0,{_MOST_ADVERBS}}}" if choices else ""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The wording of each language, compiled when the language is first asked for.

    Two threads may both compile one: the same comes of it.
    """

    wordings: Mapping[str, Wording]
    compiled: dict[str, Lexicon] = field(default_factory=dict)

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self.compiled:
            self.compiled[language] = Lexicon.of(self.wordings[language])
        return self.compiled[language]

    def get(self, language: str) -> Lexicon | None:
        """The wording of a language; None for one that the rules have none of."""
        return self[language] if language in self.wordings else None
