"""What is said of a passage that stood in an earlier version of its document."""

from dataclasses import dataclass

from archive.earlier import EarlierVersion, Former
from archive.lineage import Fate, Verdict
from archive.messages import Message, message
from archive.rows import Row
from archive.search import Searcher
from archive.tombstones import Tombstone

_WORDS = {
    Verdict.EXACT: message("It stands unchanged in the present text."),
    Verdict.MOVED: message("It stands unchanged at another place of the present text."),
    Verdict.EDITED: message("It was edited."),
    Verdict.SPLIT: message("It was split."),
    Verdict.MERGED: message("It was merged with another passage."),
    Verdict.GONE: message("It is not in the present text."),
}
_UNCERTAIN = message("As far as can be told: the same or like words stand elsewhere too.")


def told(fate: Fate) -> tuple[Message, ...]:
    """What became of a passage, in sentences."""
    words = _WORDS[fate.verdict]
    return (words,) if fate.is_certain else (words, _UNCERTAIN)


def lost(before: tuple[EarlierVersion, ...], rows: tuple[Row, ...]) -> list[tuple[str, Fate, str]]:
    """The passages of earlier versions whose id is not in the text: id, fate, version_id.

    Each once, from the latest version that has it; in the order of the versions.
    """
    there = {row.passage.passage_id for row in rows}
    latest = {
        fate.passage_id: (fate.passage_id, fate, version.version_id)
        for version in before
        for fate in version.fates
    }
    return [one for passage_id, one in latest.items() if passage_id not in there]


def former(searcher: Searcher, passage_id: str, doc_id: str) -> Former | None:
    """What became of a cited passage of the document, where there is something to say."""
    found = searcher.fate(passage_id) if passage_id else None
    if found is None or found.passage.doc_id != doc_id:
        return None
    is_there = found.fate.verdict is Verdict.EXACT and found.fate.passage_ids == (passage_id,)
    return None if is_there else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What the id of a passage leads to.

    `row` is the passage as it is cited, of an earlier version where `former` says what became of
    it. Without a row, `stone` is there if its document was withdrawn.
    """

    passage_id: str
    row: Row | None = None
    former: Former | None = None
    stone: Tombstone | None = None


def pointed(searcher: Searcher, passage_id: str) -> Pointed:
    """The passage of that id, of the present text or of an earlier one."""
    row = searcher.passage(passage_id)
    if row is not None:
        return Pointed(passage_id=passage_id, row=row)
    found = searcher.fate(passage_id)
    if found is None:
        stone = searcher.opened.tombstones.of(passage_id)
        return Pointed(passage_id=passage_id, stone=stone)
    version = found.version
    row = Row(
        document=searcher.document(version.doc_id)[0].document,
        passage=found.passage,
        origin=version.origin,
        captured_at=version.captured_at,
        sha256=version.sha256,
    )
    return Pointed(passage_id=passage_id, row=row, former=found)
