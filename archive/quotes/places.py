"""Where a quotation stands in a stretch, and where the nearest words do if it stands nowhere."""

from collections.abc import Iterator, Sequence

from archive.model import TextOrigin
from archive.quotes import repairs
from archive.quotes.candidates import Stretch
from archive.quotes.differences import SHARE_ALIKE, Nearest, highest_share, nearest
from archive.quotes.matching import Match, between, distortion, matches
from archive.quotes.reading import Reading
from archive.quotes.verdicts import Outcome, Place
from archive.quotes.voices import is_quoted

# Stretches that are laid beside an altered quotation word by word.
MOST_ALIGNED = 8


def places_in(ways: Sequence[Reading], stretch: Stretch) -> Iterator[tuple[Outcome, Place]]:
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


def altered(reading: Reading, looked_at: Sequence[Stretch]) -> list[tuple[Outcome, Place]]:
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
