"""Words altered: the quotation beside the nearest words of a source, run by run."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from archive.quotes.reading import Reading
from archive.quotes.verdicts import Change
from archive.quotes.wording import Wording, shown_form

# Below this share of the quotation's words in the source's order, it is another sentence.
SHARE_ALIKE = 0.6
FEWEST_ALIKE = 3
# Words of the source that the quotation may lack in one place and still be of one piece with it.
MOST_WORDS_LEFT_OUT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The words `first` to before `behind` of a source, and how they differ from what was typed."""

    first: int
    behind: int
    share: float
    changes: tuple[Change, ...]


def nearest(reading: Reading, source: Wording) -> Nearest | None:
    """The stretch of `source` most like the quotation, or None if none is alike.

    `share` is how much of the quotation's words, 0 to 1, stands there in the same order.
    """
    typed = [(part, number) for part in reading.parts for number in range(len(part))]
    ours = [shown_form(part, number) for part, number in typed]
    low, high = _window(ours, source)
    theirs = [shown_form(source, number) for number in range(low, high)]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = _near([block for block in matcher.get_matching_blocks() if block.size])
    alike = sum(block.size for block in blocks)
    if alike < FEWEST_ALIKE or alike / len(ours) < SHARE_ALIKE:
        return None
    # Where the quotation's ends were altered, as many words of the source are shown for them.
    first = max(0, blocks[0].b - blocks[0].a) if blocks[0].a else blocks[0].b
    rest = len(ours) - blocks[-1].a - blocks[-1].size
    behind = min(len(theirs), blocks[-1].b + blocks[-1].size + rest)
    first, behind = _whole(source, low + first, low + behind)
    return Nearest(
        first=first,
        behind=behind,
        share=alike / len(ours),
        changes=tuple(_changes(typed, source, low=first, high=behind)),
    )


def _near(blocks: Sequence[Match]) -> Sequence[Match]:
    """The longest block with those beside it, without stray words that stand far away."""
    if not blocks:
        return blocks
    longest = max(range(len(blocks)), key=lambda place: (blocks[place].size, -place))
    low = high = longest
    while low > 0 and _is_near(blocks[low - 1], blocks[low]):
        low -= 1
    while high + 1 < len(blocks) and _is_near(blocks[high], blocks[high + 1]):
        high += 1
    return blocks[low : high + 1]


def _is_near(before: Match, after: Match) -> bool:
    ours = after.a - before.a - before.size
    return after.b - before.b - before.size <= ours + MOST_WORDS_LEFT_OUT


def _whole(source: Wording, first: int, behind: int) -> tuple[int, int]:
    """Widened to whole words where an end falls on a hyphen."""
    while first > 0 and source.soft[first]:
        first -= 1
    while behind < len(source) and source.soft[behind]:
        behind += 1
    return first, behind


def _changes(
    typed: Sequence[tuple[Wording, int]], source: Wording, *, low: int, high: int
) -> list[Change]:
    ours = [shown_form(part, number) for part, number in typed]
    theirs = [shown_form(source, number) for number in range(low, high)]
    changes = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        words = source.between(low + c, low + d)
        written = words if kind == "equal" else " ".join(p.raw(n) for p, n in typed[a:b])
        changes.append(Change(typed=written, source=words))
    return changes


def _window(ours: Sequence[str], source: Wording) -> tuple[int, int]:
    """The stretch of the source, a few times the quotation's length, with most of its words."""
    size = 2 * len(ours) + 20
    if len(source) <= size:
        return 0, len(source)
    wanted = set(ours)
    hits = [shown_form(source, number) in wanted for number in range(len(source))]
    best = count = sum(hits[:size])
    low = 0
    for begin in range(1, len(source) - size + 1):
        count += hits[begin + size - 1] - hits[begin - 1]
        if count > best:
            best, low = count, begin
    beside = len(ours)
    return max(0, low - beside), min(len(source), low + size + beside)
