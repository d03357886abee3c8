"""Dates in the words of a language."""

from functools import lru_cache

from archive.messages import message
from web.catalogues import catalogue

_MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)
_DAY = message("%(day)s %(month)s %(year)s")
# A language may call the first of a month otherwise than its other days.
_FIRST = message("1 %(month)s %(year)s")
_MONTH = message("%(month)s %(year)s")


@lru_cache(maxsize=4096)
def written(date: str, language: str) -> str:
    """`2025-07-17` as `17 July 2025`, `2025-07` as `July 2025`; what is no date as it is."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if not (month.isdecimal() and 1 <= int(month) <= 12 and (day.isdecimal() or not day)):
        return date
    text = catalogue(language).gettext
    values = {"day": day.lstrip("0"), "month": text(_MONTHS[int(month) - 1]), "year": year}
    form = _FIRST if int(day or 0) == 1 else _DAY if day else _MONTH
    return text(form) % values
