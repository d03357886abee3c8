"""Of many quotations no changed one is verified, and those with damaged print are found."""

import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from builds import put, settings_in
from quotations import DAMAGE, MUTATIONS, SEED, Change, sentences
from shelved import shelve

from archive import query
from archive.generation import open_served
from archive.opened import Opened, open_index
from archive.quotes.checking import check
from archive.quotes.verdicts import Outcome
from archive.search import Searcher
from indexer.build import build

SHARED = Path(__file__).parents[2] / "shared" / "data"
QUOTATIONS = 2_000


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """An index of reports."""
    settings = settings_in(tmp_path_factory.mktemp("reports"))
    for number in range(20):
        put(settings.corpus, f"report-{number:02}", sentences(240)[number * 12 : number * 12 + 12])
    build(settings, encoder=None)
    return open_index(open_served(settings.var))


def _picked(rng: random.Random, texts: list[str]) -> str:
    words = rng.choice(texts).split(" ")
    length = min(len(words), rng.randrange(8, 40))
    begin = rng.randrange(len(words) - length + 1)
    return " ".join(words[begin : begin + length])


def _plain(text: str) -> str:
    """An independent, stricter idea of the same words: letters, digits and percent signs."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).lower()
    return " ".join(re.findall(r"[\w%?]+", text))


def _tried(
    opened: Opened,
    texts: list[str],
    *,
    changes: tuple[Change, ...],
    count: int,
    others: Sequence[str] = (),
) -> Counter[Outcome]:
    """How often each outcome came for quotations of `texts`.

    Mutations that happen to be true words, of `texts` or of `others`, are drawn again.
    """
    rng = random.Random(SEED)
    library = " | ".join(map(_plain, [*texts, *others]))
    outcomes: Counter[Outcome] = Counter()
    wrong: list[str] = []
    turn = 0
    while outcomes.total() < count:
        turn += 1
        quotation, change = _picked(rng, texts), changes[turn % len(changes)]
        typed = change(quotation, rng)
        if changes is MUTATIONS and f" {_plain(typed)} " in f" {library} ":
            continue
        outcome = check(typed, opened).outcome
        outcomes[outcome] += 1
        is_right = outcome not in (Outcome.ALTERED, Outcome.NOT_FOUND)
        if is_right is (changes is MUTATIONS):
            wrong.append(f"{change.__name__}: {typed!r}")
    print(dict(outcomes), wrong[:5])  # noqa: T201 (the figures, shown by pytest -s)
    return outcomes


def _right(outcomes: Counter[Outcome]) -> int:
    return sum(n for one, n in outcomes.items() if one not in (Outcome.ALTERED, Outcome.NOT_FOUND))


def test_no_mutated_quotation_is_verified(opened: Opened) -> None:
    """Of 2,000 quotations with one thing changed, not one counts as right."""
    assert _right(_tried(opened, sentences(240), changes=MUTATIONS, count=QUOTATIONS)) == 0


def test_damaged_print_is_found(opened: Opened) -> None:
    """Of 2,000 true quotations with damaged print, at least 99 in 100 are found."""
    outcomes = _tried(opened, sentences(240), changes=DAMAGE, count=QUOTATIONS)
    assert _right(outcomes) >= 0.99 * QUOTATIONS


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, list[str]]:
    """Reports with an earlier version, and what of their present texts is another wording."""
    settings = settings_in(tmp_path_factory.mktemp("edited"))
    rng = random.Random(SEED)
    texts, present = sentences(240), []
    for number in range(20):
        old = texts[number * 12 : number * 12 + 12]
        new = [rng.choice(MUTATIONS)(text, rng) if rng.random() < 0.7 else text for text in old[1:]]
        shelve(settings.corpus, f"report-{number:02}", old, new)
        present += new
    build(settings, encoder=None)
    return open_index(open_served(settings.var)), present


def test_no_mutated_quotation_stands_in_an_earlier_version(
    edited: tuple[Opened, list[str]],
) -> None:
    """Of 2,000 changed quotations of earlier versions, not one counts as theirs or as right."""
    opened, present = edited
    tried = _tried(opened, sentences(240), changes=MUTATIONS, count=QUOTATIONS, others=present)
    assert _right(tried) == 0


def test_quotations_of_earlier_versions_are_found(edited: tuple[Opened, list[str]]) -> None:
    """Of 2,000 with damaged print at least 99 in 100; those of edited words are not verified."""
    opened, _ = edited
    outcomes = _tried(opened, sentences(240), changes=DAMAGE, count=QUOTATIONS)
    assert _right(outcomes) >= 0.99 * QUOTATIONS
    assert outcomes[Outcome.EARLIER] > 0.25 * QUOTATIONS


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test documents are not here")
def test_on_real_statements(tmp_path: Path) -> None:
    """The same holds on press statements and a joint statement that nobody here wrote."""
    settings = settings_in(tmp_path)
    files = [
        *sorted((SHARED / "documents" / "icjtoday" / "news").glob("*.md")),
        *SHARED.glob("seed/*.txt"),
    ]
    texts = []
    for number, file in enumerate(files):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", file.read_text(encoding="utf-8"))
        pieces = [piece.strip() for piece in text.split("\n\n")]
        pieces = [piece for piece in pieces if len(piece.split()) > 8 and "---" not in piece]
        if pieces:
            put(settings.corpus, f"real-{number:03}", pieces)
            texts += pieces
    build(settings, encoder=None)
    opened = open_index(open_served(settings.var))
    assert _right(_tried(opened, texts, changes=MUTATIONS, count=300)) == 0
    assert _right(_tried(opened, texts, changes=DAMAGE, count=300)) >= 297
    _print_times(opened, texts)


def _print_times(opened: Opened, texts: list[str]) -> None:
    """The 95th percentile of a check beside that of a plain search, in milliseconds."""
    rng = random.Random(SEED)
    searcher = Searcher(opened, None)
    checks, searches = [], []
    for turn in range(100):
        quotation = _picked(rng, texts)
        typed = MUTATIONS[turn % len(MUTATIONS)](quotation, rng) if turn % 2 else quotation
        asked = query.parse(" ".join(quotation.split()[:7]))
        begin = time.perf_counter()
        check(typed, opened)
        middle = time.perf_counter()
        searcher.search(asked)
        checks.append(middle - begin)
        searches.append(time.perf_counter() - middle)
    for name, times in (("check", checks), ("search", searches)):
        print(name, f"p95 {sorted(times)[94] * 1_000:.1f} ms")  # noqa: T201
