"""Where a results page stands among the others."""

from dataclasses import dataclass
from typing import Self

from archive.query.limits import MAX_PAGE
from archive.results import ResultPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """`page` of `pages`, both from 1; `first` and `last` are the ranks shown, 0 where none is."""

    page: int
    pages: int
    first: int
    last: int

    @classmethod
    def of(cls, answer: ResultPage) -> Self:
        """The paging of an answer; pages beyond MAX_PAGE cannot be asked for."""
        limit = answer.query.limit
        return cls(
            page=answer.query.page,
            pages=min(-(-answer.total // limit), MAX_PAGE),
            first=answer.hits[0].rank if answer.hits else 0,
            last=answer.hits[-1].rank if answer.hits else 0,
        )
