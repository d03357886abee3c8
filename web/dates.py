"""Dates in the words of a language."""

from functools import lru_cache

from archive.days import Day
from web.catalogues import said


@lru_cache(maxsize=4096)
def written(date: str, language: str) -> str:
    """`2025-07-17` as `17 July 2025`, `2025-07` as `July 2025`; what is no date as it is."""
    return said(Day(date), language)
