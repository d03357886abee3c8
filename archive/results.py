"""What a search gives back: lane hits, fused hits with their evidence, facets and the page."""

from dataclasses import dataclass

from archive.model import Document, Passage
from archive.nodes import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRank:
    """Where one lane put a passage: `rank` from 1, `score` higher is better, lane's own scale."""

    lane: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A run of a snippet's text; `marked` where it matched."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHit:
    """One passage that was found, with the words or the sentence that matched.

    `by_meaning` is true where no word of the query stands in the passage and the marked sentence
    is the one nearest in meaning.
    """

    passage: Passage
    score: float
    snippet: tuple[Fragment, ...]
    lanes: tuple[LaneRank, ...]
    by_meaning: bool = False

    @property
    def found_by(self) -> tuple[str, ...]:
        """The names of the lanes that found it."""
        return tuple(lane.lane for lane in self.lanes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHit:
    """One document with its best passages, best first; `rank` from 1 over the whole list.

    `also` are the same statement on other sites or in other languages, as editors grouped them.
    """

    rank: int
    document: Document
    passages: tuple[PassageHit, ...]
    also: tuple[Document, ...] = ()

    @property
    def score(self) -> float:
        """The score of its best passage."""
        return self.passages[0].score


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many documents carry `value`; `selected` if it is a filter now.

    Of all documents found; in a column with a filter, of those that the other filters leave.
    """

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one column, most frequent first, then by name."""

    column: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Other names that were looked for because `typed` stands in the query."""

    typed: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """What can be cited of an answer without a hit.

    `read_as` is the query with its filters in words, `unmet` those of its conditions and filters
    that no document meets, whatever else is asked; `nearest` the documents nearest in meaning,
    which do not match it; `newest` the latest dated document; `built_at` an ISO 8601 instant.
    """

    read_as: str
    unmet: tuple[str, ...]
    nearest: tuple[DocumentHit, ...]
    newest: Document | None
    built_at: str
    documents: int
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of an answer; `total` counts documents, `total_passages` passages, over all pages.

    Documents that are the same statement count and are shown once.

    `suggestion` is the query with words that the archive does not have set right, or empty.
    `nothing_found` is there where no page of the answer has a hit. `like` is the passage that
    others had to be like. `weight` is the share of words in the mix, None where nothing was mixed.
    `gathered` are the words of the first passages that counted beside those of the query.
    `stages_ms` names each stage with its wall time in milliseconds.
    """

    query: Query
    total: int
    total_passages: int
    generation_id: str
    took_ms: float
    hits: tuple[DocumentHit, ...]
    facets: tuple[Facet, ...]
    notes: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    gathered: tuple[str, ...] = ()
    suggestion: str = ""
    nothing_found: NothingFound | None = None
    like: Passage | None = None
    weight: float | None = None
    stages_ms: tuple[tuple[str, float], ...] = ()
