"""Words altered: the quotation beside the nearest words of a source, run by run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.quotes.alignment import Block, blocks, most_alike
from archive.quotes.reading import Reading
from archive.quotes.verdicts import Change
from archive.wording import Wording, shown_form

# Below this share of the quotation's words in the source's order, it is another sentence.
SHARE_ALIKE = 0.6
FEWEST_ALIKE = 3
# What ends a sentence, and is shown behind its last word.
STOPS = (".", "!", "?", "؟")
# Words of the source that the quotation may lack in one place and still be of one piece with it.
MOST_WORDS_LEFT_OUT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The words `first` to before `behind` of a source, and how they differ from what was typed."""

    first: int
    behind: int
    share: float
    longest: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """Words `first` to before `behind` of a quotation, more than one where hyphens part them."""

    part: Wording
    first: int
    behind: int

    @property
    def form(self) -> str:
        """As it is compared."""
        if self.behind == self.first + 1:
            return shown_form(self.part, self.first)
        return _joined(self.part, self.first, self.behind)

    @property
    def raw(self) -> str:
        """As it was typed."""
        return self.part.between(self.first, self.behind)


def nearest(reading: Reading, source: Wording, *, least: float = SHARE_ALIKE) -> Nearest | None:
    """The stretch of `source` most like the quotation, or None if its share is below `least`.

    `share` is how much of the quotation's words, 0 to 1, stands there in the same order, `longest`
    how many of them in a row.
    """
    typed = _typed(reading, source)
    ours = [one.form for one in typed]
    low, high = _window(ours, source)
    theirs = [shown_form(source, number) for number in range(low, high)]
    same = _near(blocks(ours, theirs))
    alike = sum(size for _, _, size in same)
    if alike < FEWEST_ALIKE or alike / len(ours) < least:
        return None
    # Where the quotation's ends were altered, as many words of the source are shown for them.
    first = max(0, same[0][1] - same[0][0])
    rest = len(ours) - same[-1][0] - same[-1][2]
    behind = min(len(theirs), same[-1][1] + same[-1][2] + rest)
    first, behind = _whole(source, low + first, low + behind)
    return Nearest(
        first=first,
        behind=behind,
        share=alike / len(ours),
        longest=max(size for _, _, size in same),
        changes=tuple(_changes(typed, source, low=first, high=behind)),
    )


def highest_share(reading: Reading, source: Wording) -> float:
    """What the share of `nearest` can at most be: that of the words in any order."""
    ours = [one.form for one in _typed(reading, source)]
    theirs = [shown_form(source, number) for number in range(len(source))]
    return most_alike(ours, theirs) / len(ours)


def _typed(reading: Reading, source: Wording) -> list[_Word]:
    """The words of a quotation; what a line's end parted is one where the source has it as one."""
    is_parted = any(any(part.soft) for part in reading.parts)
    known = {source.form(number) for number in range(len(source))} if is_parted else set()
    words = []
    for part in reading.parts:
        first = 0
        while first < len(part):
            word = _word(part, first, known)
            words.append(word)
            first = word.behind
    return words


def _word(part: Wording, first: int, known: set[str]) -> _Word:
    """The longest of `known` that begins at `first` and is parted by hyphens alone."""
    behind = first + 1
    while behind < len(part) and part.soft[behind]:
        behind += 1
    while behind > first + 1 and _joined(part, first, behind) not in known:
        behind -= 1
    return _Word(part, first, behind)


def _joined(part: Wording, first: int, behind: int) -> str:
    return "".join(part.form(number) for number in range(first, behind))


def _near(same: Sequence[Block]) -> Sequence[Block]:
    """The longest block with those beside it, without stray words that stand far away."""
    if not same:
        return same
    longest = max(range(len(same)), key=lambda place: (same[place][2], -place))
    low = high = longest
    while low > 0 and _is_near(same[low - 1], same[low]):
        low -= 1
    while high + 1 < len(same) and _is_near(same[high], same[high + 1]):
        high += 1
    return same[low : high + 1]


def _is_near(before: Block, after: Block) -> bool:
    ours = after[0] - before[0] - before[2]
    return after[1] - before[1] - before[2] <= ours + MOST_WORDS_LEFT_OUT


def _whole(source: Wording, first: int, behind: int) -> tuple[int, int]:
    """Widened to whole words where an end falls on a hyphen."""
    while first > 0 and source.soft[first]:
        first -= 1
    while behind < len(source) and source.soft[behind]:
        behind += 1
    return first, behind


def _changes(typed: Sequence[_Word], source: Wording, *, low: int, high: int) -> list[Change]:
    ours = [one.form for one in typed]
    theirs = [shown_form(source, number) for number in range(low, high)]
    changes = []
    for is_same, a, b, c, d in _runs(blocks(ours, theirs), len(ours), len(theirs)):
        words = source.between(low + c, low + d)
        written = words if is_same else " ".join(one.raw for one in typed[a:b])
        gap = _gap_behind(source, low + d, high=high) if d > c else ""
        changes.append(Change(typed=written, source=words, gap=gap))
    return changes


def _gap_behind(source: Wording, number: int, *, high: int) -> str:
    """What parts word `number` of the source from the one before; behind the last one its stop."""
    end = source.ends[number - 1]
    if number < high:
        return source.text[end : source.starts[number]]
    stop = source.text[end : end + 1]
    return stop if stop in STOPS else ""


def _runs(
    same: Sequence[Block], ours: int, theirs: int
) -> Iterator[tuple[bool, int, int, int, int]]:
    """Both texts in runs: whether the words are the same, and from where to where in each."""
    at, there = 0, 0
    for a, b, size in [*same, (ours, theirs, 0)]:
        if at < a or there < b:
            yield False, at, a, there, b
        if size:
            yield True, a, a + size, b, b + size
        at, there = a + size, b + size


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
