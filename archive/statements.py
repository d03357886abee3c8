"""Which documents editors said are the same statement, on other sites or in other languages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import entries
from archive.entries import NAME_CHARACTERS
from archive.record_fields import fault

SOURCE, STORED = "statements.toml", "statements.json"
_TABLE = "pair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An editor said that two documents are the same statement, or that they are not.

    `one` comes before `other` in the order of ids; `decided_at` is an ISO 8601 instant.
    """

    one: str
    other: str
    is_same: bool
    by: str
    decided_at: str


_NAMES = frozenset(field.name for field in fields(Pair))


def read(corpus: Path) -> dict[tuple[str, str], Pair]:
    """The last word on each pair; raises RecordError for a damaged list."""
    path = corpus / SOURCE
    found = [_pair(values, path) for values in entries.read(path, _TABLE)]
    return {(pair.one, pair.other): pair for pair in found}


def _pair(values: Mapping[str, Any], path: Path) -> Pair:
    texts = [value for name, value in values.items() if name != "is_same"]
    if values.keys() != _NAMES or not all(isinstance(text, str) for text in texts):
        raise fault(path, f"a pair has the fields {sorted(values)}, not {sorted(_NAMES)}")
    if not isinstance(values["is_same"], bool) or not values["one"] < values["other"]:
        raise fault(path, f"the pair {values['one']!r:.100}, {values['other']!r:.100} is no pair")
    return Pair(**values)


def add(corpus: Path, pair: Pair) -> None:
    """Write `pair` behind the others; the caller is the corpus's only writer.

    Raises QueryError for a name outside its limits, RecordError for a damaged list, OSError.
    """
    by = entries.line("by", pair.by, most=NAME_CHARACTERS, needed=True)
    entries.append(corpus / SOURCE, _TABLE, {**asdict(pair), "by": by})


def groups(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    """For each document of a group all of the group by their ids; what is alone is left out.

    The same as the same is the same, whatever was said of those two.
    """
    group_of: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.is_same:
            joined = group_of.get(pair.one, {pair.one}) | group_of.get(pair.other, {pair.other})
            group_of.update(dict.fromkeys(joined, joined))
    return {doc_id: tuple(sorted(group)) for doc_id, group in group_of.items()}


def as_bytes(group_of: Mapping[str, tuple[str, ...]]) -> bytes:
    """The groups as a generation keeps them."""
    return json.dumps(sorted(set(group_of.values())), ensure_ascii=False).encode()


def load(folder: Path) -> dict[str, tuple[str, ...]]:
    """The groups of a generation as `groups` gives them; none where it keeps none."""
    path = folder / STORED
    kept = json.loads(path.read_bytes()) if path.exists() else []
    return {doc_id: tuple(group) for group in kept for doc_id in group}


def numbers(doc_ids: Sequence[str], group_of: Mapping[str, tuple[str, ...]]) -> NDArray[np.int64]:
    """(documents,) int64: one number for all documents of a group, another for each other one."""
    place = {doc_id: number for number, doc_id in enumerate(doc_ids)}
    found = np.arange(len(doc_ids), dtype=np.int64)
    for group in set(group_of.values()):
        here = [place[doc_id] for doc_id in group if doc_id in place]
        found[here] = min(here, default=0)
    return found
