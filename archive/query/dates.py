"""Dates as people type them in a query, read as ranges of `YYYY[-MM[-DD]]`."""

import re
from calendar import monthrange
from datetime import date, timedelta

from archive.nodes import DateRange

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")  # as Arabic texts write them
_DATE = re.compile(r"([12]\d{3})(?:[-/](0?[1-9]|1[0-2])(?:[-/](0?[1-9]|[12]\d|3[01]))?)?")
# As Europe and the United Nations write a day; the answer says how it was read.
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]([12]\d{3})")
_YEARS = re.compile(r"([12]\d{3})\s*[-–]\s*([12]\d{3})")
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.*)")
_LAST = re.compile(r"last-(\d{1,4})-(day|week|month|year)s?")
_NAMED = frozenset({"today", "yesterday"})
_PERIOD = re.compile(r"(this|last)-(week|month|year)")


def read_date(text: str) -> str:
    """Return `text` as `YYYY[-MM[-DD]]`, or "" if it is no date of the calendar.

    `17/07/2025` and `17.7.2025` are days too, the day before the month.
    """
    match = _DATE.fullmatch(_DAY_FIRST.sub(r"\3-\2-\1", text))
    if not match:
        return ""
    year, month, day = match.groups()
    if day and int(day) > monthrange(int(year), int(month))[1]:
        return ""
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def after(when: str) -> str:
    """Return the period of the same length that follows `when`: 2019 → 2020."""
    return _shifted(when, 1)


def before(when: str) -> str:
    """Return the period of the same length that comes before `when`: 2019-01 → 2018-12."""
    return _shifted(when, -1)


def _shifted(when: str, step: int) -> str:
    """Move a year, month or day by `step` of its own length."""
    year, *rest = map(int, when.split("-"))
    if not rest:
        return f"{year + step:04d}"
    if len(rest) == 1:
        months = year * 12 + rest[0] - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return (date(year, rest[0], rest[1]) + timedelta(days=step)).isoformat()


def _months_back(today: date, months: int) -> str:
    """Return the day `months` before `today`, or the last one of that month."""
    total = max(today.year * 12 + today.month - 1 - months, 12)
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1])).isoformat()


def relative(text: str, today: date) -> DateRange | None:
    """Read `today`, `this-year`, `last-month`, `last-6-months`…; None for anything else."""
    if text in _NAMED:
        day = (today - timedelta(days=text == "yesterday")).isoformat()
        return DateRange(low=day, high=day)
    if match := _PERIOD.fullmatch(text):
        which, unit = match.groups()
        if unit == "week":
            monday = today - timedelta(days=today.weekday() + 7 * (which == "last"))
            return DateRange(low=monday.isoformat(), high=(monday + timedelta(days=6)).isoformat())
        period = today.isoformat()[: 4 if unit == "year" else 7]
        period = before(period) if which == "last" else period
        return DateRange(low=period, high=period)
    if match := _LAST.fullmatch(text):
        count, unit = int(match[1]), match[2]
        if unit in ("month", "year"):
            low = _months_back(today, count * (12 if unit == "year" else 1))
        else:
            low = (today - timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
        return DateRange(low=low, high=today.isoformat())
    return None


def read_range(text: str, today: date) -> DateRange | None:
    """Read `2019`, `2019..2023`, `>=2024-05`, `last-6-months`…; None if it is no date."""
    text = text.casefold().translate(DIGITS).replace(" ", "-" if text[:1].isalpha() else "")
    named = relative(text, today)
    if named:
        return named
    if years := _YEARS.fullmatch(text):
        return _ordered(years[1], years[2])
    if ".." in text:
        low, high = (part.strip(".") for part in text.split("..", 1))
        return _between(low, high)
    match = _COMPARED.fullmatch(text)
    when = read_date(match[2]) if match else ""
    if not match or not when:
        return None
    ranges = {
        ">=": (when, ""),
        ">": (after(when), ""),
        "<=": ("", when),
        "<": ("", before(when)),
    }
    low, high = ranges.get(match[1], (when, when))
    return DateRange(low=low, high=high)


def _between(low: str, high: str) -> DateRange | None:
    """Read the two ends of `a..b`, of which one may be open."""
    first, last = read_date(low), read_date(high)
    if (low and not first) or (high and not last) or not (first or last):
        return None
    return _ordered(first, last) if first and last else DateRange(low=first, high=last)


def _ordered(low: str, high: str) -> DateRange:
    """Put the earlier end first."""
    return DateRange(low=min(low, high), high=max(low, high))
