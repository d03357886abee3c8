"""What is known of where the links of documents lead, as a generation shows it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from archive.link_states import Known, known_of
from archive.model import LinkState

STORED = "leads.json"


def write(folder: Path, known: Mapping[str, Iterable[Known]]) -> None:
    """Write what is known of links, by document, into a generation's `folder`.

    A link that nobody has asked for or decided of is left out; nothing is written where all are.
    """
    shown = {
        doc_id: [asdict(one) for one in states if one.checked_at and not _is_proposed(one)]
        for doc_id, states in known.items()
    }
    kept = {doc_id: states for doc_id, states in shown.items() if states}
    if kept:
        (folder / STORED).write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")


def _is_proposed(known: Known) -> bool:
    """Whether it was only proposed what the link may mean: that is for editors."""
    return known.state is LinkState.CANDIDATE and not known.note


def load(folder: Path) -> Mapping[str, tuple[Known, ...]]:
    """What `write` wrote: the links of each document, by their targets."""
    path = folder / STORED
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {doc_id: tuple(map(known_of, states)) for doc_id, states in found.items()}
