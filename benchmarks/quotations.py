"""What a check of a quotation costs beside a plain search of the words it begins with.

`python -m benchmarks.quotations` looks at the index that is built. What is quoted are words of
present passages, and words that only earlier versions have: as they stand, in damaged print, and
with one word altered; and the worst, which stands nowhere.
"""

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from archive import query, settings
from archive.generation import open_served
from archive.model import Passage, TextOrigin
from archive.nodes import Mode
from archive.opened import Opened, open_index
from archive.quotes.checking import check
from archive.quotes.reading import MOST_CHARACTERS, MOST_MARKS
from archive.quotes.verdicts import Outcome
from archive.search import Searcher
from benchmarks.timing import timed

SEED = 20261130
QUOTED, WORST = 400, 20
# Words of a quotation, and of the search beside it.
_FEWEST, _MOST, _SEARCHED = 8, 40, 4
_STRANGE = "lantern"
_COMMON = "the of and to in that for on by with is was be as it not this from at or".split()


def passages(opened: Opened) -> tuple[list[Passage], list[Passage]]:
    """Those of the present texts, and those of captured earlier versions."""
    rows = [opened.row(number) for number in np.flatnonzero(opened.live).tolist()]
    captured = (one for one in opened.earlier.all() if one.origin is TextOrigin.CAPTURED)
    return [row.passage for row in rows], [one for each in captured for one in each.passages]


def quotations(of: Sequence[Passage], chosen: random.Random, *, beside: str = "") -> list[str]:
    """Runs of words drawn from passages, none of which stands in `beside`; fewer if few do not."""
    long = [one for one in of if len(one.text.split()) >= _FEWEST]
    found: list[str] = []
    for _ in range(10 * QUOTED if long else 0):
        words = chosen.choice(long).text.split()
        length = chosen.randint(_FEWEST, min(_MOST, len(words)))
        begin = chosen.randint(0, len(words) - length)
        typed = " ".join(words[begin : begin + length])
        if plain([typed]) not in beside:
            found.append(typed)
    return found[:QUOTED]


def plain(texts: Iterable[str]) -> str:
    """The words of texts in small letters, with nothing else between them."""
    words = re.findall(r"\w+", " ".join(texts).lower())
    return f" {' '.join(words)} "


def damaged(typed: str, chosen: random.Random) -> str:
    """With other quotation marks, spaces and lines, and a long word cut at the end of one."""
    words = typed.translate(str.maketrans("“”’—", '""\'-')).split()
    place = max(range(len(words)), key=lambda number: len(words[number]))
    if re.fullmatch(r"[^\W\d_]{8,}", words[place]):
        words[place] = f"{words[place][:4]}-\n{words[place][4:]}"
    return "".join(f"{word}{chosen.choice(('  ', chr(10), ' '))}" for word in words)


def altered(typed: str, chosen: random.Random) -> str:
    """With another word in the place of one."""
    words = typed.split()
    words[chosen.randrange(len(words))] = _STRANGE
    return " ".join(words)


def worst(of: Sequence[Passage], chosen: random.Random) -> dict[str, list[str]]:
    """Kinds of quotations made to be slow; the long ones are as long as may be."""
    texts = [one.text for one in of]
    words = " ".join(chosen.choices(texts, k=QUOTED)).split()
    begins = [chosen.randrange(len(of)) for _ in range(WORST)]

    def drawn(from_: Sequence[str], length: int) -> list[str]:
        return [" ".join(chosen.choices(from_, k=length))[:MOST_CHARACTERS] for _ in range(WORST)]

    return {
        "words in no order": drawn(words, _MOST),
        "common words": drawn(_COMMON, _MOST),
        "common words with ellipses": [
            one.replace(" ", " … ") for one in drawn(_COMMON, MOST_MARKS)
        ],
        "long, words in no order": drawn(words, MOST_CHARACTERS),
        "long, common words": drawn(_COMMON, MOST_CHARACTERS),
        "long, passages in their order": [
            " ".join(texts[begin : begin + QUOTED])[:MOST_CHARACTERS] for begin in begins
        ],
    }


def kinds(opened: Opened) -> dict[str, list[str]]:
    """Kinds of quotations that readers bring, with those that are checked."""
    chosen = random.Random(SEED)  # noqa: S311 (the same in every run)
    now, before = passages(opened)
    only = quotations(before, chosen, beside=plain(one.text for one in now))
    found = {"of present texts": quotations(now, chosen), "of earlier versions alone": only}
    for name, typed in [*found.items()]:
        for change in (damaged, altered):
            found[f"{name}, {change.__name__}"] = [change(one, chosen) for one in typed]
    return found


def checked(typed: Sequence[str], opened: Opened) -> tuple[list[float], Counter[Outcome]]:
    """Milliseconds of the CPU of each check, and how often each outcome came."""
    spent, outcomes = [], Counter[Outcome]()
    for one in typed:
        begin = time.process_time_ns()
        outcomes[check(one, opened).outcome] += 1
        spent.append((time.process_time_ns() - begin) / 1e6)
    return spent, outcomes


def searched(typed: Sequence[str], opened: Opened) -> list[float]:
    """Milliseconds of the CPU of a plain search for the first words of each."""
    searcher = Searcher(opened, None)
    asked = [query.parse(" ".join(one.split()[:_SEARCHED]), mode=Mode.KEYWORD) for one in typed]
    return [timed(partial(searcher.search, one))[1] for one in asked]


def main() -> None:
    """Print the times of each kind, and how many searches its check takes at the p95."""
    opened = open_index(open_served(settings.load().var))
    real = kinds(opened)
    for warm_up in (checked, searched):
        warm_up(real["of present texts"][:WORST], opened)
    search = np.percentile([ms for typed in real.values() for ms in searched(typed, opened)], 95)
    sys.stdout.write(f"a search: {search:.1f} ms of the CPU (p95)\n")
    now, before = passages(opened)
    made = worst([*now, *before], random.Random(SEED))  # noqa: S311 (the same in every run)
    for name, typed in {**real, **made}.items():
        spent, outcomes = checked(typed, opened)
        middle, high, most = np.percentile(spent, (50, 95, 100)) if spent else (0.0, 0.0, 0.0)
        told = ", ".join(f"{count} {one}" for one, count in outcomes.items())
        sys.stdout.write(
            f"{name}: {middle:.1f}, {high:.1f}, {most:.1f} ms (p50, p95, most), "
            f"{high / search:.1f} searches; {told}\n"
        )


if __name__ == "__main__":
    main()
