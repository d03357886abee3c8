"""Where a pair says different things: numbers, negations, modal verbs, verbs, addressees."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from archive.annotation.acts import BY_MODAL
from archive.annotation.addressees import NAMED_STATE
from archive.annotation.annotate import Annotator
from archive.annotation.cues import NEVER
from archive.annotation.model import Annotation
from archive.annotation.themes import ThemeFinder
from archive.drafts.report import Difference, Kind
from archive.keyword.analysis import fold, stem
from archive.quotes.verdicts import Change
from archive.rows import Row
from archive.turning_words import turning_words, turns

_WORDS = {Kind.NUMBER: "number", Kind.NEGATION: "negation", Kind.MODAL: "modal"}
# A cue of more words is a heading that calls were found under, not a verb.
_MOST_VERB_WORDS = 4


@dataclass(frozen=True, slots=True)
class Turns:
    """The rules by which differences are found."""

    annotator: Annotator

    @classmethod
    def of(cls, annotator: Annotator) -> "Turns":
        """The rules of acts and addressees among those that `annotator` has compiled."""
        return cls(replace(annotator, themes=ThemeFinder({}), of_words={}))

    def aligned(
        self, draft: Row, earlier: Row, changes: Sequence[Change]
    ) -> tuple[Difference, ...]:
        """How two texts of the same words differ: within the runs that are not the same."""
        runs = [(one.typed, one.source) for one in changes if not one.is_same]
        found = [_in_runs(kind, runs, partial(_of, kind)) for kind in _WORDS]
        verbs = self._verbs_in(runs, draft, earlier) or self._verbs(draft, earlier)
        named = _apart(Kind.ADDRESSEE, self._named(draft), self._named(earlier))
        return _kept([*found, verbs, named])

    def reworded(self, draft: Row, earlier: Row) -> tuple[Difference, ...]:
        """How two texts of one meaning differ, each read as a whole.

        Only what both say something of is compared, but for negations; words only where both are
        of one language.
        """
        typed, source = draft.passage.text, earlier.passage.text
        found = [_both(_apart(Kind.NUMBER, _digits(typed), _digits(source)))]
        if draft.passage.language == earlier.passage.language:
            no, never = _of(Kind.NEGATION, typed), _of(Kind.NEGATION, source)
            found += [
                _apart(Kind.NEGATION, no, never) if bool(no) != bool(never) else None,
                _both(_apart(Kind.MODAL, _of(Kind.MODAL, typed), _of(Kind.MODAL, source))),
                self._verbs(draft, earlier),
            ]
        ours, theirs = self._act(draft).addressees, self._act(earlier).addressees
        if ours and theirs and not set(ours) & set(theirs):
            found.append(_apart(Kind.ADDRESSEE, ours, theirs))
        return _kept(found)

    def _verbs_in(
        self, runs: Sequence[tuple[str, str]], draft: Row, earlier: Row
    ) -> Difference | None:
        """The verbs that differ run by run; none where one text has its verb in its lead-in."""
        if self._act(draft).inherited != self._act(earlier).inherited:
            return None
        acting = partial(self._acting, language=draft.passage.language)
        others = [
            run for run in runs if acting(run[0], is_stem=True) != acting(run[1], is_stem=True)
        ]
        return _in_runs(Kind.VERB, others, acting)

    def _verbs(self, draft: Row, earlier: Row) -> Difference | None:
        """The verbs by which both act, where they are not forms of one verb."""
        ours, theirs = self._act(draft), self._act(earlier)
        if not (_verb(ours) and _verb(theirs)) or ours.strength == theirs.strength == BY_MODAL:
            return None
        language = draft.passage.language
        if _stems(ours.cue, language) == _stems(theirs.cue, language):
            return None
        return Difference(kind=Kind.VERB, draft=(ours.cue,), earlier=(theirs.cue,))

    def _acting(self, text: str, *, language: str, is_stem: bool = False) -> list[str]:
        """The verbs in `text` by which an author may act, each act's in order, or their stems."""
        lexicon = self.annotator.lexicons.get(language)
        patterns = [*lexicon.performs.values(), *lexicon.own.values()] if lexicon else []
        found = [one.group().casefold() for pattern in patterns for one in pattern.finditer(text)]
        return [" ".join(_stems(one, language)) for one in found] if is_stem else found

    def _act(self, row: Row) -> Annotation:
        return self.annotator.annotate(row)

    def _named(self, row: Row) -> list[str]:
        """The ids of the addressees that a text names, and States by their names."""
        text, language = f"{row.passage.lead_in} {row.passage.text}", row.passage.language
        finder = self.annotator.addressees
        found = dict.fromkeys(one.addressee for one in finder.find(text, language))
        ids = [one for one in found if one != NAMED_STATE]
        states = finder.states.get(language, NEVER).finditer(text)
        return [*ids, *dict.fromkeys(state.group() for state in states)]


def window(row: Row, words: str) -> Row:
    """The row as if its passage held only `words`."""
    return replace(row, passage=replace(row.passage, text=words, links=()))


def _of(kind: Kind, text: str) -> list[str]:
    return [word for word in turning_words(text) if turns(word) == _WORDS[kind]]


def _in_runs(
    kind: Kind, runs: Sequence[tuple[str, str]], words: Callable[[str], list[str]]
) -> Difference | None:
    """What differs of `words` run by run: one that moved says something else in its new place."""
    found = [_apart(kind, words(typed), words(source)) for typed, source in runs]
    apart = [one for one in found if one]
    if not apart:
        return None
    draft = tuple(word for one in apart for word in one.draft)
    earlier = tuple(word for one in apart for word in one.earlier)
    return Difference(kind=kind, draft=draft, earlier=earlier)


def _digits(text: str) -> list[str]:
    return [word for word in turning_words(text) if word[:1].isdigit()]


def _apart(kind: Kind, draft: Sequence[str], earlier: Sequence[str]) -> Difference | None:
    """What only one of both has, as often as it has it more; None where that is nothing."""
    ours, theirs = Counter(draft), Counter(earlier)
    if ours == theirs:
        return None
    only = tuple((ours - theirs).elements()), tuple((theirs - ours).elements())
    return Difference(kind=kind, draft=only[0], earlier=only[1])


def _both(difference: Difference | None) -> Difference | None:
    return difference if difference and difference.draft and difference.earlier else None


def _kept(found: Iterable[Difference | None]) -> tuple[Difference, ...]:
    return tuple(one for one in found if one is not None)


def _verb(annotation: Annotation) -> bool:
    return 0 < len(annotation.cue.split()) <= _MOST_VERB_WORDS


def _stems(cue: str, language: str) -> list[str]:
    return [stem(fold(word), language) for word in cue.split()]
