"""Cut a document's blocks into the passages that people cite, with exact offsets."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import Link, Passage, PassageKind, Voice
from archive.passage_ids import with_ids
from indexer import language as languages
from indexer import roles, sentences
from indexer.extract import notes
from indexer.extract.blocks import Block, BlockKind

# Between two blocks of a version's text.
BLANK_LINE = "\n\n"
# A longer paragraph is cut at the end of a sentence, in words: about a page's half, and about
# as much as one wants to quote at once.
PASSAGE_WORDS = 300

_KINDS = {
    BlockKind.HEADING: PassageKind.HEADING,
    BlockKind.QUOTATION: PassageKind.QUOTATION,
    BlockKind.CAPTION: PassageKind.CAPTION,
    BlockKind.NOTE: PassageKind.NOTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Role:
    """What a block is in its document."""

    kind: PassageKind
    section: str = ""
    lead_in: str = ""


def segment(
    blocks: Sequence[Block], *, doc_id: str, version_id: str, language: str
) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of a version and its passages in order.

    The text is the blocks, each with its printed number before it, parted by blank lines; a
    passage holds the words without the number. `language` is that of the document.
    """
    starts, text = _laid_out(blocks)
    calls = notes.tied(blocks)
    passages: list[Passage] = []
    for index, (block, role) in enumerate(zip(blocks, _roles(blocks, language), strict=True)):
        offset = starts[index]
        called = [starts[at] + offset_in for at, offset_in in calls.get(index, ())]
        for start, end in sentences.parts(block.text, language, words=PASSAGE_WORDS):
            passages.append(
                Passage(
                    passage_id="",
                    doc_id=doc_id,
                    version_id=version_id,
                    text=block.text[start:end],
                    start=offset + start,
                    end=offset + end,
                    kind=role.kind,
                    language=languages.of_passage(block.text[start:end], document=language),
                    voice=Voice.QUOTED if role.kind is PassageKind.QUOTATION else Voice.OWN,
                    number=block.number,
                    section=role.section,
                    lead_in=role.lead_in,
                    page=block.page,
                    folio=block.folio,
                    links=_links(block, start=start, end=end, offset=offset),
                    called_at=called[0] if called else None,
                    called_again=tuple(called[1:]),
                    confidence=block.confidence,
                )
            )
    return text, with_ids(passages)


def _laid_out(blocks: Sequence[Block]) -> tuple[list[int], str]:
    """Where the words of each block begin in the version's text, and that text."""
    starts, pieces, position = [], [], 0
    for block in blocks:
        starts.append(position + len(block.printed))
        pieces.append(block.printed + block.text)
        position += len(pieces[-1]) + len(BLANK_LINE)
    return starts, BLANK_LINE.join(pieces)


def _links(block: Block, *, start: int, end: int, offset: int) -> tuple[Link, ...]:
    """The links of `block.text[start:end]`, with offsets in the version's text."""
    links = []
    for link in block.links:
        left, right = max(link.start, start), min(link.end, end)
        if left < right and not notes.is_call(link):
            anchor = block.text[left:right]
            links.append(
                Link(anchor=anchor, start=offset + left, end=offset + right, target=link.target)
            )
    return tuple(links)


def _roles(blocks: Sequence[Block], language: str) -> list[_Role]:
    reader = _RoleReader(language, boilerplate_from=_second_half(blocks))
    return [reader.role(index, block) for index, block in enumerate(blocks)]


def _second_half(blocks: Sequence[Block]) -> int:
    """Index of the block at which half of the words have gone by."""
    total = sum(len(block.text) for block in blocks)
    passed = 0
    for index, block in enumerate(blocks):
        passed += len(block.text)
        if passed * 2 >= total:
            return index
    return len(blocks)


class _RoleReader:
    """Reads blocks in order; remembers the headings above and what introduced the list."""

    def __init__(self, language: str, *, boilerplate_from: int) -> None:
        self.language = language
        self.boilerplate_from = boilerplate_from
        self.headings: list[Block] = []
        self.boilerplate_level = 0
        self.lead = ""
        self.held_lead = ""
        self.last_number = ""

    def role(self, index: int, block: Block) -> _Role:
        """What `block`, the one at `index`, is."""
        about = index >= self.boilerplate_from and self._opens_boilerplate(block)
        if block.kind is BlockKind.HEADING or about:
            return self._heading(block, about=about)
        section = self.headings[-1].text if self.headings else ""
        if self.boilerplate_level:
            return _Role(kind=PassageKind.BOILERPLATE, section=section)
        if block.kind is BlockKind.ITEM:
            return self._item(block, section)
        if block.kind is BlockKind.PARAGRAPH:
            self._paragraph(block)
            if roles.is_quotation(block.text):
                return _Role(kind=PassageKind.QUOTATION, section=section)
        return _Role(kind=_KINDS.get(block.kind, PassageKind.PARAGRAPH), section=section)

    def _opens_boilerplate(self, block: Block) -> bool:
        plain = block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        return plain and roles.is_about(block.text)

    def _heading(self, block: Block, *, about: bool) -> _Role:
        level = block.level or 9
        self.headings = [heading for heading in self.headings if (heading.level or 9) < level]
        section = self.headings[-1].text if self.headings else ""
        if block.kind is BlockKind.HEADING or not block.text.endswith((".", ":")):
            self.headings.append(block)
        self.lead = self.held_lead = self.last_number = ""
        if about:
            self.boilerplate_level = level
        elif level <= self.boilerplate_level:
            self.boilerplate_level = 0
        kind = PassageKind.BOILERPLATE if self.boilerplate_level else PassageKind.HEADING
        return _Role(kind=kind, section=section)

    def _paragraph(self, block: Block) -> None:
        """A paragraph introduces the list after it, or ends the list before it for now."""
        if self.lead:
            self.held_lead = self.lead
        self.lead = roles.lead_in(block.text, self.language)

    def _item(self, block: Block, section: str) -> _Role:
        if not self.lead and _follows(block.number, self.last_number):
            self.lead = self.held_lead
        calling = roles.is_calling(self.lead) if self.lead else roles.is_call_heading(section)
        operative = bool(block.number) and roles.is_operative_call(block.text)
        self.last_number = block.number or self.last_number
        kind = PassageKind.CALL if calling or operative else PassageKind.PARAGRAPH
        return _Role(kind=kind, section=section, lead_in=self.lead)


def _follows(number: str, last: str) -> bool:
    """Whether a list that a paragraph interrupted goes on with `number`."""
    return number.isdecimal() and last.isdecimal() and int(number) == int(last) + 1
