"""What editors decided of a passage's annotation, laid over what the rules found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from archive.annotation.addressees import NAMED_STATE
from archive.annotation.model import Annotation, Basis, ThemeFound
from archive.annotation.rules import Rules
from archive.decisions import Decision, Kind
from archive.model import Passage

# An act that an editor gave is as strong as a verb by which the author acts.
STRENGTH_GIVEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Of one passage: each value that was accepted (true) or rejected (false).

    `start` and `language` are the passage's, which nothing may have been found of before.
    """

    start: int
    language: str
    themes: dict[str, bool] = field(default_factory=dict)
    acts: dict[str, bool] = field(default_factory=dict)
    addressees: dict[str, bool] = field(default_factory=dict)


def by_row(
    decisions: Iterable[Decision],
    rows: Mapping[str, int],
    passage: Callable[[int], Passage],
) -> dict[int, Decided]:
    """The decisions by the row of their passage; of several on one value the last one counts.

    `rows` are the rows of passages by id, those that are there; `passage` reads one.
    """
    found: dict[int, Decided] = {}
    for one in decisions:
        row = rows.get(one.passage_id)
        if row is None:
            continue
        if row not in found:
            read = passage(row)
            found[row] = Decided(start=read.start, language=read.language)
        values = {
            Kind.THEME: found[row].themes,
            Kind.ACT: found[row].acts,
            Kind.ADDRESSEE: found[row].addressees,
        }
        values[one.kind][one.value] = one.accepted
    return found


def decide(found: Annotation, decided: Decided, rules: Rules) -> Annotation:
    """`found` as the editors left it; what the rules do not know any more is passed over.

    A rejected act leaves none, and nobody to whom it would be done.
    """
    themes = [
        replace(one, accepted=one.theme_id in decided.themes)
        for one in found.themes
        if decided.themes.get(one.theme_id, True)
    ]
    known = {one.theme_id for one in found.themes}
    themes += [
        ThemeFound(
            theme_id=theme_id, cue="", start=-1, confidence=1.0, basis=Basis.EDITOR, accepted=True
        )
        for theme_id, is_accepted in sorted(decided.themes.items())
        if is_accepted and theme_id not in known and theme_id in rules.theme_ids
    ]
    addressees = _addressees(found, decided, rules.addressee_ids)
    states = found.states if NAMED_STATE in addressees else ()
    whole = replace(found, themes=tuple(themes), addressees=addressees, states=states)
    return _acted(whole, decided)


def _addressees(found: Annotation, decided: Decided, order: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {one for one in found.addressees if decided.addressees.get(one, True)}
    wanted |= {one for one, is_accepted in decided.addressees.items() if is_accepted}
    return tuple(one for one in order if one in wanted)


def _acted(found: Annotation, decided: Decided) -> Annotation:
    given = sorted(act for act, is_accepted in decided.acts.items() if is_accepted)
    if given:
        if found.act in given:
            return found
        return replace(found, act=given[0], strength=STRENGTH_GIVEN, cue="", inherited=False)
    if decided.acts.get(found.act, True):
        return found
    return Annotation(themes=found.themes)
