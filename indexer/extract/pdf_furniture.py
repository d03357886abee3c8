"""Find what repeats at the head and foot of a PDF's pages: running titles and page numbers."""

import re
from collections import Counter

from indexer.extract.pdf_lines import Line, PageLines

# Headers and footers stand in this part of the page's height at either end; among this many
# lines from either end; and come again on at least this many pages.
_MARGIN = 0.18
_OUTER_LINES = 4
_LEAST_PAGES = 2
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s|p\.\s?|página\s)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:/|of|de|sur)\s?\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)


def without_furniture(pages: list[PageLines]) -> list[PageLines]:
    """Return `pages` without the lines of their heads and feet that repeat or number them."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line) for line in page.lines if _is_outer(line, page)})
    return [
        PageLines(
            number=page.number,
            width=page.width,
            height=page.height,
            lines=tuple(line for line in page.lines if not _is_furniture(line, page, counts)),
        )
        for page in pages
    ]


def _is_furniture(line: Line, page: PageLines, counts: Counter[str]) -> bool:
    if not _is_outer(line, page):
        return False
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    return counts[_key(line)] >= _LEAST_PAGES


def _key(line: Line) -> str:
    """The line's letters, any number standing for any other, with its height on the page."""
    return _DIGITS.sub("0", " ".join(line.text.casefold().split()))


def _is_outer(line: Line, page: PageLines) -> bool:
    ordered = sorted(page.lines, key=lambda one: (-one.top, one.left))
    near = line in ordered[:_OUTER_LINES] or line in ordered[-_OUTER_LINES:]
    margin = _MARGIN * page.height
    return near and (line.top > page.height - margin or line.bottom < margin)
