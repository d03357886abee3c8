"""The check itself: every place where a quotation stands, and what that says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from archive.messages import message
from archive.model import TextOrigin
from archive.opened import Opened
from archive.quotes import repairs
from archive.quotes.candidates import Reach, Stretch, stretches
from archive.quotes.differences import SHARE_ALIKE, Nearest, highest_share, nearest
from archive.quotes.matching import Match, between, distortion, matches
from archive.quotes.reading import Reading, has_numbers, readings
from archive.quotes.sources import rows_of
from archive.quotes.verdicts import Outcome, Place, Verdict
from archive.quotes.voices import is_quoted

MOST_PLACES = 5
# Stretches that are laid beside an altered quotation word by word.
MOST_ALIGNED = 8
_NO_SUCH_SOURCE = message(
    "No document here matches the source that was given, so the whole archive was looked through."
)
_NOT_ALL = message(
    "Not all passages were compared: too many are as likely. Give more of the quotation, or its "
    "source."
)


_WRONG = (Outcome.ALTERED, Outcome.NOT_FOUND)


def check(text: str, opened: Opened, *, source: str = "") -> Verdict:
    """Say whether `text` stands in the archive as it is quoted, and in `source` if one is given.

    Nothing of the text is kept. Raises QueryError if it is shorter than three words or longer
    than 10,000 characters.
    """
    ways, reach = readings(text), Reach()
    if not source.strip():
        return _in_rows(ways, opened, allowed=opened.live, reach=reach)
    wanted = rows_of(source, opened)
    if not wanted.any():
        anywhere = _in_rows(ways, opened, allowed=opened.live, reach=reach)
        told = _elsewhere(anywhere, notes=(_NO_SUCH_SOURCE, *anywhere.notes))
        return replace(told, is_source_known=False)
    there = _in_rows(ways, opened, allowed=wanted & opened.live, reach=reach)
    if there.outcome not in _WRONG:
        return there
    anywhere = _in_rows(ways, opened, allowed=opened.live, reach=reach)
    if anywhere.outcome in _WRONG:
        return replace(there, notes=anywhere.notes, is_complete=anywhere.is_complete)
    return _elsewhere(anywhere, notes=())


def _elsewhere(verdict: Verdict, *, notes: tuple[str, ...]) -> Verdict:
    """Right words are of another source than the one given; a digest of ours is no source."""
    is_right = verdict.outcome not in (*_WRONG, Outcome.DIGEST)
    outcome = Outcome.OTHER_SOURCE if is_right else verdict.outcome
    return replace(verdict, outcome=outcome, notes=notes)


def _in_rows(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_], reach: Reach
) -> Verdict:
    """The best outcome among the rows that are `allowed`, with the places that share it."""
    found, looked_at = _exact(ways, opened, allowed=allowed, numbered=False, reach=reach)
    if not found and has_numbers(ways[0]):
        found, _ = _exact(ways, opened, allowed=allowed, numbered=True, reach=reach)
    if not found:
        found = _altered(ways[-1], looked_at)
    order = list(Outcome)
    best = min((outcome for outcome, _ in found), key=order.index, default=Outcome.NOT_FOUND)
    is_complete = not reach.is_cut or best not in _WRONG
    return Verdict(
        outcome=best,
        places=tuple(place for outcome, place in found if outcome is best)[:MOST_PLACES],
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
        places = list(_places(ways, stretch))
        if places:
            enough = stretch.score
        found += places
    return found, looked_at


def _places(ways: Sequence[Reading], stretch: Stretch) -> Iterator[tuple[Outcome, Place]]:
    """The places in one stretch by the first reading that fits."""
    for reading in ways:
        fits = list(matches(reading, stretch.words))
        for match in fits:
            place = _place(reading, match, stretch)
            yield _outcome(place), place
        if fits:
            return


def _place(reading: Reading, match: Match, stretch: Stretch) -> Place:
    words = stretch.words
    rows = stretch.rows_of(match.first, match.behind)
    hidden = between(match, words)
    pairs = zip(reading.parts, match.spans, strict=True)
    needed = [
        name
        for part, (first, behind) in pairs
        for name in repairs.needed(
            part.text, words.text[words.starts[first] : words.ends[behind - 1]]
        )
    ]
    gaps = list(zip(reading.gaps, hidden, strict=True))
    return Place(
        document=rows[0].document,
        passages=tuple(row.passage for row in rows),
        words=words.text[words.starts[match.first] : _end(stretch, match.behind)],
        repairs=tuple(dict.fromkeys([*needed, *reading.marks])),
        omitted=tuple(text for gap, text in gaps if not gap.is_insertion),
        inserted=tuple((gap.typed, text) for gap, text in gaps if gap.is_insertion),
        quoted=is_quoted(stretch, match.first, match.behind),
        is_digest=rows[0].origin is TextOrigin.DIGEST,
        warning=distortion(reading, match, words),
    )


def _end(stretch: Stretch, behind: int) -> int:
    """Behind the last word, with the stop that closes its sentence."""
    end = stretch.words.ends[behind - 1]
    return end + 1 if stretch.words.text[end : end + 1] in (".", "!", "?", "؟") else end


def _outcome(place: Place) -> Outcome:
    if place.warning:
        return Outcome.ALTERED
    if place.is_digest:
        return Outcome.DIGEST
    if place.quoted:
        return Outcome.OTHER_VOICE
    return Outcome.REPAIRED if place.repairs else Outcome.VERIFIED


def _altered(reading: Reading, looked_at: Sequence[Stretch]) -> list[tuple[Outcome, Place]]:
    """The one place whose words are most like the quotation's, if any is alike."""
    pair = _most_alike(reading, looked_at)
    if pair is None:
        return []
    best, stretch = pair
    rows = stretch.rows_of(best.first, best.behind)
    words = stretch.words
    place = Place(
        document=rows[0].document,
        passages=tuple(row.passage for row in rows),
        words=words.between(best.first, best.behind),
        quoted=is_quoted(stretch, best.first, best.behind),
        is_digest=rows[0].origin is TextOrigin.DIGEST,
        changes=best.changes,
    )
    return [(Outcome.ALTERED, place)]


def _most_alike(reading: Reading, looked_at: Sequence[Stretch]) -> tuple[Nearest, Stretch] | None:
    """The stretch whose words are most like the quotation's, the likelier of equal ones.

    Those with the most of its words in any order are laid beside it first, so that the others
    need not be.
    """
    least = max((stretch.score for stretch in looked_at), default=0.0) * SHARE_ALIKE
    bounds = [
        (highest_share(reading, stretch.words), stretch)
        for stretch in looked_at
        if stretch.score >= least
    ]
    best: tuple[Nearest, Stretch] | None = None
    # A sort keeps the order of equal ones: they come the likeliest first.
    for bound, stretch in sorted(bounds, key=lambda pair: -pair[0])[:MOST_ALIGNED]:
        if bound < SHARE_ALIKE or (best and bound <= best[0].share):
            break
        found = nearest(reading, stretch.words)
        if found and (best is None or found.share > best[0].share):
            best = found, stretch
    return best
