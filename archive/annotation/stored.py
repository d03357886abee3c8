"""The annotations of a generation: the rules they were made by, and a line for each row found."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.annotation import rules
from archive.annotation.annotate import NOTHING, Annotator
from archive.annotation.model import Annotation, ThemeFound
from archive.annotation.rules import Rules
from archive.rows import Row

_LINES = "annotations.jsonl"
_NO_RULES = Rules(themes=(), acts=(), addressees=(), groups={}, wordings={}, states={})


@dataclass(frozen=True, slots=True)
class Annotations:
    """What was found of the rows of all segments, by row number, with the rules it was found by."""

    rules: Rules
    by_row: dict[int, Annotation]

    def of(self, number: int) -> Annotation:
        """The annotation of row `number`."""
        return self.by_row.get(number, NOTHING)


def write(folder: Path, rows: Sequence[Row], annotator: Annotator) -> None:
    """Annotate `rows` into `folder`, a segment's: one line for each row with a finding."""
    lines = []
    for number, row in enumerate(rows):
        found = annotator.annotate(row)
        if found != NOTHING:
            line = {"row": number, **asdict(found)}
            lines.append(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    (folder / _LINES).write_text("".join(lines), encoding="utf-8")


def is_made_by(folder: Path, source: bytes) -> bool:
    """Whether the generation in `folder` was annotated by the rules in `source`."""
    path = folder / rules.STORED
    return path.exists() and path.read_bytes() == source


def load(folder: Path, segments: Sequence[Path], bases: Sequence[int]) -> Annotations:
    """The annotations of a generation; none where it was built without rules.

    `bases` are the numbers of the segments' first rows.
    """
    path = folder / rules.STORED
    found: dict[int, Annotation] = {}
    for segment, base in zip(segments, bases, strict=True):
        lines = segment / _LINES
        if lines.exists():
            with lines.open(encoding="utf-8") as file:
                for line in file:
                    fields = json.loads(line)
                    number = base + fields.pop("row")
                    found[number] = _annotation(fields)
    return Annotations(rules.load(path.read_bytes()) if path.exists() else _NO_RULES, found)


def _annotation(fields: dict[str, Any]) -> Annotation:
    return Annotation(
        **{
            **fields,
            "themes": tuple(ThemeFound(**theme) for theme in fields["themes"]),
            "addressees": tuple(fields["addressees"]),
        }
    )
