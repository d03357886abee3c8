"""Dates in queries: their arithmetic, and what is no date."""

from datetime import date

import pytest

from archive.nodes import DateRange
from archive.query.dates import after, before, read_date, read_range, relative


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2019", "2020"),
        ("2019-12", "2020-01"),
        ("2019-04", "2019-05"),
        ("2020-02-28", "2020-02-29"),
        ("2019-02-28", "2019-03-01"),
        ("2019-12-31", "2020-01-01"),
    ],
)
def test_periods_follow_each_other(earlier: str, later: str) -> None:
    """The next period of the same length is next in both directions."""
    assert after(earlier) == later
    assert before(later) == earlier


@pytest.mark.parametrize(
    "text", ["", "19", "3019", "2019-13", "2019-00", "2019-02-30", "2019-1-1-1", "May 2019", "２０"]
)
def test_no_date_of_the_calendar_is_no_date(text: str) -> None:
    """What the calendar does not have is not read as a date."""
    assert read_date(text) == ""


def test_months_back_end_within_the_month() -> None:
    """Six months before 31 August is the last day of February."""
    assert relative("last-6-months", date(2023, 8, 31)) == DateRange(
        low="2023-02-28", high="2023-08-31"
    )


def test_last_month_of_january_is_december() -> None:
    """The month before the first one lies in the year before."""
    assert relative("last-month", date(2024, 1, 15)) == DateRange(low="2023-12", high="2023-12")


def test_very_long_ago_is_still_a_date() -> None:
    """A span longer than the calendar begins with it."""
    span = relative("last-9999-years", date(2024, 1, 15))
    assert span is not None
    assert span.low < "0100"


@pytest.mark.parametrize("text", ["..", "2019..x", ">=", "2019...2023x", "soon", "last-0-days-ago"])
def test_range_with_an_unread_end_is_no_range(text: str) -> None:
    """Half a range is not guessed."""
    assert read_range(text, date(2024, 1, 15)) is None
