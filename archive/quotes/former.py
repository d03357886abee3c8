"""Where a quotation stands in earlier versions of documents, which are not searched any more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from archive.earlier import EarlierVersion
from archive.opened import Opened
from archive.quotes.candidates import Reach, Stretch, along
from archive.quotes.places import places_in
from archive.quotes.reading import Reading, has_numbers
from archive.quotes.verdicts import Outcome, Place
from archive.rows import Row
from archive.wording import Wording


def former_places(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_], reach: Reach
) -> list[tuple[Outcome, Place]]:
    """The places in the latest version of each document that has the words.

    `allowed` (rows,) bool are of the documents that are looked through. The version that was
    captured last comes first, those of one instant by document.
    """
    found: dict[str, list[tuple[Outcome, Place]]] = {}
    for version in _versions(ways, opened, allowed=allowed):
        if version.doc_id in found:
            continue
        if reach.words <= 0:
            reach.is_cut = True
            break
        places = _places(ways, version, opened, reach=reach)
        if places:
            found[version.doc_id] = places
    ordered = [one for _, places in sorted(found.items()) for one in places]
    return sorted(ordered, key=_captured_at, reverse=True)


def _captured_at(found: tuple[Outcome, Place]) -> str:
    version = found[1].version
    return version.captured_at if version else ""


def _versions(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_]
) -> Iterator[EarlierVersion]:
    """The versions that have every whole word of the quotation, the later ones of each first."""
    words = set.intersection(*(_whole_words(reading.parts) for reading in ways))
    documents = np.flatnonzero(opened.columns.documents_of(np.flatnonzero(allowed)))
    names = [opened.columns.doc_ids[number] for number in documents.tolist()]
    return opened.earlier.having(words, names)


def _whole_words(parts: Sequence[Wording]) -> set[str]:
    """The words that no hyphen parts from the next: those are one word in some prints."""
    return {
        part.form(number)
        for part in parts
        for number in range(len(part))
        if not part.soft[number] and not (number + 1 < len(part) and part.soft[number + 1])
    }


def _places(
    ways: Sequence[Reading], version: EarlierVersion, opened: Opened, *, reach: Reach
) -> list[tuple[Outcome, Place]]:
    """The places of the quotation in one version."""
    document = opened.row(int(opened.columns.rows_of_document(version.doc_id)[0])).document
    rows = [
        Row(document=document, passage=passage, origin=version.origin)
        for passage in version.passages
    ]
    for numbered in (False, True) if has_numbers(ways[0]) else (False,):
        stretches = [*along(rows, score=0.0, numbered=numbered)]
        reach.words -= sum(len(stretch.words) for stretch in stretches)
        found = [*_in_stretches(ways, stretches, version)]
        if found:
            return found
    return []


def _in_stretches(
    ways: Sequence[Reading], stretches: Sequence[Stretch], version: EarlierVersion
) -> Iterator[tuple[Outcome, Place]]:
    """What stands there word for word; an earlier text is no measure of altered words."""
    for stretch in stretches:
        for outcome, place in places_in(ways, stretch):
            if outcome is not Outcome.ALTERED:
                told = Outcome.DIGEST if place.is_digest else Outcome.EARLIER
                yield told, replace(place, version=version)
