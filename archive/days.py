"""Dates as messages: in figures for programs, in the words of its language on a page."""

from archive.messages import Message, message

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


class Day(Message):
    """`2025-07-17`, which a page says as `17 July 2025`, and `2025-07` as `July 2025`.

    What is no date, or a year alone, is said as it is.
    """

    def __new__(cls, date: str) -> "Day":
        """The date, with the sentence that a page says for it."""
        self = str.__new__(cls, date)
        year, month, day = (*date.split("-"), "", "")[:3]
        if month.isdecimal() and 1 <= int(month) <= 12 and (day.isdecimal() or not day):
            self.template = _FIRST if int(day or 0) == 1 else _DAY if day else _MONTH
            self.values = {"day": day.lstrip("0"), "month": _MONTHS[int(month) - 1], "year": year}
        else:
            self.template, self.values = "%(date)s", {"date": date}
        return self
