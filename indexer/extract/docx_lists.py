"""Count what Word counts: the numbers of list items, which stand nowhere in a DOCX's text."""

from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: its first number, how numbers are written, and what is around them."""

    start: int
    style: str
    pattern: str


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists of a document; counts go on as its paragraphs are read in order."""

    levels: dict[tuple[str, int], Level]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def number(self, list_id: str, level: int) -> str | None:
        """Count one item of a list at `level` from 0; None if there is no such list.

        Returns the printed number without brackets and full stop, "" for a bullet.
        """
        shape = self.levels.get((list_id, level))
        if shape is None:
            return None
        counts = self.counts.setdefault(list_id, {})
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if shape.style in ("bullet", "none"):
            return ""
        printed = shape.pattern
        for upper in range(level + 1):
            above = self.levels.get((list_id, upper), shape)
            count = counts.get(upper, above.start)
            printed = printed.replace(f"%{upper + 1}", written(count, above.style))
        return printed.strip(" .()\t")


def written(count: int, style: str) -> str:
    """Return `count` in a numbering style of WordprocessingML; an unknown style is decimal."""
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < count < 40:
        roman, rest = "", count
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return roman if style == "lowerRoman" else roman.upper()
    return str(count)


def of(document: Document) -> Lists:
    """Return the lists that `document` defines."""
    part = next(
        (rel.target_part for rel in document.part.rels.values() if _is_numbering(rel.reltype)), None
    )
    if part is None:
        return Lists(levels={})
    root: BaseOxmlElement = part.element
    abstract = {
        one.get(qn("w:abstractNumId")): _levels(one) for one in root.iter(qn("w:abstractNum"))
    }
    levels: dict[tuple[str, int], Level] = {}
    for one in root.iter(qn("w:num")):
        base = one.find(qn("w:abstractNumId"))
        list_id = one.get(qn("w:numId"))
        if base is not None and list_id is not None:
            for level, shape in abstract.get(base.get(qn("w:val")), {}).items():
                levels[list_id, level] = shape
    return Lists(levels=levels)


def _is_numbering(relation: str) -> bool:
    return relation.endswith("/numbering")


def _levels(abstract: BaseOxmlElement) -> dict[int, Level]:
    levels = {}
    for one in abstract.iter(qn("w:lvl")):
        levels[int(one.get(qn("w:ilvl"), "0"))] = Level(
            start=int(_value(one, "w:start", "1")),
            style=_value(one, "w:numFmt", "decimal"),
            pattern=_value(one, "w:lvlText", ""),
        )
    return levels


def _value(parent: BaseOxmlElement, name: str, default: str) -> str:
    child = parent.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))
