"""What the draft check tells: each paragraph with its pairs, and themes that others carried."""

from dataclasses import dataclass
from enum import StrEnum

from archive.annotation.rules import Term
from archive.model import Document, Passage
from archive.quotes.verdicts import Change


class Relation(StrEnum):
    """How a paragraph stands to what was said before."""

    REUSED = "reused"
    REWORDED = "reworded"
    NEW = "new"


class Kind(StrEnum):
    """What is worded differently in a pair."""

    NUMBER = "number"
    NEGATION = "negation"
    MODAL = "modal verb"
    VERB = "verb"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words of one kind that only the draft has, and those that only the earlier position has.

    Addressees stand by their ids, but for States, which stand as their text calls them.
    """

    kind: Kind
    draft: tuple[str, ...]
    earlier: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        """Whether both have the same words in different places."""
        return sorted(self.draft) == sorted(self.earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A paragraph beside `words`, which stand in the earlier `passage` as they are.

    `share` is how many of the paragraph's words stand there in the same order, `nearness` the
    cosine of both (None where no model looked); both 0 to 1. `changes` run through both texts
    where their words are alike, and are empty where only their meaning is. `themes` are ids that
    the earlier passage is filed under.
    """

    relation: Relation
    document: Document
    passage: Passage
    is_digest: bool
    words: str
    share: float
    nearness: float | None
    themes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the draft, `number` from 1, with its best pairs, the best first."""

    number: int
    passage: Passage
    relation: Relation
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A theme in a statement: the first `passage` of the `document` that is on it."""

    document: Document
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A theme that the draft does not carry and that, of `compared` statements, these did."""

    theme: Term
    carried: tuple[Carried, ...]
    compared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The check of a part of a draft over one generation; the whole has `total` paragraphs.

    `themes` are the draft's own, in the order of the rules: those that its words name, and those
    of the position each paragraph is nearest to, if that is near. `compared` are the recent
    statements on its subject, the likest first; where they are too few, `omissions` is empty.
    `left_out` counts headings and other passages of the draft that were not to be compared.
    """

    paragraphs: tuple[Paragraph, ...]
    total: int
    themes: tuple[Term, ...]
    omissions: tuple[Omission, ...]
    compared: tuple[Document, ...]
    left_out: int
    generation_id: str
    notes: tuple[str, ...] = ()

    @property
    def goes_on_at(self) -> int | None:
        """The number of the paragraph that the next part begins with; None after the last."""
        last = self.paragraphs[-1].number
        return last + 1 if last < self.total else None

    def count(self, relation: Relation) -> int:
        """How many paragraphs stand so."""
        return sum(one.relation is relation for one in self.paragraphs)

    @property
    def differing(self) -> tuple[int, ...]:
        """The numbers of paragraphs with a pair whose wording differs in what it says."""
        return tuple(
            one.number
            for one in self.paragraphs
            if any(pair.differences for pair in one.pairs if pair.relation is not Relation.NEW)
        )
