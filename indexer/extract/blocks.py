"""What a reader finds in a file: blocks of text in reading order, written and read as JSON."""

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """What a block looks like in the file; what it means is decided when it is cut."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    NOTE = "note"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLink:
    """A link; `start` and `end` are offsets of its anchor in the block's text.

    `target` is the address as written, empty where the file does not give one.
    """

    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading, list item, table row, caption or note.

    `text` is clean: no markup, single spaces. `number` is the printed number of an item or
    numbered paragraph ("1", "a", "iv") and `mark` that number as it is set ("(a)"; empty: "1.").
    `level` is the depth of a heading or list from 1, `page` counts from 1 and is None where the
    file has no pages; `folio` is the number printed on that page, empty where it is not sure.
    `confidence` is how sure the program is that read the text from a picture,
    in per cent, None where it was not.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""
    mark: str = ""
    page: int | None = None
    folio: str = ""
    links: tuple[BlockLink, ...] = ()
    confidence: int | None = None

    @property
    def printed(self) -> str:
        """What is set before the text, with the space after it."""
        return f"{self.mark or f'{self.number}.'} " if self.number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that a reader found; an empty field was not in the file.

    `issued` is a date that the file states as its own (`YYYY[-MM[-DD]]`), `pages` how many pages
    the file has (0 where it has none), `unread` those that hold something but hardly a letter,
    `extractor` names the reader and its libraries.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    publishers: tuple[str, ...] = ()
    kind: str = ""
    issued: str = ""
    language: str = ""
    url: str = ""
    doc_id: str = ""
    pages: int = 0
    unread: tuple[int, ...] = ()
    extractor: str = ""


def to_json(extraction: Extraction) -> str:
    """Return `extraction` as JSON in ASCII."""
    return json.dumps(dataclasses.asdict(extraction))


def from_json(text: str) -> Extraction:
    """Read what `to_json` wrote; raises ValueError, TypeError or KeyError for anything else."""
    fields: dict[str, Any] = json.loads(text)
    fields["blocks"] = tuple(_block(block) for block in fields["blocks"])
    fields["publishers"] = tuple(fields["publishers"])
    fields["unread"] = tuple(fields["unread"])
    return Extraction(**fields)


def _block(fields: dict[str, Any]) -> Block:
    fields["kind"] = BlockKind(fields["kind"])
    fields["links"] = tuple(BlockLink(**link) for link in fields["links"])
    return Block(**fields)
