"""Read the main text of an HTML page: trafilatura says what it is, the page says in which order.

Trafilatura alone moves headings and drops short paragraphs, which a citable text must not do.
"""

import json
import re
from importlib.metadata import version

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from indexer.extract import charsets, dates, headings, html_tree, linked_notes, marks
from indexer.extract.blocks import Block, BlockKind, Extraction

_PUBLISHER = ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name")
_DATE = (
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "article:published_time",
    "datepublished",
)
_TITLE = ("citation_title", "dc.title", "og:title")
# A short block counts as main text only if trafilatura kept it word for word, a longer one also
# as a part of what it kept; in characters without spaces.
_WORD_FOR_WORD = 24
# Within the main text these stay although trafilatura leaves them out.
_KEPT_WITHIN = (BlockKind.HEADING, BlockKind.CAPTION)
_SPACES = re.compile(r"\s+")


def read(content: bytes) -> Extraction:
    """Read an HTML page; a page without main text gives no blocks."""
    content = charsets.decoded(content).encode()
    root = lxml_html.document_fromstring(
        content, parser=lxml_html.HTMLParser(encoding="utf-8", remove_pis=True)
    )
    facts = _facts(root)
    url = _url(root, facts)
    page = html_tree.laid(root, base=url)
    calls = linked_notes.calls(page.blocks, page.places)
    shown = linked_notes.with_notes(page.blocks, calls)
    main = _with_called(_main(page.blocks, shown, _main_text(content)), calls)
    kept = [marks.marked(block) for index, block in enumerate(shown) if index in main]
    return Extraction(
        blocks=tuple(kept),
        title=_title(root, facts, kept),
        publishers=tuple(_first(facts, _PUBLISHER)[:1]),
        issued=_issued(root, facts) or dates.printed(kept),
        language=(root.get("lang") or "").split("-")[0].lower(),
        url=url,
        extractor=f"trafilatura {version('trafilatura')}, lxml {version('lxml')}",
    )


def _main_text(content: bytes) -> list[str]:
    """The blocks that trafilatura takes for the page's main text, white space taken out."""
    found = trafilatura.bare_extraction(
        content, include_comments=False, include_tables=True, with_metadata=False
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    blocks = html_tree.laid(_as_html(found.body)).blocks
    return [_SPACES.sub("", block.text) for block in blocks]


def _as_html(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Trafilatura's own names for headings, items and rows as those of HTML."""
    names = {"head": "h2", "item": "li", "list": "ul", "row": "tr", "cell": "td", "lb": "br"}
    for element in body.iter(etree.Element):
        element.tag = names.get(str(element.tag), element.tag)
    return body


def _main(page: list[Block], shown: list[Block], main_text: list[str]) -> set[int]:
    """The indices of the page's blocks in the main text, and of headings and captions among them.

    `shown` are the same blocks without the calls of notes, which trafilatura may leave out.
    """
    exact = frozenset(main_text)
    whole = "".join(main_text)

    def is_inside(block: Block) -> bool:
        key = _SPACES.sub("", block.text)
        return key in exact or (len(key) > _WORD_FOR_WORD and key in whole)

    inside = [is_inside(one) or is_inside(other) for one, other in zip(page, shown, strict=True)]
    if True not in inside:
        return set()
    first = inside.index(True)
    last = len(inside) - 1 - inside[::-1].index(True)
    first = _heading_above(page, first)
    return {
        index
        for index in range(last + 1)
        if inside[index] or (index >= first and _belongs(page, index, inside))
    }


def _with_called(main: set[int], calls: list[linked_notes.Call]) -> set[int]:
    """The main text with the notes that it calls, and without those that it does not."""
    called = {at for one in calls if one.block in main for at in range(one.note, one.end)}
    every = {at for one in calls for at in range(one.note, one.end)}
    return main - every | called


def _belongs(page: list[Block], index: int, inside: list[bool]) -> bool:
    """Whether a block within the main text that trafilatura left out is part of it.

    A caption is; so is a heading of what was kept. A line that is one link leads to something else.
    """
    block = page[index]
    if block.kind not in _KEPT_WITHIN or _is_one_link(block):
        return False
    if block.kind is BlockKind.CAPTION:
        return True
    below = next((at for at in range(index, len(page)) if page[at].kind is not block.kind), index)
    return inside[below]


def _is_one_link(block: Block) -> bool:
    return any(link.end - link.start == len(block.text) for link in block.links)


def _heading_above(page: list[Block], first: int) -> int:
    while first and page[first - 1].kind is BlockKind.HEADING:
        first -= 1
    return first


def _facts(root: lxml_html.HtmlElement) -> dict[str, list[str]]:
    """The page's meta elements: lower-case name to contents in order."""
    facts: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            facts.setdefault(name.lower(), []).append(content)
    return facts


def _first(facts: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return next((facts[name] for name in names if name in facts), [])


def _url(root: lxml_html.HtmlElement, facts: dict[str, list[str]]) -> str:
    canonical = [
        link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"
    ]
    candidates = [*canonical, *facts.get("og:url", [])]
    return next((one for one in candidates if one.startswith(("http://", "https://"))), "")


def _title(root: lxml_html.HtmlElement, facts: dict[str, list[str]], kept: list[Block]) -> str:
    stated = _first(facts, _TITLE)
    if stated:
        return stated[0]
    if headings.title_of(kept):
        return headings.title_of(kept)
    return " ".join((root.findtext(".//title") or "").split())


def _issued(root: lxml_html.HtmlElement, facts: dict[str, list[str]]) -> str:
    """The date that the page states as its publication: in meta elements, or as JSON-LD."""
    for stated in _first(facts, _DATE):
        if dates.normal(stated.replace("/", "-")):
            return dates.normal(stated.replace("/", "-"))
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            found = _ld_date(script.text or "")
            if found:
                return found
    return ""


def _ld_date(text: str) -> str:
    try:
        items = json.loads(text)
    except ValueError:
        return ""
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
            return dates.normal(item["datePublished"])
    return ""
