"""The query as both lanes read it: a typed tree with its limits, filters and mode."""

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """Where a word is looked for."""

    ANY = "any"
    TITLE = "title"


class Mode(StrEnum):
    """Which lanes answer."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    SEMANTIC = "semantic"


class Sort(StrEnum):
    """How hits are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in any inflection, accents folded."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in this order and form, never stemmed.

    `slop` is how many more positions than an exact match they may be apart, in any order if it
    is above 0. `accents` true asks for the accents as typed.
    """

    text: str
    field: Field = Field.ANY
    slop: int = 0
    accents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """Words that begin so."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzy:
    """Words at most `distance` edits away."""

    text: str
    distance: int = 1
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSentence:
    """All parts (words or phrases) within one sentence of a passage."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A value of `kind`, `publisher`, `language`, `theme` or `voice`, case ignored."""

    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Dates from `low` to `high`, both included, as `YYYY[-MM[-DD]]`; empty means open."""

    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Clauses: all of `must`, none of `must_not`; `should` adds to the score.

    Without any `must`, or with none but conditions on metadata, at least one of `should` has to
    hold; a group of `must_not` alone holds for every other passage, with score 0. Plain words
    side by side are `should`.
    """

    must: tuple["Node", ...] = ()
    should: tuple["Node", ...] = ()
    must_not: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """Different names of one thing: one term that stands where any does, times `weight`."""

    parts: tuple[Phrase | Word, ...]
    weight: float = 1.0


Node = Word | Phrase | Prefix | Fuzzy | SameSentence | Match | DateRange | Group | Either


def is_condition(node: Node) -> bool:
    """Say whether a clause speaks of metadata alone: Match, DateRange or a group of them."""
    if isinstance(node, Group):
        return all(map(is_condition, (*node.must, *node.should, *node.must_not)))
    return isinstance(node, Match | DateRange)


def matches_in(node: Node) -> tuple[Match, ...]:
    """The conditions on metadata but dates, wherever they stand, in their order."""
    if isinstance(node, Group):
        parts = (*node.must, *node.should, *node.must_not)
        return tuple(one for part in parts for one in matches_in(part))
    return (node,) if isinstance(node, Match) else ()


def required(node: Node) -> tuple[Match | DateRange, ...]:
    """The conditions on metadata that all that is found has to meet, in their order."""
    if isinstance(node, Group):
        return tuple(one for part in node.must for one in required(part))
    return (node,) if isinstance(node, Match | DateRange) else ()


def has_words(node: Node) -> bool:
    """Say whether a clause asks for any word, and not for metadata or exclusions alone."""
    if isinstance(node, Group):
        return any(map(has_words, (*node.must, *node.should)))
    return not isinstance(node, Match | DateRange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Any of `values` in `column` (`kind`, `publisher`, `language`, `theme`, `voice`, `year`)."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A request as it was read.

    `tree` is None for an empty query. `meaning` is the text that is embedded: what was typed,
    without operators, field prefixes and excluded words. `limit` is documents a page, `page`
    counts from 1. `expand` asks for other names of the same things too, and for words of the
    first passages. `weight` is the share of words in the mix, 0 to 1; None leaves it to the
    query. `like` is the id of a passage whose subject is looked for in other documents. `notes`
    say in plain words what could not be read as typed.
    """

    text: str
    tree: Node | None
    meaning: str
    mode: Mode = Mode.HYBRID
    limit: int = 10
    page: int = 1
    sort: Sort = Sort.RELEVANCE
    filters: tuple[Filter, ...] = ()
    expand: bool = True
    weight: float | None = None
    like: str = ""
    notes: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether any word is asked for."""
        return self.tree is not None and has_words(self.tree)

    @property
    def order(self) -> Sort:
        """How hits are ordered: without any word the newest come first, for none is relevant."""
        is_by_words = self.has_words or bool(self.like)
        return self.sort if is_by_words or self.sort is not Sort.RELEVANCE else Sort.NEWEST

    @property
    def by_words_alone(self) -> bool:
        """Whether meaning is not looked at, as by one quoted phrase."""
        is_exact = self.mode is Mode.HYBRID and self.is_one_phrase
        return self.mode is Mode.KEYWORD or is_exact or not self.meaning.strip()

    @property
    def is_one_phrase(self) -> bool:
        """Whether the query is a single quoted phrase, which the keyword lane answers alone."""
        return isinstance(self.tree, Phrase)
