"""Find the page numbers that are printed on a PDF's pages, where they are sure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from indexer.extract.pdf_lines import PageLines

# So many pages have to show numbers that count up with them, and more than half of those with any.
_PAGES_AGREE = 3
# A number that a line of a head or foot is or begins with, "12", "- 12 -", "12/30", "xiv", or that
# it ends with.
_FIRST = re.compile(
    r"(?:page\s|p\.\s?|página\s)?[-–—|\s]*(\d{1,4}|[ivxl]{1,7})(?:\s?(?:/|of|de|sur)\s?\d{1,4})?"
    r"(?=$|[-–—|\s])",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?<=[\s|–—-])(\d{1,4})[-–—|\s]*$")
# What a PDF calls its pages is taken over if it is a number, or one of a part: "A-3".
_LABEL = re.compile(r"\d{1,5}|[ivxlcdm]{1,9}|[A-Z]{1,2}[-.]?\d{1,4}", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def printed(
    found: Sequence[PageLines], kept: Sequence[PageLines], labels: Sequence[str]
) -> dict[int, str]:
    """The printed number of each page by its place in the file, from 1; unsure ones are left out.

    `kept` are the pages `found` without heads and feet, which the numbers are read in; `labels` is
    what the PDF itself calls its pages. Where both say something and differ, neither is sure.
    """
    shown = {page.number: [*_numbers(page, rest)] for page, rest in zip(found, kept, strict=True)}
    read = {**_counting(shown, is_roman=True), **_counting(shown, is_roman=False)}
    own = dict(enumerate(labels, 1)) if _says_something(labels) else {}
    folios = {}
    for number in shown:
        label = own.get(number, "")
        both = {one for one in (read.get(number, ""), label) if one}
        if len(both) == 1 and (not label or _LABEL.fullmatch(label)):
            folios[number] = both.pop()
    return folios


def _says_something(labels: Sequence[str]) -> bool:
    """Whether the labels are more than the pages' places, which every program can count."""
    return any(label not in ("", str(number)) for number, label in enumerate(labels, 1))


def _numbers(page: PageLines, kept: PageLines) -> Iterator[str]:
    """The numbers at either end of the lines that were taken for the page's head and foot."""
    texts = Counter(line.text for line in page.lines)
    texts.subtract(line.text for line in kept.lines)
    for text in texts.elements():
        ends = (_FIRST.match(text), _LAST.search(text))
        yield from dict.fromkeys(match[1].lower() for match in ends if match)


def _counting(shown: dict[int, list[str]], *, is_roman: bool) -> dict[int, str]:
    """The pages whose numbers count up with them, and those between two such."""
    steps: Counter[int] = Counter()
    for page, numbers in shown.items():
        steps.update({_value(one) - page for one in numbers if one.isdecimal() is not is_roman})
    numbered = sum(
        any(one.isdecimal() is not is_roman for one in numbers) for numbers in shown.values()
    )
    if not steps:
        return {}
    step, pages = min(steps.items(), key=lambda one: (-one[1], abs(one[0]), one[0]))
    if pages < _PAGES_AGREE or 2 * pages <= numbered:
        return {}
    agreeing = [
        page
        for page, numbers in shown.items()
        if any(one.isdecimal() is not is_roman and _value(one) - page == step for one in numbers)
    ]
    between = range(agreeing[0], agreeing[-1] + 1)
    return {page: _written(page + step, is_roman=is_roman) for page in between}


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    pairs = zip_longest(values, values[1:], fillvalue=0)
    return sum(-one if one < following else one for one, following in pairs)


def _written(value: int, *, is_roman: bool) -> str:
    if not is_roman:
        return str(value)
    parts = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    roman = ""
    for step, letters in parts:
        roman += letters * (value // step)
        value %= step
    return roman
