"""The addresses on a results page: the same query with one thing changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote, quote_plus, urlencode

from archive.nodes import Filter, Mode, Query, Sort
from web.parameters import DEFAULT_LIMIT

# Percent-encoded bytes of a query that fit well into an address (servers refuse a request line
# from 8,190 on, gunicorn's largest) and that some sixty links may repeat without a heavy page.
MAX_QUERY_BYTES = 600


# No slots: what all links of a page share is kept in the object.
@dataclass(frozen=True)
class Links:
    """Addresses derived from a query.

    `root` stands before their path. A long query is left out of them: where `is_long`, they are
    the targets of a form that posts it.
    """

    query: Query
    root: str = ""

    @cached_property
    def is_long(self) -> bool:
        """Whether the query is posted rather than put into the address."""
        return len(quote(self.query.text)) > MAX_QUERY_BYTES

    def page(self, number: int) -> str:
        """The same answer at another page."""
        return self._address(replace(self.query, page=number))

    def mode(self, mode: str) -> str:
        """The same query answered by other lanes."""
        return self._address(replace(self.query, mode=Mode(mode), page=1))

    def sort(self, sort: str) -> str:
        """The same answer in another order."""
        return self._address(replace(self.query, sort=Sort(sort), page=1))

    def toggle(self, column: str, value: str) -> str:
        """With the filter value added, or removed where it is set."""
        if not any(one.column == column for one in self.query.filters):
            # Filters stand last: a further one goes behind all the rest, which is made once.
            return f"{self._first_page}{self._joint}{column}={quote_plus(value)}"
        filters = tuple(_toggled(self.query.filters, column=column, value=value))
        return self._address(replace(self.query, filters=filters, page=1))

    def has(self, column: str, value: str) -> bool:
        """Whether a filter has the value."""
        return any(one.column == column and value in one.values for one in self.query.filters)

    def cleared(self) -> str:
        """Without any filter."""
        return self._address(replace(self.query, filters=(), page=1))

    def expand(self, wanted: bool) -> str:
        """With other names and words of the first passages, or without."""
        return self._address(replace(self.query, expand=wanted, page=1))

    def words(self, percent: str) -> str:
        """With this share of words in the mix, or with the query's own if it is empty."""
        weight = int(percent) / 100 if percent else None
        return self._address(replace(self.query, weight=weight, page=1))

    def unlike(self) -> str:
        """Without the passage that others are to be like."""
        return self._address(replace(self.query, like="", page=1))

    def suggested(self, text: str) -> str:
        """Another text asked in the same way."""
        return self._address(replace(self.query, text=text, page=1))

    def feed(self) -> str:
        """The path of the feed of this search."""
        return self._first_page.removeprefix(self.root).replace("/search", "/search.atom", 1)

    def kept(self) -> list[tuple[str, str]]:
        """The parameters that a new query in the box keeps: mode, weight, order and filters."""
        return _parameters(replace(self.query, text="", like="", page=1))

    @cached_property
    def _first_page(self) -> str:
        return self.page(1)

    @cached_property
    def _joint(self) -> str:
        return "&" if "?" in self._first_page else "?"

    def _address(self, query: Query) -> str:
        """The address of `query` on the results page."""
        parameters = _parameters(replace(query, text="") if self.is_long else query)
        given = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self.root}/search{given}"


def _parameters(query: Query) -> list[tuple[str, str]]:
    """The parameters of a query, those at their default left out."""
    single = (
        ("q", query.text, ""),
        ("mode", query.mode.value, Mode.HYBRID.value),
        ("sort", query.sort.value, Sort.RELEVANCE.value),
        ("limit", str(query.limit), str(DEFAULT_LIMIT)),
        ("page", str(query.page), "1"),
        ("expand", str(int(query.expand)), "1"),
        ("words", "" if query.weight is None else str(round(query.weight * 100)), ""),
        ("like", query.like, ""),
    )
    chosen = [(name, value) for name, value, default in single if value != default]
    filters = [(wanted.column, value) for wanted in query.filters for value in wanted.values]
    return chosen + filters


def _toggled(filters: Iterable[Filter], *, column: str, value: str) -> Iterable[Filter]:
    """The filters with `value` in `column` taken out if it was there, else put in."""
    by_column = {wanted.column: wanted.values for wanted in filters}
    values = by_column.get(column, ())
    rest = tuple(other for other in values if other != value)
    by_column[column] = rest if value in values else (*values, value)
    return [Filter(column=name, values=kept) for name, kept in by_column.items() if kept]
