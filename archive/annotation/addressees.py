"""To whom a passage speaks: the addressees that stand where an act or a modal names them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.annotation.cues import NEVER, cue_pattern, is_acronym, name_pattern
from archive.annotation.rules import Rules

# Where a word of `beside` is looked for, in characters before a name.
_BEFORE = 30
ALL_STATES, NAMED_STATE, _UN, _COURTS = "all-states", "named-state", "un", "courts"
_OF = re.compile(r"\s(?:of|for|on|against|to|de|du|des|del|contra|contre|pour|para)\s")
# Between an office and its State: "the authorities of the Sudan", "le Gouvernement du Mali".
_OF_STATE = re.compile(
    r"\s*(?:of|in|de|du|des|del|d[’'])?\s*(?:the|la|le|les|l[’']|el|los|las)?\s*", re.IGNORECASE
)
_POSSESSIVE = ("'s ", "’s ", " ")
# How English makes the adjective of a State's name.
_OF_NATION = re.compile(
    r"\b((?!African|Asian|European|Human|Christian)[A-Z][a-z]+(?:ese|an|ish|i|ch)"
    r"|Greek|Swiss|Czech) $"
)
# Behind these words another is named, as in "parties, in particular Chad".
_NO_OTHER = r"(?!(?:and|or|et|ou|y|o|e|particular|particulier)\b)"
_ARTICLES = "the|la|le|el|los|las|les|l[’']"
# Bodies that have States as members, and who these are.
_MEMBERS_OF = {
    "states-parties": "states-parties",
    "icc": "states-parties",
    "eu": "eu",
    "regional": "regional",
    "un": ALL_STATES,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is spoken to: an addressee's id, and of a State how the text calls it.

    `state` is empty where the text names none: "the authorities".
    """

    addressee: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class AddresseeFinder:
    """The compiled cues of every addressee by language, the order that of the rules."""

    ids: tuple[str, ...]
    by_language: dict[str, dict[str, tuple[re.Pattern[str], re.Pattern[str]]]]
    states: dict[str, re.Pattern[str]]
    beside: dict[str, re.Pattern[str]]
    inside: dict[str, re.Pattern[str]]
    members: dict[str, re.Pattern[str]]
    organs: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, rules: Rules) -> "AddresseeFinder":
        """Compile the cues of `rules`."""
        codes = sorted({code for one in rules.addressees for code in one.cues})
        by_language = {
            code: {
                one.term_id: (
                    cue_pattern(cue for cue in one.cues.get(code, ()) if not is_acronym(cue)),
                    name_pattern(
                        name
                        for cue in one.cues.get(code, ())
                        if is_acronym(cue)
                        for name in cue.split("|")
                    ),
                )
                for one in rules.addressees
            }
            for code in codes
        }
        states = {code: name_pattern(names) for code, names in rules.states.items()}
        beside = {
            code: _ends_with(words.beside) for code, words in rules.wordings.items() if words.beside
        }
        inside = {
            code: _ends_with(_choices(words.inside))
            for code, words in rules.wordings.items()
            if words.inside
        }
        members = {code: cue_pattern(words.members) for code, words in rules.wordings.items()}
        organs = {code: cue_pattern(words.organs) for code, words in rules.wordings.items()}
        return cls(rules.addressee_ids, by_language, states, beside, inside, members, organs)

    def find(
        self, text: str, language: str, *, context: str = "", authors: Sequence[str] = ()
    ) -> tuple[Asked, ...]:
        """The addressees named in `text`, by id, then by place.

        The longest names are read first, each stretch once.

        A name behind a word of `beside`, but for one article, is nobody's who is spoken to, nor is
        a State's behind one of `inside` or beside the court that is its own, nor "the Court" where
        a court is one of the `authors`.
        Members are those of the body that `context` names most.
        """
        beside = self.beside.get(language, NEVER)
        inside = self.inside.get(language, NEVER)
        names = self.states.get(language, NEVER).finditer(text)
        states = {(match.start(), match.end()) for match in names}
        spans = [*self._organs(text, language, authors), *self._spans(text, language)]
        spans += [(start, end, NAMED_STATE) for start, end in sorted(states)]
        ours = [*self.members.get(language, NEVER).finditer(text)]
        whose = self._body(context, language) if ours else ""
        spans += [(match.start(), match.end(), whose) for match in ours]
        own = _short_names(authors)
        courts = [(start, end) for start, end, one in spans if one == _COURTS]
        taken: list[tuple[int, int]] = []
        found = []
        for start, end, addressee in sorted(spans, key=lambda one: (one[0] - one[1], one[0])):
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                near = max(0, start - _BEFORE)
                is_place = (start, end) in states and bool(
                    inside.search(text, near, start) or _is_whose(text, (start, end), courts)
                )
                is_own = own.fullmatch(text, start, end) or _is_part(text, (start, end), taken)
                if not is_place and not is_own and not beside.search(text, near, start):
                    state = _state(text, (start, end), states) if addressee == NAMED_STATE else ""
                    found.append((self.ids.index(addressee), start, Asked(addressee, state)))
        return tuple(dict.fromkeys(one for _, _, one in sorted(found, key=lambda one: one[:2])))

    def _spans(self, text: str, language: str) -> Iterator[tuple[int, int, str]]:
        """Where the cues of each addressee stand."""
        for addressee, both in self.by_language.get(language, {}).items():
            for pattern in both:
                for match in pattern.finditer(text):
                    yield match.start(), match.end(), addressee

    def _organs(
        self, text: str, language: str, authors: Sequence[str]
    ) -> Iterator[tuple[int, int, str]]:
        """Where the United Nations, if they are an author, name a body of theirs in short."""
        if any(one == _UN for name in authors for _, _, one in self._spans(name, language)):
            for match in self.organs.get(language, NEVER).finditer(text):
                yield match.start(), match.end(), _UN

    def _body(self, context: str, language: str) -> str:
        """Who the members are of the body that `context` names most, at a tie the first."""
        counts = Counter(
            _MEMBERS_OF[addressee]
            for _, _, addressee in self._spans(context, language)
            if addressee in _MEMBERS_OF
        )
        order = [*dict.fromkeys(_MEMBERS_OF.values())]
        return (
            max(order, key=lambda one: (counts[one], -order.index(one))) if counts else ALL_STATES
        )


def _is_part(text: str, span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an acronym only says whose the name behind it is: "the UN fact-finding mission"."""
    start, end = span
    last = text[start:end].rpartition(" ")[2]
    return last.isupper() and any(text[end:low] == " " for low, _ in spans)


def _is_whose(text: str, span: tuple[int, int], courts: Sequence[tuple[int, int]]) -> bool:
    """Whether a State only says whose a court is: "Chad's Supreme Court", "the judges of Chad"."""
    start, end = span
    before = any(_OF_STATE.fullmatch(text, last, start) and last < start for _, last in courts)
    return before or any(text[end:low] in _POSSESSIVE for low, _ in courts)


def _state(text: str, span: tuple[int, int], states: set[tuple[int, int]]) -> str:
    """How the text calls the State at `span`: in it, behind "of", or "Sudanese authorities"."""
    start, end = span
    for begin, last in sorted(states):
        if start <= begin < end or (begin >= end and _OF_STATE.fullmatch(text, end, begin)):
            return text[begin:last]
    adjective = _OF_NATION.search(text, max(0, start - _BEFORE), start)
    return f"{adjective[1]} {text[start:end]}" if adjective else ""


def _ends_with(words: Sequence[str]) -> re.Pattern[str]:
    """What ends with one of `words`, or with that and two more words, an article or the like."""
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})\s+(?:{_NO_OTHER}\w+\s+){{0,2}}$"
    )


def _short_names(authors: Sequence[str]) -> re.Pattern[str]:
    """An article and a word of an author's name, of those before "of" or the like: "the Court"."""
    heads = [_OF.split(name)[0].split() for name in authors]
    words = {word for head in heads for word in head if not word.isupper()}
    if not words:
        return NEVER
    return re.compile(rf"(?:{_ARTICLES})\s?(?:{'|'.join(map(re.escape, sorted(words)))})", re.I)


def _choices(cues: Sequence[str]) -> list[str]:
    return [choice for cue in cues for choice in cue.split("|")]
