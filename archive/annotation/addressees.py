"""To whom a passage speaks: the addressees that stand where an act or a modal names them."""

import re
from dataclasses import dataclass

from archive.annotation.cues import NEVER, cue_pattern, is_acronym, name_pattern
from archive.annotation.rules import Rules

# Where a word of `beside` is looked for, in characters before a name.
_BEFORE = 30
ALL_STATES, NAMED_STATE = "all-states", "named-state"


@dataclass(frozen=True, slots=True)
class AddresseeFinder:
    """The compiled cues of every addressee by language, the order that of the rules."""

    ids: tuple[str, ...]
    by_language: dict[str, dict[str, tuple[re.Pattern[str], re.Pattern[str]]]]
    states: dict[str, re.Pattern[str]]
    beside: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, rules: Rules) -> "AddresseeFinder":
        """Compile the cues of `rules`."""
        codes = sorted({code for one in rules.addressees for code in one.cues})
        by_language = {
            code: {
                one.term_id: (
                    cue_pattern(cue for cue in one.cues.get(code, ()) if not is_acronym(cue)),
                    name_pattern(cue for cue in one.cues.get(code, ()) if is_acronym(cue)),
                )
                for one in rules.addressees
            }
            for code in codes
        }
        states = {code: name_pattern(names) for code, names in rules.states.items()}
        beside = {
            code: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words.beside))})\s+(?:\w+\s+)?$")
            for code, words in rules.wordings.items()
            if words.beside
        }
        return cls(rules.addressee_ids, by_language, states, beside)

    def find(self, text: str, language: str) -> tuple[str, ...]:
        """The addressees named in `text`: the longest names first, each stretch read once.

        A name behind a word of `beside`, but for one article, is nobody's who is spoken to.
        """
        beside = self.beside.get(language, NEVER)
        patterns = self.by_language.get(language, {})
        spans = [
            (match.start(), match.end(), addressee)
            for addressee, both in patterns.items()
            for pattern in both
            for match in pattern.finditer(text)
        ]
        states = self.states.get(language, NEVER).finditer(text)
        spans += [(match.start(), match.end(), NAMED_STATE) for match in states]
        taken: list[tuple[int, int]] = []
        found = set()
        for start, end, addressee in sorted(spans, key=lambda one: (one[0] - one[1], one[0])):
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                if not beside.search(text, max(0, start - _BEFORE), start):
                    found.add(addressee)
        return tuple(addressee for addressee in self.ids if addressee in found)
