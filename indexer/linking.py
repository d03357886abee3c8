"""The links of a record: what is known of each, which documents it may mean, and decisions."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import link_states, query, record_folder, records
from archive.cites import key
from archive.errors import NotFoundError
from archive.link_states import Known
from archive.model import Link, LinkState, Passage
from archive.search import Searcher
from indexer import sentences

# Proposed for a link; an editor reads each.
CANDIDATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link of a record: the words it is on, the sentence around them, and what is known."""

    link: Link
    sentence: str
    known: Known


def links(folder: Path) -> list[Found]:
    """The links of the current version of the record in `folder`, each target once, in order.

    Raises RecordError for a record or a list of links that is damaged.
    """
    states = link_states.read(folder)
    found: dict[str, Found] = {}
    for passage in records.read(folder).current.passages:
        for link in passage.links:
            name = key(link)
            found.setdefault(
                name,
                Found(link=link, sentence=_sentence(passage, link), known=_known(states, name)),
            )
    return list(found.values())


def _known(states: Mapping[str, Known], name: str) -> Known:
    return states.get(name) or Known(target=name, state=LinkState.UNRESOLVED)


def _sentence(passage: Passage, link: Link) -> str:
    """The sentence that the link begins in."""
    left = link.start - passage.start
    for sentence in sentences.sentences(passage.text, passage.language):
        if left < len(sentence):
            return sentence.strip()
        left -= len(sentence)
    return passage.text


def candidates(searcher: Searcher, found: Found, *, doc_id: str) -> list[tuple[str, str]]:
    """The documents that a link may mean, by its words and then its sentence: (doc_id, title).

    Neither its own document nor those that were rejected; at most CANDIDATES, the best first.
    """
    excluded = {doc_id, *found.known.rejected}
    proposed: dict[str, str] = {}
    for text in (found.link.anchor, found.sentence):
        asked = dataclasses.replace(query.parse(text), limit=2 * CANDIDATES)
        for hit in searcher.search(asked).hits if asked.tree else ():
            if hit.document.doc_id not in excluded:
                proposed.setdefault(hit.document.doc_id, hit.document.shown_title)
    return list(proposed.items())[:CANDIDATES]


def propose(searcher: Searcher, folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Keep with each open link the documents that it may mean: target to (doc_id, title).

    Such a link is a candidate until an editor accepts one of them or has rejected all.
    """
    states, proposed = link_states.read(folder), {}
    for found in links(folder):
        name = found.known.target
        if found.known.is_open:
            proposed[name] = candidates(searcher, found, doc_id=folder.name)
            ids = tuple(doc_id for doc_id, _ in proposed[name])
            states[name] = _open(dataclasses.replace(found.known, candidates=ids))
    link_states.write(folder, states)
    return proposed


def _open(known: Known) -> Known:
    state = LinkState.CANDIDATE if known.candidates else LinkState.UNRESOLVED
    return dataclasses.replace(known, state=state)


def decide(folder: Path, target: str, *, doc_id: str, is_accepted: bool) -> Known:
    """Keep an editor's decision that a link means a document, or that it does not.

    Raises NotFoundError for a link or a document that is not there, or for the document itself.
    """
    names = {key(found.link): found.known for found in links(folder)}
    target = target if target in names else target.split("#", maxsplit=1)[0]
    if target not in names:
        raise NotFoundError(f"{folder.name} has no link '{target}'; `archive links` lists them.")
    record_folder.folder_of(folder.parent, doc_id)
    if doc_id == folder.name:
        raise NotFoundError(f"'{doc_id}' is the document that has the link; name another one.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    decided = _with if is_accepted else _without
    known = decided(names[target], doc_id, now)
    link_states.write(folder, {**link_states.read(folder), target: known})
    return known


def _with(known: Known, doc_id: str, now: str) -> Known:
    rejected = tuple(one for one in known.rejected if one != doc_id)
    return Known(
        target=known.target,
        state=LinkState.FILED,
        doc_id=doc_id,
        note="accepted",
        rejected=rejected,
        checked_at=now,
    )


def _without(known: Known, doc_id: str, now: str) -> Known:
    """The link without that document; when its source was asked stays, unless it was that one."""
    known = dataclasses.replace(
        known,
        rejected=tuple(sorted({*known.rejected, doc_id})),
        candidates=tuple(one for one in known.candidates if one != doc_id),
    )
    if known.doc_id == doc_id:
        return _open(dataclasses.replace(known, doc_id="", note="rejected", checked_at=now))
    return _open(known) if known.is_open else known
