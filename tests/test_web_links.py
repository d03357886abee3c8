"""Addresses on a results page: each changes one thing and keeps the rest."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from archive.nodes import Filter, Query
from web import parameters
from web.links import MAX_QUERY_BYTES, Links


def query_at(address: str) -> Query:
    """The query that an address asks for."""
    return parameters.read(MultiDict(parse_qsl(urlsplit(address).query)))


START = query_at("/search?q=a%26b+%22c%22&mode=keyword&theme=torture&theme=Syria&year=2024&page=3")


def test_the_address_of_an_answer_gives_that_answer() -> None:
    """Addresses are cited: reading one back is the same query, quotes and ampersands too."""
    assert query_at(Links(START).page(3)) == START


def test_a_page_changes_only_the_page() -> None:
    """Filters, mode and order stay while turning pages."""
    other = query_at(Links(START).page(1))
    assert (other.page, other.filters, other.mode) == (1, START.filters, START.mode)


@pytest.mark.parametrize(
    "address",
    [
        Links(START).mode("semantic"),
        Links(START).sort("newest"),
        Links(START).toggle("kind", "report"),
        Links(START).toggle("theme", "Syria"),
        Links(START).cleared(),
    ],
)
def test_another_answer_starts_at_its_first_page(address: str) -> None:
    """Page 3 of one answer means nothing in another."""
    assert query_at(address).page == 1


def test_a_filter_value_is_added_and_taken_away() -> None:
    """The same link adds what is not set and removes what is; the last value takes its filter."""
    added = query_at(Links(START).toggle("theme", "DRC"))
    assert {f.column: f.values for f in added.filters}["theme"] == (
        "torture",
        "Syria",
        "DRC",
    )
    removed = query_at(Links(START).toggle("year", "2024"))
    assert [f.column for f in removed.filters] == ["theme"]
    assert query_at(Links(START).cleared()).filters == ()


@pytest.mark.parametrize(
    "asked", ["/search?q=a%26b&words=20&page=2", "/search?theme=Syria&voice=own", "/search"]
)
def test_a_value_of_a_further_column_stands_behind_the_others(asked: str) -> None:
    """It is the address of the same query with one more filter, whatever signs are in it."""
    query, further = query_at(asked), Filter(column="publisher", values=("A & B+C é",))
    added = Links(query).toggle("publisher", "A & B+C é")
    assert added == Links(replace(query, filters=(*query.filters, further))).page(1)


def test_a_new_search_keeps_how_one_searches() -> None:
    """The box keeps mode, order and filters, and neither the old words nor the old page."""
    assert Links(START).kept() == [
        ("mode", "keyword"),
        ("theme", "torture"),
        ("theme", "Syria"),
        ("year", "2024"),
    ]


def test_a_long_query_stays_out_of_addresses() -> None:
    """Its links are targets of a form that posts it; an address would be too long."""
    text = "ا" * (MAX_QUERY_BYTES // 6)
    at_limit = Links(query_at(f"/search?q={text}"))
    above = Links(query_at(f"/search?q={text}a"))
    assert (at_limit.is_long, above.is_long) == (False, True)
    assert above.page(2) == "/search?page=2"
