"""What makes a captured text doubtful, in words, for those who take it in or look it through."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import legibility, records
from archive.errors import RecordError
from archive.model import TextOrigin, Version

# So little text from so large a file is hardly all of it: in letters, and in bytes.
_FEW_LETTERS, _LARGE_BYTES = 400, 50_000
# A page of print has some 2,000 letters; a report with fewer than this on average is not all read.
_LETTERS_A_PAGE = 150
_GARBLED = 0.02
_PAGES_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A document whose text is to be looked through; `score` is from 0 to 1, `signs` say why."""

    doc_id: str
    score: float
    signs: tuple[str, ...]


def signs(version: Version, size_bytes: int) -> tuple[str, ...]:
    """Why the text of a captured version is doubtful; the size is that of its original."""
    found = legibility.of(version.passages)
    letters = sum(letter.isalpha() for letter in version.text)
    last = max((one.page for one in version.passages if one.page is not None), default=0)
    said = []
    if found.confidence is not None and found.is_low:
        said.append(f"read from pictures, {found.confidence} % sure")
    if found.garbled >= _GARBLED:
        said.append(f"{found.garbled:.0%} of it are no words")
    if found.missing:
        said.append(f"nothing on {pages(found.missing)} of {last}")
    # Pictures of pages are large whatever is on them.
    is_large = size_bytes > _LARGE_BYTES and found.confidence is None
    least = max(_LETTERS_A_PAGE * last if last > 1 else 0, _FEW_LETTERS if is_large else 0)
    if letters < least:
        said.append(f"{letters} letters from {size_bytes} bytes")
    return tuple(said)


def pages(numbers: tuple[int, ...]) -> str:
    """The pages by their numbers, at most ten of them."""
    more = " …" if len(numbers) > _PAGES_NAMED else ""
    return f"page{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:_PAGES_NAMED]))}{more}"


def doubtful(corpus: Path, progress: Callable[[int], object] = int) -> Iterator[Doubtful]:
    """The documents of `corpus` whose current text is doubtful, by their ids.

    `progress` is told of each record that was looked at; damaged ones are passed over, which
    `archive check` names.
    """
    for folder in records.folders(corpus):
        progress(1)
        try:
            version = records.read(folder).current
        except RecordError:
            continue
        if version.origin is not TextOrigin.CAPTURED:
            continue
        original = folder / records.VERSIONS / version.version_id / version.original
        found = signs(version, original.stat().st_size)
        if found:
            score = legibility.of(version.passages).score
            yield Doubtful(doc_id=folder.name, score=score, signs=found)
