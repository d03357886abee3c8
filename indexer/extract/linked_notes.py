"""Find the notes that a page's links call, and take the calls out of its words.

Word processors, publishing systems and wikis write a note as a link to a place in the same text,
and most of them a link back from there. Figures that are set raised without a link call a note if
one begins with the same figure.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.extract import notes
from indexer.extract.blocks import Block, BlockKind, BlockLink
from indexer.extract.marks import cut_out

# The target of words that are set raised, which is no address.
RAISED = "#^"
# Where the element of an id begins and ends, in blocks.
Places = Mapping[str, tuple[int, int]]

# The words of a call: "1", "[1]", "(iv)", "b", "nb 2", "*".
_CALL = re.compile(
    r"[\[(]?\s*(?P<number>\d{1,4}|[a-z]|[ivxl]{1,6}|(?:nb|note|nota)\s?\d{1,3}|[*†‡§]{1,3})\s*[\])]?\.?"
)
_BRACKETED = re.compile(r"\[\s*\d{1,4}\s*\]")
# Names that programs give to the place of a note: Word's "_ftn1", Pandoc's "fn1", "cite_note-3".
_NAMED = re.compile(
    r"(?:^|[^a-z])(?:fn|ftnt?|edn|not[ae]s?|foot-?notes?|end-?notes?|cite[-_]note|sdfootnote|sdendnote)"
    r"(?![a-z])"
)
# What tells the name of a call's place from that of its note: "_ftnref1", "sdfootnote1anc".
_BACK = re.compile(r"ref|anchor|anc|sym|[^a-z0-9]")
_ARROWS = re.compile(r"[\s^↑↩↵⏎⤴←\ufe0e\ufe0f]+")
_BETWEEN_CALLS = re.compile(r"[\s,;]*")
# What is left at the head of a note when its link back is gone.
_HEAD_REST = re.compile(r"(?:\[\s*\]|\(\s*\)|[\s^↑.:])+")
# Raised after these is an exponent: a figure, or a unit of length.
_EXPONENT = re.compile(r"(?:\d|(?<!\w)[dckm]?m)\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A link in a block that calls a note: indices of both, where the note ends, its number."""

    block: int
    link: int
    note: int
    end: int
    number: str


def calls(blocks: Sequence[Block], places: Places) -> list[Call]:
    """Every call of a note in `blocks`, in order; a note stands after its call."""
    backs = _backs(blocks)
    found = [
        Call(block=index, link=at, note=note[0], end=note[1], number=number)
        for index, block in enumerate(blocks)
        for at, link in enumerate(block.links)
        if (number := _number(block, link)) and link.target != RAISED
        for note in [_note(blocks, places, backs, (index, link))]
        if note is not None
    ]
    found = [*found, *_raised(blocks)]
    opened = {call.note for call in found}
    # A note's own number may link back to its call, and is none.
    kept = [one for one in found if not (one.block in opened and _opens(blocks, one))]
    return sorted(kept, key=lambda call: (call.block, blocks[call.block].links[call.link].start))


def with_notes(blocks: Sequence[Block], found: Sequence[Call]) -> list[Block]:
    """`blocks` with the notes marked as such and their calls as places without words.

    Other links within the page lose their target, for they lead nowhere.
    """
    first: dict[int, Call] = {}
    for call in found:
        first.setdefault(call.note, call)
    targets = _targets(found, {note: call.number for note, call in first.items()})
    inside = {at: call for call in first.values() for at in range(call.note, call.end)}
    done = []
    for index, block in enumerate(blocks):
        own = [at for at, call in enumerate(found) if call.block == index]
        cuts = [(*_span(block, found[at]), targets[at]) for at in own]
        made = _without_calls(block, cuts)
        if index in inside:
            made = _as_note(made, inside[index], is_first=index == inside[index].note)
        done.append(dataclasses.replace(made, links=_outward(made.links)))
    return done


def _targets(found: Sequence[Call], numbers: Mapping[int, str]) -> list[str]:
    """The target of the place that each call leaves; `numbers` are those of the notes.

    It is empty for one that leads back over the first call of another note with its number.
    """
    targets, called, last = list[str](), set[int](), dict[str, int]()
    for call in found:
        number = numbers[call.note]
        if call.note not in called:
            targets.append(notes.call(number))
            last[number] = call.note
        else:
            targets.append(notes.again(number) if last[number] == call.note else "")
        called.add(call.note)
    return targets


def _number(block: Block, link: BlockLink) -> str:
    """The printed number of the note that the link may call, else nothing."""
    if not notes.is_call(link):
        return ""
    match = _CALL.fullmatch(block.text[link.start : link.end])
    return match["number"] if match else ""


def _name(link: BlockLink) -> str:
    return link.target.removeprefix("#")


def _plain(name: str) -> str:
    """The name of a note's place or its call's, the same for both."""
    return _BACK.sub("", name.lower())


def _backs(blocks: Sequence[Block]) -> dict[str, list[tuple[int, str]]]:
    """The blocks with a link within the page, and its name, by what it shares with its call."""
    found: dict[str, list[tuple[int, str]]] = {}
    for index, block in enumerate(blocks):
        for link in block.links:
            if notes.is_call(link) and link.target != RAISED:
                found.setdefault(_plain(_name(link)), []).append((index, _name(link)))
    return found


def _note(
    blocks: Sequence[Block],
    places: Places,
    backs: Mapping[str, list[tuple[int, str]]],
    called: tuple[int, BlockLink],
) -> tuple[int, int] | None:
    """Where the note that a link calls begins and ends; None if it calls none."""
    index, link = called
    name = _name(link)
    if name in places:
        start, end = places[name]
        stands = index < start < len(blocks) and blocks[start].kind is not BlockKind.HEADING
        if not stands or not _has_words(blocks[start]):
            return None
        told = _NAMED.search(name.lower()) or _BRACKETED.search(_around(blocks[index], link))
        return (start, end) if told or _leads_back(blocks[start:end], places, index) else None
    for later, other in backs.get(_plain(name), ()):
        if later > index and other != name and _has_words(blocks[later]):
            return later, later + 1
    return None


def _around(block: Block, link: BlockLink) -> str:
    return block.text[max(0, link.start - 1) : link.end + 1]


def _leads_back(note: Sequence[Block], places: Places, index: int) -> bool:
    """Whether a link of the note leads to the block that calls it."""
    own = (_name(link) for block in note for link in block.links if notes.is_call(link))
    return any(name in places and places[name][0] <= index < places[name][1] for name in own)


def _has_words(block: Block) -> bool:
    """Whether anything but links within the page and figures stands in it."""
    spans = [(link.start, link.end) for link in block.links if notes.is_call(link)]
    text = "".join(
        letter for at, letter in enumerate(block.text) if not any(a <= at < b for a, b in spans)
    )
    return any(letter.isalpha() for letter in text)


def _raised(blocks: Sequence[Block]) -> list[Call]:
    """Raised figures that count up from 1, each with the block that begins with the same one.

    One that was before may stand again.
    """
    heads = {
        number: index
        for index, block in reversed(list(enumerate(blocks)))
        for link in block.links[:1]
        if link.target == RAISED and link.start == 0 and _has_words(block)
        for number in [_number(block, link)]
        if number.isdecimal()
    }
    found: list[Call] = []
    count = 0
    for index, block in enumerate(blocks):
        for at, link in enumerate(block.links):
            number = _number(block, link)
            is_next = number == str(count + 1) or any(one.number == number for one in found)
            note = heads.get(number, -1)
            is_call = link.target == RAISED and is_next and index < note
            if is_call and not _EXPONENT.search(block.text[: link.start]):
                found.append(Call(block=index, link=at, note=note, end=note + 1, number=number))
                count = max(count, int(number))
    return found


def _opens(blocks: Sequence[Block], call: Call) -> bool:
    return blocks[call.block].links[call.link].start <= 1


def _span(block: Block, call: Call) -> tuple[int, int]:
    """Where the call's words begin and end, with the brackets around them."""
    link = block.links[call.link]
    start, end = link.start, link.end
    if block.text[max(0, start - 1) : start] in ("[", "(") and block.text[end : end + 1] in "])":
        return start - 1, end + 1
    return start, end


def _without_calls(block: Block, cuts: Sequence[tuple[int, int, str]]) -> Block:
    """The block without the words of its calls; where one has a target, a place is left."""
    joined: list[tuple[int, int, list[str]]] = []
    for start, end, target in cuts:
        targets = [target] if target else []
        if joined and _BETWEEN_CALLS.fullmatch(block.text[joined[-1][1] : start]):
            before = joined.pop()
            joined.append((before[0], end, [*before[2], *targets]))
        else:
            joined.append((start, end, targets))
    for start, end, targets in reversed(joined):
        block = cut_out(block, start=start, end=end)
        at = len(block.text[:start].rstrip())
        places = [BlockLink(start=at, end=at, target=target) for target in targets]
        links = sorted([*block.links, *places], key=lambda link: (link.start, link.end))
        block = dataclasses.replace(block, links=tuple(links))
    return block


def _as_note(block: Block, call: Call, *, is_first: bool) -> Block:
    """A block of a note without its links back and its number; those stand in the record."""
    for link in reversed(block.links):
        words = block.text[link.start : link.end]
        is_back = notes.is_call(link) and link.end > link.start
        if is_back and (_CALL.fullmatch(words) or _ARROWS.fullmatch(words)):
            block = cut_out(block, start=link.start, end=link.end)
    label = re.compile(rf"[\[(]?{re.escape(call.number)}(?:[\])]?[.:]?\s|[\])][.:]?)")
    for pattern in (_HEAD_REST, label, _HEAD_REST):
        match = pattern.match(block.text) if is_first else None
        if match and match.end() < len(block.text):
            block = cut_out(block, start=0, end=match.end())
    return dataclasses.replace(
        block,
        kind=BlockKind.NOTE,
        level=0,
        number=call.number if is_first else "",
        mark="" if call.number.isalnum() or not is_first else call.number,
    )


def _outward(links: Sequence[BlockLink]) -> tuple[BlockLink, ...]:
    """The links without raised words, and without the target of those within the page."""
    return tuple(
        dataclasses.replace(link, target="")
        if notes.is_call(link) and link.end > link.start
        else link
        for link in links
        if link.target != RAISED
    )
