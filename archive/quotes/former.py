"""Where a quotation stands in earlier versions of documents, which are not searched any more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from archive.earlier import Earlier, Head
from archive.model import Document
from archive.opened import Opened
from archive.quotes.candidates import BETWEEN, Reach, Stretch, along, runs
from archive.quotes.places import places_in
from archive.quotes.reading import Reading, has_numbers
from archive.quotes.verdicts import Outcome, Place
from archive.quotes.windows import Sought, joined, windows
from archive.rows import Row


def former_places(
    ways: Sequence[Reading], opened: Opened, *, allowed: NDArray[np.bool_], reach: Reach
) -> list[tuple[Outcome, Place]]:
    """The places in the latest version of each document that has the words.

    `allowed` (rows,) bool are of the documents that are looked through. The version that was
    captured last comes first, those of one instant by document.
    """
    sought = [Sought.of(reading) for reading in ways]
    prints = (False, True) if has_numbers(ways[0]) else (False,)
    lines = {numbered: _lines(sought, opened.earlier, numbered) for numbered in prints}
    found: dict[str, list[tuple[Outcome, Place]]] = {}
    for line in sorted(set[int]().union(*lines.values()), reverse=True):
        doc_id = opened.earlier.doc_ids[line]
        of_document = opened.columns.rows_of_document(doc_id)
        if doc_id in found or not allowed[of_document].any():
            continue
        if reach.words <= 0:
            reach.is_cut = True
            break
        document = opened.row(int(of_document[0])).document
        text = _Text(earlier=opened.earlier, line=line, document=document)
        for numbered in (one for one in prints if line in lines[one]):
            stretches = text.stretches(sought, numbered=numbered)
            places = [*_in_stretches(ways, stretches, text.head, reach=reach)]
            if places:
                found[doc_id] = places
                break
    ordered = [one for _, places in sorted(found.items()) for one in places]
    return sorted(ordered, key=_captured_at, reverse=True)


def _captured_at(found: tuple[Outcome, Place]) -> str:
    version = found[1].version
    return version.captured_at if version else ""


def _lines(sought: Sequence[Sought], earlier: Earlier, numbered: bool) -> set[int]:
    """The versions that have the letters of all parts of a reading."""
    letters = earlier.numbered if numbered else earlier.letters
    return set[int]().union(*(letters.having(one.letters) for one in sought))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A version in its line, of which only the passages are read that are asked for."""

    earlier: Earlier
    line: int
    document: Document

    @property
    def head(self) -> Head:
        """What is known of the version."""
        return self.earlier.head(self.line)

    def stretches(self, sought: Sequence[Sought], *, numbered: bool) -> Iterator[Stretch]:
        """Yield the stretches that have the letters of a reading, in the order of the text."""
        letters = self.earlier.numbered if numbered else self.earlier.letters
        for low, high in joined(map(self._widened, windows(sought, letters, self.line))):
            yield from along(self._rows(low, high), score=0.0, numbered=numbered)

    def _widened(self, span: tuple[int, int]) -> tuple[int, int]:
        """With the passages beside it while all are capitals, as a title is and no whole text.

        A text that is all capitals says nothing of acronyms.
        """
        low, high = span
        end = len(self.earlier.letters.pieces(self.line))
        while high - low < end and any(map(_is_upper, runs(self._rows(low, high)))):
            low, high = max(0, low - 1), min(end, high + 1)
        return low, high

    def _rows(self, low: int, high: int) -> list[Row]:
        origin = self.head.origin
        passages = (self.earlier.passage(self.line, number) for number in range(low, high))
        return [Row(document=self.document, passage=one, origin=origin) for one in passages]


def _is_upper(rows: Sequence[Row]) -> bool:
    return BETWEEN.join(row.passage.text for row in rows).isupper()


def _in_stretches(
    ways: Sequence[Reading], stretches: Iterable[Stretch], version: Head, *, reach: Reach
) -> Iterator[tuple[Outcome, Place]]:
    """What stands there word for word; an earlier text is no measure of altered words."""
    for stretch in stretches:
        reach.words -= len(stretch.words)
        for outcome, place in places_in(ways, stretch):
            if outcome is not Outcome.ALTERED:
                told = Outcome.DIGEST if place.is_digest else Outcome.EARLIER
                yield told, replace(place, version=version)
