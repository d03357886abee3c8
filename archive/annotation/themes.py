"""The themes of a passage: by the cues of the rules alone, or with its nearness in meaning."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.annotation.cues import is_acronym
from archive.annotation.model import Basis, ThemeFound
from archive.annotation.phrases import Found, PhraseBook, apart
from archive.annotation.rules import Rules, Term
from archive.annotation.weighing import SURE as WEIGHED_SURE
from archive.annotation.weighing import Signs, confidence
from archive.model import Passage, PassageKind

# How sure a theme is by its best cue alone, read off the passages labelled for development. A cue
# that texts name in passing is sure only beside another, or said twice.
OF_LABEL, OF_PHRASE, OF_WORD, IN_PASSING = 0.95, 0.85, 0.7, 0.4
_SHARES = (OF_LABEL, OF_PHRASE, OF_WORD, IN_PASSING, 0.0)
_PASSING, _HINT = 3, 4
# From this on a passage is filed under a theme by cues alone.
SURE = 0.6
# So many crimes in one breath are the list of a court's powers, and none of them is the theme.
LISTED = 3
# A language that no rule speaks is read with the cues of this one, for names and acronyms.
FALLBACK = "en"
# Titles whose cues are remembered: a document's passages follow on each other.
_TITLES = 256


@dataclass(frozen=True, slots=True)
class ThemeFinder:
    """The cues and hints of every theme by language; a phrase's owner is 5 × theme + kind."""

    books: dict[str, PhraseBook]
    themes: tuple[Term, ...] = ()

    @classmethod
    def of(cls, rules: Rules) -> "ThemeFinder":
        """Compile the cues and hints of `rules`."""
        codes = sorted({code for theme in rules.themes for code in theme.cues})
        weak = {code: frozenset(map(str.casefold, w.weak)) for code, w in rules.wordings.items()}
        books = {code: _book(rules.themes, code, weak.get(code, frozenset())) for code in codes}
        return cls(books, rules.themes)

    def find(self, text: str, language: str, *, is_call: bool) -> tuple[ThemeFound, ...]:
        """The themes of `text` by cues alone, surest first, then by id; each with its surest cue.

        A call names nothing in passing: it is short, and says what it asks for.
        """
        found = {
            number: theme
            for number, spans in self._spans(text, language).items()
            if (theme := self._by_cues(number, spans, text, is_call=is_call))
        }
        crimes = {n for n in found if self.themes[n].is_listed}
        kept = [
            theme
            for number, theme in found.items()
            if theme.confidence >= SURE and not (len(crimes) >= LISTED and number in crimes)
        ]
        return _ordered(kept)

    def weigh(
        self,
        passage: Passage,
        *,
        title: str,
        nearness: Sequence[float],
        publishers: Sequence[str] = (),
    ) -> tuple[ThemeFound, ...]:
        """The themes of `passage` by its cues, its hints and how near it is to each theme.

        `nearness` has a number for each theme of the rules, nan where only cues tell; see
        archive.annotation.nearness. A call names nothing in passing, and is filed by a phrase
        whatever it is near to: it is too short to be near to all that it asks for. Where a cue or
        hint that decides nothing alone is the name of a publisher, or of its council or court, the
        author speaks of itself.
        """
        text = passage.text
        by_phrase = self._by_phrase(passage)
        in_title = _titles(self, title, passage.language)
        named = self._named(passage, in_title, publishers)
        kept = []
        for number, found in named.items():
            near = nearness[number]
            if math.isnan(near):
                is_call = passage.kind is PassageKind.CALL
                by_cues = self._by_cues(number, found, text, is_call=is_call)
                kept += [by_cues] if by_cues and by_cues.confidence >= SURE else []
                continue
            signs = _signs(found, passage, in_title=in_title.get(number), nearness=near)
            sure = max(confidence(signs), by_phrase.get(self.themes[number].term_id, 0.0))
            if sure < WEIGHED_SURE:
                continue
            if found:
                best = min(found, key=lambda one: (_kind(one), one.start, -one.end))
                kept.append(self._theme(number, best, text, sure, near))
            else:
                by_title = self._theme(number, in_title[number], title, sure, near)
                kept.append(replace(by_title, start=-1, basis=Basis.RECORD))
        return _ordered(kept)

    def signs(
        self,
        passage: Passage,
        *,
        title: str,
        nearness: Sequence[float],
        publishers: Sequence[str] = (),
    ) -> dict[int, Signs]:
        """What `weigh` weighs, by the number of the theme."""
        in_title = _titles(self, title, passage.language)
        return {
            number: _signs(found, passage, in_title=in_title.get(number), nearness=nearness[number])
            for number, found in self._named(passage, in_title, publishers).items()
        }

    def _named(
        self, passage: Passage, in_title: Mapping[int, Found], publishers: Sequence[str]
    ) -> Mapping[int, Sequence[Found]]:
        """The phrases of each theme that the passage has, or a digest's title, by its number."""
        text = passage.text
        spans = _of_others(self._spans(text, passage.language), text, publishers)
        if passage.kind is not PassageKind.DIGEST:
            return spans
        return {**dict.fromkeys(in_title, ()), **spans}  # it tells of its document with its title

    def _by_phrase(self, passage: Passage) -> dict[str, float]:
        """How sure the themes are of which a call has a label or a cue of several words, by id."""
        if passage.kind is not PassageKind.CALL:
            return {}
        found = self.find(passage.text, passage.language, is_call=True)
        return {one.theme_id: one.confidence for one in found if one.confidence >= OF_PHRASE}

    def _spans(self, text: str, language: str) -> dict[int, list[Found]]:
        """What stands in `text`, by the number of its theme."""
        book = self.books.get(language) or self.books.get(FALLBACK)
        spans: dict[int, list[Found]] = {}
        for one in book.find(text) if book else ():
            spans.setdefault(one.owner // len(_SHARES), []).append(one)
        return spans

    def _by_cues(
        self, number: int, spans: Sequence[Found], text: str, *, is_call: bool
    ) -> ThemeFound | None:
        """The surest cue of a theme; those named in passing count together."""
        cues = [one for one in spans if _kind(one) < _HINT]
        if not cues:
            return None
        best = min(cues, key=lambda one: (_kind(one), one.start, -one.end))
        share = _SHARES[_kind(best)]
        if _kind(best) == _PASSING and (is_call or len(apart(cues)) > 1):
            share = OF_WORD
        return self._theme(number, best, text, share, 0.0)

    def _theme(
        self, number: int, cue: Found, text: str, sure: float, nearness: float
    ) -> ThemeFound:
        return ThemeFound(
            theme_id=self.themes[number].term_id,
            cue=text[cue.start : cue.end],
            start=cue.start,
            confidence=round(sure, 3),
            nearness=round(nearness, 2),
        )


def _signs(
    found: Sequence[Found],
    passage: Passage,
    *,
    in_title: Found | None,
    nearness: float,
) -> Signs:
    """What speaks for a theme that `passage` has the phrases `found` of, its title `in_title`."""
    decisive = _HINT if passage.kind is PassageKind.CALL else _PASSING
    phrases = [passage.text[one.start : one.end] for one in found]
    return Signs(
        has_cue=any(_kind(one) < decisive for one in found),
        count=len(apart(found)),
        words=len(passage.text.split()),
        in_title=in_title is not None,
        nearness=nearness,
        different=len({phrase.casefold() for phrase in phrases}),
        longest=max((len(phrase.split()) for phrase in phrases), default=0),
        is_title_cue=in_title is not None and _kind(in_title) < _PASSING,
        is_digest=passage.kind is PassageKind.DIGEST,
    )


@lru_cache(maxsize=_TITLES)
def _titles_of(book: PhraseBook, title: str) -> dict[int, Found]:
    found: dict[int, Found] = {}
    for one in book.find(title):
        number = one.owner // len(_SHARES)
        if number not in found or _kind(one) < _kind(found[number]):
            found[number] = one
    return found


def _titles(finder: ThemeFinder, title: str, language: str) -> dict[int, Found]:
    """The themes that a document's title has a cue or a hint of, each with its surest."""
    book = finder.books.get(language) or finder.books.get(FALLBACK)
    return _titles_of(book, title) if book else {}


def _of_others(
    spans: Mapping[int, list[Found]], text: str, publishers: Sequence[str]
) -> dict[int, list[Found]]:
    """`spans` without those that name one of `publishers` or a part of its name."""
    kept = {
        number: [
            one
            for one in found
            if _kind(one) < _PASSING or not _is_name(text[one.start : one.end], publishers)
        ]
        for number, found in spans.items()
    }
    return {number: found for number, found in kept.items() if found}


def _is_name(words: str, publishers: Sequence[str]) -> bool:
    name = words.removeprefix("the ").removeprefix("The ")
    return name[:1].isupper() and any(name in publisher for publisher in publishers)


def _ordered(themes: Sequence[ThemeFound]) -> tuple[ThemeFound, ...]:
    return tuple(sorted(themes, key=lambda theme: (-theme.confidence, theme.theme_id)))


def _kind(one: Found) -> int:
    """The place in _SHARES."""
    return one.owner % len(_SHARES)


def _book(themes: Sequence[Term], code: str, weak: frozenset[str]) -> PhraseBook:
    phrases = []
    for number, theme in enumerate(themes):
        owned = [(_plural(cue), _kind_of(cue, weak)) for cue in theme.cues.get(code, ())]
        owned += [(hint, _HINT) for hint in theme.hints.get(code, ())]
        owned += [(theme.label[code], 0)] if code in theme.label else []
        phrases += [(phrase, len(_SHARES) * number + kind) for phrase, kind in owned]
    return PhraseBook.of(phrases)


def _kind_of(cue: str, weak: frozenset[str]) -> int:
    if cue.casefold() in weak:
        return _PASSING
    return 1 if " " in cue or is_acronym(cue) else 2


def _plural(cue: str) -> str:
    """The cue with its last word also in a plural by -s, where it is written in Latin letters."""
    if is_acronym(cue):
        return cue
    head, _, last = cue.rpartition(" ")
    last = f"{last}|{last}s" if last[-1:].isascii() and last[-1:].isalpha() else last
    return f"{head} {last}".strip()
