"""The check itself: every place where a quotation stands, and what that says of it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from archive.messages import message
from archive.opened import Opened
from archive.quotes.candidates import Reach, Stretch, stretches
from archive.quotes.former import former_places
from archive.quotes.places import altered, places_in
from archive.quotes.reading import Reading, has_numbers, readings
from archive.quotes.sources import rows_of
from archive.quotes.verdicts import Outcome, Place, Verdict

MOST_PLACES = 5
_NO_SUCH_SOURCE = message(
    "No document here matches the source that was given, so the whole archive was looked through."
)
_NOT_ALL = message(
    "Not all passages were compared: too many are as likely. Give more of the quotation, or its "
    "source."
)
_NEAR_ELSEWHERE = message(
    "Nothing near stands in the source that was given; these words are of another one."
)
_OTHER_EARLIER = message("It is an earlier version of another source than the one given.")

_WRONG = (Outcome.ALTERED, Outcome.NOT_FOUND)


def check(text: str, opened: Opened, *, source: str = "") -> Verdict:
    """Say whether `text` stands in the archive as it is quoted, and in `source` if one is given.

    Nothing of the text is kept. Raises QueryError if it is shorter than three words or longer
    than 10,000 characters.
    """
    ways, reach = readings(text), Reach()
    if not source.strip():
        return _in_versions(ways, opened, allowed=opened.live, reach=reach)
    wanted = rows_of(source, opened)
    if not wanted.any():
        anywhere = _in_versions(ways, opened, allowed=opened.live, reach=reach)
        told = _elsewhere(anywhere, notes=(_NO_SUCH_SOURCE, *anywhere.notes))
        return replace(told, is_source_known=False)
    there = _in_versions(ways, opened, allowed=wanted & opened.live, reach=reach)
    if there.outcome not in _WRONG:
        return there
    anywhere = _in_versions(ways, opened, allowed=opened.live, reach=reach)
    if there.outcome is Outcome.NOT_FOUND and anywhere.outcome is Outcome.ALTERED:
        return replace(anywhere, notes=(_NEAR_ELSEWHERE, *anywhere.notes))
    if anywhere.outcome in _WRONG:
        return replace(there, notes=anywhere.notes, is_complete=anywhere.is_complete)
    is_earlier = anywhere.outcome is Outcome.EARLIER
    return _elsewhere(anywhere, notes=(_OTHER_EARLIER, *anywhere.notes) if is_earlier else ())


def _elsewhere(verdict: Verdict, *, notes: tuple[str, ...]) -> Verdict:
    """Right words are of another source than the one given; a digest of ours is no source."""
    is_right = verdict.outcome not in (*_WRONG, Outcome.EARLIER, Outcome.DIGEST)
    outcome = Outcome.OTHER_SOURCE if is_right else verdict.outcome
    return replace(verdict, outcome=outcome, notes=notes)


def _in_versions(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_], reach: Reach
) -> Verdict:
    """The best outcome among the present texts, or among earlier ones if no present one has it."""
    present = _in_rows(ways, opened, allowed=allowed, reach=reach)
    if present.outcome not in _WRONG:
        return present
    earlier = former_places(ways, opened, allowed=allowed, reach=reach)
    if not earlier:
        return _told(present.outcome, present.places, opened, reach=reach)
    outcome, shown = _best(earlier)
    beside = []
    for place in shown:
        now = _in_document(place.document.doc_id, ways, opened, reach=reach)
        if now.outcome not in _WRONG:
            return now
        beside.append(replace(place, now=next(iter(now.places), None)))
    return _told(outcome, beside, opened, reach=reach)


def _in_document(doc_id: str, ways: Sequence[Reading], opened: Opened, *, reach: Reach) -> Verdict:
    """What the present text of one document says; its likeliest passage is always read."""
    allowed = np.zeros(len(opened.live), dtype=bool)
    allowed[opened.columns.rows_of_document(doc_id)] = True
    reach.words = max(reach.words, 1)
    return _in_rows(ways, opened, allowed=allowed, reach=reach)


def _in_rows(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_], reach: Reach
) -> Verdict:
    """The best outcome among the rows that are `allowed`, with the places that share it."""
    found, looked_at = _exact(ways, opened, allowed=allowed, numbered=False, reach=reach)
    if not found and has_numbers(ways[0]):
        found, _ = _exact(ways, opened, allowed=allowed, numbered=True, reach=reach)
    if not found:
        found = altered(ways[-1], looked_at)
    outcome, places = _best(found)
    return _told(outcome, places, opened, reach=reach)


def _best(found: Sequence[tuple[Outcome, Place]]) -> tuple[Outcome, list[Place]]:
    """The best outcome, with the first places that have it."""
    order = list(Outcome)
    best = min((outcome for outcome, _ in found), key=order.index, default=Outcome.NOT_FOUND)
    return best, [place for outcome, place in found if outcome is best][:MOST_PLACES]


def _told(outcome: Outcome, places: Sequence[Place], opened: Opened, *, reach: Reach) -> Verdict:
    """The verdict, which says so if something was not compared that could have been better."""
    is_complete = not reach.is_cut or outcome not in (*_WRONG, Outcome.EARLIER)
    return Verdict(
        outcome=outcome,
        places=tuple(places),
        generation_id=opened.generation.generation_id,
        notes=() if is_complete else (_NOT_ALL,),
        is_complete=is_complete,
    )


def _exact(
    ways: Sequence[Reading],
    opened: Opened,
    *,
    allowed: NDArray[np.bool_],
    numbered: bool,
    reach: Reach,
) -> tuple[list[tuple[Outcome, Place]], list[Stretch]]:
    """Every place where the words stand, and the stretches that were looked at for them."""
    found: list[tuple[Outcome, Place]] = []
    looked_at: list[Stretch] = []
    enough = 0.0
    spots = stretches(ways[-1].parts, opened, allowed=allowed, numbered=numbered, reach=reach)
    for stretch in spots:
        if stretch.score < enough:
            break  # It lacks a word that a passage with the quotation has.
        looked_at.append(stretch)
        places = list(places_in(ways, stretch))
        if places:
            enough = stretch.score
        found += places
    return found, looked_at
