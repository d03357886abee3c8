"""What is said of a passage that stood in an earlier version of its document."""

from archive.earlier import EarlierVersion, Former
from archive.lineage import Fate, Verdict
from archive.rows import Row
from archive.search import Searcher

_WORDS = {
    Verdict.EXACT: "stands unchanged in the present text",
    Verdict.MOVED: "stands unchanged at another place of the present text",
    Verdict.EDITED: "was edited",
    Verdict.SPLIT: "was split",
    Verdict.MERGED: "was merged with another passage",
    Verdict.GONE: "is not in the present text",
}


def told(fate: Fate) -> str:
    """What became of a passage, in words that follow "This passage"."""
    words = _WORDS[fate.verdict]
    if fate.is_certain:
        return words
    return f"{words}, as far as can be told: the same or like words stand elsewhere too"


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
