"""Count what an ODT's lists count: the numbers of items, which stand nowhere in its text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import odfdo
from odfdo.xmlpart import XmlPart

from indexer.extract.docx_lists import written

# How OpenDocument names the forms of numbers, and WordprocessingML the same ones.
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


class Printed(NamedTuple):
    """The number of an item, and that number as it is set ("(a)"); both empty for a bullet."""

    number: str
    mark: str


NONE = Printed("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list's style: the form of its numbers, its first, and what is around them."""

    form: str
    start: int
    prefix: str
    suffix: str


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists of a document; counts go on as it is read in order.

    `counts` are by style and level, so that a list can go on where one of its style ended.
    """

    levels: dict[tuple[str, int], Level]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def begin(self, element: odfdo.Element, *, style: str, level: int) -> None:
        """Begin a list at `level` from 0; it counts anew if it does not say that it goes on."""
        goes_on = element.get_attribute("text:continue-numbering") in (True, "true")
        if not (goes_on or element.get_attribute("text:continue-list")):
            self.counts.pop((style, level), None)

    def next(self, item: odfdo.Element, *, style: str, level: int) -> Printed:
        """Count an item of a list of that style; a list's header has no number."""
        shape = self.levels.get((style, level))
        if shape is None or not shape.form or item.tag != "text:list-item":
            return NONE
        given = item.get_attribute_string("text:start-value") or ""
        count = self.counts.get((style, level), shape.start - 1) + 1
        count = int(given) if given.isdecimal() else count
        self.counts[style, level] = count
        number = written(count, shape.form)
        mark = f"{shape.prefix}{number}{shape.suffix}".strip()
        return Printed(number, "" if mark == f"{number}." else mark)


def styles(document: odfdo.Document, tag: str) -> Iterator[odfdo.Element]:
    """The styles of one kind, those of the file as a whole before those of its text."""
    for name in ("styles.xml", "content.xml"):
        part = document.get_part(name)
        if isinstance(part, XmlPart):
            yield from part.get_elements(f"//{tag}")


def of(document: odfdo.Document) -> Lists:
    """Return the lists that `document` defines."""
    levels = {}
    for style in styles(document, "text:list-style"):
        name = style.get_attribute_string("style:name") or ""
        for one in style.children:
            depth = int(one.get_attribute_string("text:level") or "1") - 1
            levels[name, depth] = _level(one)
    return Lists(levels=levels)


def _level(element: odfdo.Element) -> Level:
    start = element.get_attribute_string("text:start-value") or "1"
    return Level(
        form=_FORMS.get(element.get_attribute_string("style:num-format") or "", ""),
        start=int(start) if start.isdecimal() else 1,
        prefix=element.get_attribute_string("style:num-prefix") or "",
        suffix=element.get_attribute_string("style:num-suffix") or "",
    )
