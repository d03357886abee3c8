"""Which documents editors said are the same statement, on other sites or in other languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from archive import entries
from archive.entries import NAME_CHARACTERS
from archive.record_fields import fault

SOURCE = "statements.toml"
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


def shown_once(
    ranked: Sequence[str], group_of: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]]:
    """The documents of an answer, best first, each group once: at its best document's place.

    Beside each stand the other documents of its group, also those that the answer has not.
    """
    shown: list[tuple[str, tuple[str, ...]]] = []
    seen: set[str] = set()
    for doc_id in ranked:
        if doc_id not in seen:
            group = group_of.get(doc_id, (doc_id,))
            seen.update(group)
            shown.append((doc_id, tuple(one for one in group if one != doc_id)))
    return shown
