"""Find what repeats at the head and foot of a PDF's pages: running titles and page numbers."""

import re
from collections import defaultdict
from collections.abc import MutableMapping
from itertools import pairwise
from statistics import median

from indexer.extract.pdf_lines import Line, PageLines

# Headers and footers stand in this part of the page's height at either end, are of so many lines
# at most, and are set apart from the text by this many times the usual distance of lines. They
# come again two pages on at the latest (left and right pages differ) at the same height, to so
# many points. A text's own words that come again are not dropped.
_MARGIN = 0.18
_OUTER_LINES = 4
_APART = 1.25
_PAGES_APART = 2
_SAME_HEIGHT = 3.0
# Longer numbers count no pages.
_DIGITS_MAX = 9
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s|p\.\s?|página\s)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:/|of|de|sur)\s?\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)


def without_furniture(pages: list[PageLines]) -> list[PageLines]:
    """Return `pages` without the lines of their heads and feet that repeat or number them."""
    seen: _Seen = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if _is_in_margin(line, page):
                seen[_key(line)].append((page.number, line.bottom, _numbers(line)))
    return [_without(page, _furniture(page, seen)) for page in pages]


# The number of each page that has a line of that key in its margins, the line's height there, and
# the numbers in it.
_Seen = MutableMapping[str, list[tuple[int, float, list[int]]]]


def _without(page: PageLines, dropped: set[int]) -> PageLines:
    return PageLines(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=tuple(line for index, line in enumerate(page.lines) if index not in dropped),
    )


def _furniture(page: PageLines, seen: _Seen) -> set[int]:
    """The indices of the lines of the page's head and foot."""
    order = sorted(range(len(page.lines)), key=lambda index: (-page.lines[index].top, index))
    if not order:
        return set()
    groups = _groups(page, order)
    head = _from_edge(page, groups, seen, outer=order[0])
    return head | _from_edge(page, groups[::-1], seen, outer=order[-1])


def _groups(page: PageLines, order: list[int]) -> list[list[int]]:
    """The lines from the top, in groups that are set apart from each other."""
    tops = [page.lines[index].top for index in order]
    pitches = [above - below for above, below in pairwise(tops)]
    usual = median([pitch for pitch in pitches if pitch > 1] or [0])
    groups = [order[:1]]
    for index, pitch in zip(order[1:], pitches, strict=True):
        if pitch > _APART * usual:
            groups.append([])
        groups[-1].append(index)
    return groups


def _from_edge(page: PageLines, groups: list[list[int]], seen: _Seen, *, outer: int) -> set[int]:
    """The lines of the first groups that are furniture as a whole.

    Where the text begins without a distance, the `outer` line alone may be furniture.
    """
    found: set[int] = set()
    for group in groups:
        is_short = len(found) + len(group) <= _OUTER_LINES
        if not is_short or not all(_is_furniture(page.lines[one], page, seen) for one in group):
            break
        found.update(group)
    if found:
        return found
    return {outer} if _is_furniture(page.lines[outer], page, seen) else set()


def _is_furniture(line: Line, page: PageLines, seen: _Seen) -> bool:
    """Whether the line numbers the page, or stands at the same height on a page nearby."""
    if not _is_in_margin(line, page):
        return False
    if _PAGE_NUMBER.fullmatch(line.text):
        return True
    return any(
        0 < abs(number - page.number) <= _PAGES_APART
        and abs(bottom - line.bottom) <= _SAME_HEIGHT
        and _counts_pages(_numbers(line), numbers, step=page.number - number)
        for number, bottom, numbers in seen[_key(line)]
    )


def _counts_pages(numbers: list[int], others: list[int], *, step: int) -> bool:
    """Whether all numbers are as on the other page, but for one that counts the pages.

    So that notes of one wording ("Testimony 12, session 3") are no furniture.
    """
    different = [one - other for one, other in zip(numbers, others, strict=True) if one != other]
    return not different or different == [step]


def _numbers(line: Line) -> list[int]:
    return [int(digits[:_DIGITS_MAX]) for digits in _DIGITS.findall(line.text)]


def _key(line: Line) -> str:
    """The line's letters, any number standing for any other."""
    return _DIGITS.sub("0", " ".join(line.text.casefold().split()))


def _is_in_margin(line: Line, page: PageLines) -> bool:
    margin = _MARGIN * page.height
    return line.top > page.height - margin or line.bottom < margin
