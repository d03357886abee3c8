"""Dates in the forms that the styles ask for."""

from datetime import date

from archive.citation.cited import Citation

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
# MLA 9, appendix 1: months of more than four letters are shortened.
MLA_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug."),
    *("Sept.", "Oct.", "Nov.", "Dec."),
)


def year(citation: Citation) -> str:
    """The year, in square brackets if inferred; empty where there is none."""
    return bracketed(citation, citation.document.date[:4])


def day_first(citation: Citation, *, months: tuple[str, ...] = MONTHS) -> str:
    """`17 July 2025`, as far as it is known, in square brackets if inferred."""
    return bracketed(citation, _day_first(citation.document.date, months))


def month_first(citation: Citation) -> str:
    """`July 17, 2025`, as far as it is known, in square brackets if inferred."""
    return bracketed(citation, _month_first(citation.document.date))


def year_first(citation: Citation) -> str:
    """`2025, July 17`, as far as it is known, in square brackets if inferred."""
    number, month, day = _parts(citation.document.date)
    rest = f"{MONTHS[month - 1]}{f' {day}' if day else ''}" if month else ""
    return bracketed(citation, ", ".join(part for part in (number, rest) if part))


def accessed_day_first(day: date) -> str:
    """`3 November 2026`."""
    return _day_first(day.isoformat(), MONTHS)


def accessed_mla(day: date) -> str:
    """`3 Nov. 2026`."""
    return _day_first(day.isoformat(), MLA_MONTHS)


def accessed_month_first(day: date) -> str:
    """`November 3, 2026`."""
    return _month_first(day.isoformat())


def bracketed(citation: Citation, text: str) -> str:
    """`text` in square brackets where the date was inferred: supplied by us, not by the source."""
    return f"[{text}]" if text and citation.is_inferred else text


def _parts(text: str) -> tuple[str, int, int]:
    """Year, month and day; 0 for what is not known."""
    number, month, day = (*text.split("-"), "", "")[:3]
    return number, int(month or 0), int(day or 0)


def _day_first(text: str, months: tuple[str, ...]) -> str:
    number, month, day = _parts(text)
    known = (str(day) if day else "", months[month - 1] if month else "", number)
    return " ".join(part for part in known if part)


def _month_first(text: str) -> str:
    number, month, day = _parts(text)
    if not month:
        return number
    return f"{MONTHS[month - 1]} {day}, {number}" if day else f"{MONTHS[month - 1]} {number}"
