"""Read a date that a document prints as its own: in its dateline or alone on a line."""

import re
from datetime import date

from indexer.extract.blocks import Block, BlockKind

_MONTHS = (
    ("january", "janvier", "enero", "يناير", "كانون الثاني"),
    ("february", "février", "febrero", "فبراير", "شباط"),
    ("march", "mars", "marzo", "مارس", "آذار"),
    ("april", "avril", "abril", "أبريل", "نيسان"),
    ("may", "mai", "mayo", "مايو", "أيار"),
    ("june", "juin", "junio", "يونيو", "حزيران"),
    ("july", "juillet", "julio", "يوليو", "تموز"),
    ("august", "août", "agosto", "أغسطس", "آب"),
    ("september", "septembre", "septiembre", "سبتمبر", "أيلول"),
    ("october", "octobre", "octubre", "أكتوبر", "تشرين الأول"),
    ("november", "novembre", "noviembre", "نوفمبر", "تشرين الثاني"),
    ("december", "décembre", "diciembre", "ديسمبر", "كانون الأول"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_MONTH_NUMBER, key=lambda name: (-len(name), name)))
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?\s(?:of\s|de\s)?(?P<month>{_NAMES})"
    rf"(?:/(?:{_NAMES}))?,?\s(?:de\s|del\s)?(?P<year>\d{{4}})"
    rf"|(?P<month_us>{_NAMES})\s(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_us>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
# Before a date on its own line: a place ("Geneva, ", "Paris, le ") or a label ("Date: ").
_PLACE = re.compile(
    r"(?:(?:date|dated|issued|published|fecha|publié le|publicado el|التاريخ)\s?:?\s"
    r"|(?:\(?[^\W\d_][\w.’'-]*(?:[ /][\w.’'-]+){0,4}),?\s?(?:[,–—-]|\(|le\s|a\s|el\s)\s?"
    r"(?:le\s|a\s|el\s)?)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\)?\s?(?:[–—:]|-\s|\s-)")
_END = re.compile(r"[).]?\s*$")
# A dateline stands at the head: among the first blocks.
_FIRST = 12
_FIRST_YEAR = 1800


def printed(blocks: list[Block]) -> str:
    """Return the date that the head of a document prints as its own, as YYYY-MM-DD, or "".

    It must open a paragraph and be followed by a dash or colon ("Geneva, July 17, 2025—"), or
    stand on a line of its own. A date within a sentence is what the sentence is about.
    """
    for block in blocks[:_FIRST]:
        found = _own_date(block)
        if found:
            return found
    return ""


def _own_date(block: Block) -> str:
    if block.kind in (BlockKind.CAPTION, BlockKind.NOTE, BlockKind.QUOTATION):
        return ""
    text = block.text[:120].translate(_DIGITS)
    place = _PLACE.match(text)
    for start in (0, place.end() if place else 0):
        match = _DATE.match(text, start)
        if match and (_DASH.match(text, match.end()) or _END.match(text, match.end())):
            return _iso(match)
    return ""


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return normal(match["iso"])
    name = (match["month"] or match["month_us"]).lower()
    year, day = match["year"] or match["year_us"], match["day"] or match["day_us"]
    return normal(f"{year}-{_MONTH_NUMBER[name]:02}-{int(day):02}")


def normal(text: str) -> str:
    """Return a stated date as YYYY, YYYY-MM or YYYY-MM-DD, or "" if `text` does not begin so."""
    match = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])", text.strip())
    if not match:
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return ""
    return match[0] if year >= _FIRST_YEAR else ""
