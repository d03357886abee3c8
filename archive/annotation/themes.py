"""The themes of a passage, by the labels and cues of the rules that stand in it."""

import re
from dataclasses import dataclass

from archive.annotation.cues import cue_pattern, is_acronym, name_pattern
from archive.annotation.model import ThemeFound
from archive.annotation.rules import Rules, Term

# How sure a theme is by its best cue, read off the passages labelled for development. A cue that
# texts name in passing is sure only beside another, or said twice.
OF_LABEL, OF_PHRASE, OF_WORD, IN_PASSING = 0.95, 0.85, 0.7, 0.4
# From this on a passage is filed under a theme.
SURE = 0.6
# So many crimes in one breath are the list of a court's powers, and none of them is the theme.
LISTED = 3
LISTED_GROUP = "crimes"
# A language that no rule speaks is read with the cues of this one, for names and acronyms.
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class _Cues:
    theme_id: str
    group: str
    kinds: tuple[tuple[float, re.Pattern[str]], ...]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class ThemeFinder:
    """The compiled cues of every theme by language."""

    by_language: dict[str, tuple[_Cues, ...]]

    @classmethod
    def of(cls, rules: Rules) -> "ThemeFinder":
        """Compile the cues of `rules`."""
        codes = sorted({code for theme in rules.themes for code in theme.cues})
        weak = {code: frozenset(map(str.casefold, w.weak)) for code, w in rules.wordings.items()}
        return cls(
            {
                code: tuple(_cues(one, code, weak.get(code, frozenset())) for one in rules.themes)
                for code in codes
            }
        )

    def find(self, text: str, language: str, *, is_call: bool) -> tuple[ThemeFound, ...]:
        """The themes of `text`, surest first, then by id; each once, with its surest cue.

        A call names nothing in passing: it is short, and says what it asks for.
        """
        cues = self.by_language.get(language) or self.by_language.get(FALLBACK, ())
        pairs = [(one, theme) for one in cues if (theme := _found(one, text, is_call=is_call))]
        listed = {theme.theme_id for one, theme in pairs if one.group == LISTED_GROUP}
        kept = [
            theme
            for _, theme in pairs
            if theme.confidence >= SURE and not (len(listed) >= LISTED and theme.theme_id in listed)
        ]
        return tuple(sorted(kept, key=lambda theme: (-theme.confidence, theme.theme_id)))


def _cues(theme: Term, code: str, weak: frozenset[str]) -> _Cues:
    cues = theme.cues.get(code, ())
    names = [cue for cue in cues if is_acronym(cue)]
    phrases = [_plural(cue) for cue in cues if " " in cue and cue not in names]
    words = [_plural(cue) for cue in cues if " " not in cue and cue not in names]
    label = [theme.label[code]] if code in theme.label else []
    kinds = (
        (OF_LABEL, cue_pattern(label)),
        (OF_PHRASE, cue_pattern(phrases)),
        (OF_PHRASE, name_pattern(names)),
        (OF_WORD, cue_pattern(words)),
    )
    return _Cues(theme.term_id, theme.group, kinds, weak)


def _plural(cue: str) -> str:
    """The cue with its last word also in a plural by -s, where it is written in Latin letters."""
    head, _, last = cue.rpartition(" ")
    last = f"{last}|{last}s" if last[-1:].isascii() and last[-1:].isalpha() else last
    return f"{head} {last}".strip()


def _found(cues: _Cues, text: str, *, is_call: bool) -> ThemeFound | None:
    """The surest cue of a theme; those named in passing count together."""
    passing: list[re.Match[str]] = []
    for confidence, pattern in cues.kinds:
        for match in pattern.finditer(text):
            if match.group().casefold() not in cues.weak:
                return _theme(cues, match, confidence)
            passing.append(match)
    if not passing:
        return None
    return _theme(cues, passing[0], OF_WORD if is_call or len(passing) > 1 else IN_PASSING)


def _theme(cues: _Cues, match: re.Match[str], confidence: float) -> ThemeFound:
    return ThemeFound(
        theme_id=cues.theme_id, cue=match.group(), start=match.start(), confidence=confidence
    )
