"""What editors decided of themes, acts and addressees, kept in the corpus over every rebuild."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from archive import entries
from archive.entries import NAME_CHARACTERS
from archive.record_fields import fault, string

SOURCE, STORED = "decisions.toml", "decisions.json"
_TABLE = "decision"


class Kind(StrEnum):
    """What is decided of."""

    THEME = "theme"
    ACT = "act"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An editor accepted or rejected `value` for a passage.

    `found` is whether the archive had found it itself at that time: precision is counted of those.
    `decided_at` is an ISO 8601 instant.
    """

    passage_id: str
    doc_id: str
    kind: Kind
    value: str
    accepted: bool
    found: bool
    by: str
    decided_at: str


_NAMES = frozenset(field.name for field in fields(Decision))
_TRUTHS = ("accepted", "found")


def read(corpus: Path) -> tuple[Decision, ...]:
    """All decisions in the order they were made; raises RecordError for a damaged list."""
    path = corpus / SOURCE
    return tuple(_decision(one, path) for one in entries.read(path, _TABLE))


def add(corpus: Path, decision: Decision) -> None:
    """Write `decision` behind the others; the caller is the corpus's only writer.

    Raises QueryError for a name outside its limits, RecordError for a damaged list, OSError.
    """
    by = entries.line("by", decision.by, most=NAME_CHARACTERS, needed=True)
    values = {**asdict(decision), "kind": str(decision.kind), "by": by}
    entries.append(corpus / SOURCE, _TABLE, values)


def as_bytes(decisions: Iterable[Decision]) -> bytes:
    """The decisions as they are kept in a generation: canonical JSON."""
    content = [asdict(decision) for decision in decisions]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def load(folder: Path) -> tuple[Decision, ...]:
    """The decisions that the generation in `folder` was built with; its files are verified."""
    path = folder / STORED
    found = json.loads(path.read_bytes()) if path.exists() else []
    return tuple(_decision(one, path) for one in found)


def last(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of each passage and value the decision that was made last, in the order of the first."""
    found = {(one.passage_id, one.kind, one.value): one for one in decisions}
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How editors judged one value: of those the archive found, and how many it had missed."""

    kind: Kind
    value: str
    accepted: int
    rejected: int
    missed: int

    @property
    def share(self) -> float | None:
        """The precision, 0 to 1, over what was judged; None where nothing found was."""
        judged = self.accepted + self.rejected
        return self.accepted / judged if judged else None


def precision(decisions: Iterable[Decision]) -> tuple[Precision, ...]:
    """The counts of each value that was decided of, by kind and value."""
    judged: dict[tuple[Kind, str], list[Decision]] = {}
    for one in last(decisions):
        judged.setdefault((one.kind, one.value), []).append(one)
    return tuple(
        Precision(
            kind=kind,
            value=value,
            accepted=sum(one.accepted and one.found for one in of_value),
            rejected=sum(not one.accepted and one.found for one in of_value),
            missed=sum(one.accepted and not one.found for one in of_value),
        )
        for (kind, value), of_value in sorted(judged.items())
    )


def _decision(values: Mapping[str, Any], where: Path) -> Decision:
    if values.keys() != _NAMES:
        named = sorted(values.keys() ^ _NAMES)[0]
        raise fault(where, f"a decision has a field '{named:.60}' too much or too few")
    for name in _TRUTHS:
        if not isinstance(values[name], bool):
            raise fault(where, f"'{name}' is neither true nor false")
    texts = {n: string(v, f"{where}: {n}") for n, v in values.items() if n not in _TRUTHS}
    truths = {name: values[name] for name in _TRUTHS}
    try:
        return Decision(**{**texts, **truths, "kind": Kind(texts["kind"])})
    except ValueError as error:
        raise fault(where, f"'{texts['kind']:.60}' is none of {', '.join(Kind)}") from error
