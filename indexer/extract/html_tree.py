"""Walk an HTML tree in document order and read its blocks with their links."""

from dataclasses import dataclass, field

from lxml import etree, html  # type: ignore[import-untyped]

from indexer.extract.blocks import Block, BlockKind
from indexer.extract.inline import Run, join, target, within
from indexer.extract.linked_notes import RAISED

_SKIPPED = frozenset(
    word
    for line in (
        "script style noscript template svg iframe object embed canvas button select option",
        "textarea head title video audio math",
    )
    for word in line.split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BREAKS = frozenset(
    word
    for line in (
        "address article aside blockquote body center dd details div dl dt fieldset figcaption",
        "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary",
        "table tbody tfoot thead tr ul",
    )
    for word in line.split()
)
_CELLS = frozenset(("td", "th"))


@dataclass(frozen=True, slots=True)
class Laid:
    """The blocks of a page, and where the element of an id begins and ends among them."""

    blocks: list[Block] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def fragment(text: str, *, base: str = "") -> Laid:
    """Return what a piece of HTML holds; a piece without any text has no blocks."""
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return Laid()
    return laid(root, base=base)


def laid(root: html.HtmlElement, *, base: str = "") -> Laid:
    """Return the blocks under `root` in document order; links are resolved against `base`.

    Links within the page keep their place's name, and raised words have the target `RAISED`.
    """
    walk = _Walk(base)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            walk.say(element.tail)
        elif event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    return Laid(walk.blocks, walk.places)


class _Walk:
    """Gathers running text until an element begins or ends that parts paragraphs."""

    def __init__(self, base: str) -> None:
        self.blocks: list[Block] = []
        self.base = base
        self.runs: list[Run] = []
        self.open: list[str] = []
        self.skipping = 0
        self.address: str | None = None
        self.counters: list[int] = []
        self.number = ""
        self.places: dict[str, tuple[int, int]] = {}

    def say(self, text: str | None) -> None:
        """Keep a piece of text where it is not skipped."""
        if text and not self.skipping:
            self.runs.append((text, self.address))

    def enter(self, element: html.HtmlElement) -> None:
        """Begin `element`."""
        tag = str(element.tag)
        if tag in _SKIPPED:
            self.skipping += 1
        if self.skipping:
            return
        if tag in _BREAKS:
            self.flush()
            self._enter_block(element, tag)
        elif tag == "br":
            self._line_break(element)
        elif tag == "a":
            self._enter_link(element)
        elif tag == "sup" and self.address is None:
            self.address = RAISED
        elif tag in _CELLS and any(text.strip() for text, _ in self.runs):
            self.runs.append((" | ", None))
        self._note_place(element)
        self.say(element.text)

    def _enter_link(self, element: html.HtmlElement) -> None:
        href = element.get("href")
        if href is not None:
            self.address = within(href, self.base) or target(href, self.base)
        elif self.address != RAISED:
            self.address = None

    def _note_place(self, element: html.HtmlElement) -> None:
        """Remember in which block an element with a name begins; a second one is passed over."""
        for name in (element.get("id"), element.get("name")):
            if name:
                self.places.setdefault(name, (len(self.blocks), len(self.blocks) + 1))

    def _enter_block(self, element: html.HtmlElement, tag: str) -> None:
        self.open.append(tag)
        if tag == "ol":
            start = element.get("start", "1")
            self.counters.append(int(start) if start.isdecimal() else 1)
        elif tag == "ul":
            self.counters.append(0)
        elif tag == "li" and self.counters and self.counters[-1]:
            self.number = str(self.counters[-1])
            self.counters[-1] += 1

    def _line_break(self, element: html.HtmlElement) -> None:
        """Two breaks in a row end a paragraph, one is a space."""
        following = element.getnext()
        if following is not None and following.tag == "br" and not (element.tail or "").strip():
            self.flush()
        self.runs.append((" ", self.address))

    def leave(self, element: html.HtmlElement) -> None:
        """End `element`; the text after it belongs to what is around it."""
        tag = str(element.tag)
        if not self.skipping:
            if tag in _BREAKS:
                self.flush()
                self._leave_block(element, tag)
            elif tag == "a" or (tag == "sup" and self.address == RAISED):
                self.address = None
        elif tag in _SKIPPED:
            self.skipping -= 1
        self.say(element.tail)

    def _leave_block(self, element: html.HtmlElement, tag: str) -> None:
        start, end = self.places.get(element.get("id") or "", (0, 0))
        if end:
            self.places[element.get("id")] = start, max(end, len(self.blocks))
        if self.open:
            self.open.pop()
        if tag in ("ol", "ul") and self.counters:
            self.counters.pop()
        elif tag == "li":
            self.number = ""

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        runs, self.runs = self.runs, []
        text, links = join(runs)
        if not text:
            return
        kind, level = self._kind()
        number = self.number if kind is BlockKind.ITEM else ""
        if number:
            self.number = ""
        self.blocks.append(Block(text=text, kind=kind, level=level, number=number, links=links))

    def _kind(self) -> tuple[BlockKind, int]:
        """What the open elements make of a paragraph; the innermost that says something wins."""
        for tag in reversed(self.open):
            if tag in _HEADINGS:
                return BlockKind.HEADING, _HEADINGS[tag]
            if tag in _KINDS:
                return _KINDS[tag], max(1, len(self.counters))
        return BlockKind.PARAGRAPH, 0


_KINDS = {
    "li": BlockKind.ITEM,
    "blockquote": BlockKind.QUOTATION,
    "figcaption": BlockKind.CAPTION,
    "tr": BlockKind.ROW,
}
