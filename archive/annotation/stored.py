"""The annotations of a generation: a line for each row found, and arrays to count them by."""

import json
import mmap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.annotation import rules
from archive.annotation.acts import ORDER
from archive.annotation.annotate import NOTHING, Annotator
from archive.annotation.decided import Decided, decide
from archive.annotation.model import Annotation, Basis, ThemeFound
from archive.annotation.rules import Rules
from archive.errors import GenerationError
from archive.rows import Row

_LINES, _FOUND, _THEMES = "annotations.jsonl", "annotations.npy", "annotation_themes.npy"
# Said to readers and, in the log, to whoever runs the archive.
OUTDATED = (
    "The positions in this index were found by another release of the archive. Whoever runs it: "
    "run `archive build`, or start the server again if the newer release has built; until then the "
    "documents can be searched and read."
)
_NO_RULES = Rules(themes=(), acts=(), addressees=(), groups={}, wordings={}, states={})
# A row that was found: where its line begins, where its passage does, and what it was found to be.
# `act` is 0 without one, else its place in ORDER from 1; `to` has a bit for each addressee.
_FOUND_TYPE = np.dtype(
    [
        ("row", "<i4"),
        ("line", "<i8"),
        ("start", "<i4"),
        ("act", "u1"),
        ("to", "<u8"),
        ("code", "S8"),
    ]
)
# A theme of a row: the row's place among those found, and the theme's among the rules.
_THEME_TYPE = np.dtype([("place", "<i4"), ("theme", "<u2")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows found, (found,) each, dead ones too; and their themes, (findings,) each.

    `rows` int64 numbers over all segments, `starts` int32 of the passages, `acts` uint8 (0: none,
    else 1 + the place in ORDER), `to` uint64 bits by the rules' order, `languages` S8. Finding i
    says that the row at `places[i]` has the rules' theme number `themes[i]`.
    """

    rows: NDArray[np.int64]
    starts: NDArray[np.int32]
    acts: NDArray[np.uint8]
    to: NDArray[np.uint64]
    languages: NDArray[np.bytes_]
    places: NDArray[np.int32]
    themes: NDArray[np.uint16]


def write(
    folder: Path,
    rows: Sequence[Row],
    annotator: Annotator,
    *,
    nearness: NDArray[np.float32] | None = None,
) -> None:
    """Annotate `rows` into `folder`, a segment's: one line for each row with a finding.

    `nearness` (rows, themes) float32 is how near each passage is to each theme in meaning.
    """
    lines: list[bytes] = []
    found: list[tuple[int, int, int, int, int, bytes]] = []
    themes: list[tuple[int, int]] = []
    at = 0
    for number, row in enumerate(rows):
        one = annotator.annotate(row, None if nearness is None else nearness[number].tolist())
        if one == NOTHING:
            continue
        line = json.dumps(asdict(one), ensure_ascii=False, sort_keys=True).encode() + b"\n"
        act, to, numbers = _codes(one, annotator.rules)
        code = row.passage.language.encode()
        themes += [(len(found), theme) for theme in numbers]
        found.append((number, at, row.passage.start, act, to, code))
        lines.append(line)
        at += len(line)
    (folder / _LINES).write_bytes(b"".join(lines))
    np.save(folder / _FOUND, np.array(found, dtype=_FOUND_TYPE))
    np.save(folder / _THEMES, np.array(themes, dtype=_THEME_TYPE))


def _codes(found: Annotation, known: Rules) -> tuple[int, int, list[int]]:
    """The act's number, the addressees' bits and the themes' numbers."""
    act = ORDER.index(found.act) + 1 if found.act else 0
    to = sum(1 << known.addressee_ids.index(one) for one in found.addressees)
    return act, to, [known.theme_ids.index(one.theme_id) for one in found.themes]


def is_made_by(folder: Path, source: bytes) -> bool:
    """Whether the generation in `folder` was annotated by the rules in `source`."""
    path = folder / rules.STORED
    return path.exists() and path.read_bytes() == source


class Annotations:
    """What was found of the rows of all segments, with the rules it was found by.

    Nothing is read before it is asked for; lines are read one by one. Reading raises
    GenerationError where another release wrote them.
    """

    def __init__(
        self,
        folder: Path,
        segments: Sequence[Path],
        bases: Sequence[int],
        decisions: Callable[[], Mapping[int, Decided]] = dict,
    ) -> None:
        """`bases` are the numbers of the segments' first rows; `decisions` those of editors."""
        self._folder = folder
        self._segments = [segment for segment in segments if (segment / _FOUND).exists()]
        self._bases = [b for b, s in zip(bases, segments, strict=True) if (s / _FOUND).exists()]
        self._read_decisions = decisions

    @cached_property
    def rules(self) -> Rules:
        """The rules of the generation; none where it was built without."""
        path = self._folder / rules.STORED
        if not path.exists():
            return _NO_RULES
        content = path.read_bytes()
        if not rules.is_current(content):
            raise GenerationError(OUTDATED)
        return rules.load(content)

    @cached_property
    def decided(self) -> Mapping[int, Decided]:
        """What editors decided, by row number."""
        return self._read_decisions()

    @cached_property
    def table(self) -> Table:
        """The arrays, with what editors decided."""
        found = self._stored_table()
        if not self.decided:
            return found
        changed = np.array(sorted(self.decided), dtype=np.int64)
        kept = ~np.isin(found.rows, changed)
        new_place = np.cumsum(kept) - 1
        held = kept[found.places]
        whole = [(int(number), self.of(int(number))) for number in changed]
        coded = [(number, *_codes(one, self.rules)) for number, one in whole]
        first = int(kept.sum())
        more = [(first + at, theme) for at, row in enumerate(coded) for theme in row[3]]
        beside = [self.decided[row[0]] for row in coded]
        return Table(
            rows=np.append(found.rows[kept], changed),
            starts=np.append(found.starts[kept], _int32(one.start for one in beside)),
            acts=np.append(found.acts[kept], np.array([row[1] for row in coded], dtype=np.uint8)),
            to=np.append(found.to[kept], np.array([row[2] for row in coded], dtype=np.uint64)),
            languages=np.append(
                found.languages[kept],
                np.array([one.language for one in beside], dtype=_FOUND_TYPE["code"]),
            ),
            places=np.append(_int32(new_place[found.places[held]]), _int32(p for p, _ in more)),
            themes=np.append(
                found.themes[held], np.array([theme for _, theme in more], dtype=np.uint16)
            ),
        )

    def of(self, number: int) -> Annotation:
        """The annotation of row `number`, with what editors decided."""
        found = self.found(number)
        decided = self.decided.get(number)
        return decide(found, decided, self.rules) if decided else found

    def found(self, number: int) -> Annotation:
        """What the rules alone found of row `number`."""
        segment = bisect_right(self._bases, number) - 1
        if segment < 0:
            return NOTHING
        arrays, lines = self._mapped[segment][0], self._mapped[segment][2]
        wanted = number - self._bases[segment]
        place = int(np.searchsorted(arrays["row"], wanted))
        if place == len(arrays) or arrays["row"][place] != wanted:
            return NOTHING
        begin = int(arrays["line"][place])
        return _annotation(json.loads(lines[begin : lines.find(b"\n", begin)]))

    @cached_property
    def _mapped(self) -> list[tuple[NDArray[Any], NDArray[Any], bytes | mmap.mmap]]:
        """Of each segment the rows found, the themes, and the lines."""
        return [
            (
                _array(segment / _FOUND, _FOUND_TYPE),
                _array(segment / _THEMES, _THEME_TYPE),
                _lines(segment / _LINES),
            )
            for segment in self._segments
        ]

    def _stored_table(self) -> Table:
        found = [np.zeros(0, dtype=_FOUND_TYPE), *(one[0] for one in self._mapped)]
        themes = [np.zeros(0, dtype=_THEME_TYPE), *(one[1] for one in self._mapped)]
        whole, named = np.concatenate(found), np.concatenate(themes)
        bases = np.repeat([0, *self._bases], [len(one) for one in found])
        firsts = np.cumsum([0, *(len(one) for one in found)])[:-1]
        return Table(
            rows=whole["row"] + bases,
            starts=whole["start"],
            acts=whole["act"],
            to=whole["to"],
            languages=whole["code"],
            places=_int32(named["place"] + np.repeat(firsts, [len(one) for one in themes])),
            themes=named["theme"],
        )


def _array(path: Path, kind: np.dtype[Any]) -> NDArray[Any]:
    if not path.exists():
        raise GenerationError(OUTDATED)
    found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    if found.dtype != kind:
        raise GenerationError(OUTDATED)
    return found


def _lines(path: Path) -> bytes | mmap.mmap:
    with path.open("rb") as file:
        # An empty file cannot be mapped.
        if not path.stat().st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _int32(numbers: Iterable[int] | NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    values = numbers if isinstance(numbers, np.ndarray) else list(numbers)
    return np.array(values, dtype=np.int32)


def _annotation(fields: dict[str, Any]) -> Annotation:
    try:
        themes = ({**theme, "basis": Basis(theme["basis"])} for theme in fields["themes"])
        return Annotation(
            **{
                **fields,
                "themes": tuple(ThemeFound(**theme) for theme in themes),
                "addressees": tuple(fields["addressees"]),
                "states": tuple(fields["states"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise GenerationError(OUTDATED) from error
