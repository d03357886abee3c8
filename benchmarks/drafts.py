"""How often the draft check names what was changed, and what a statement leaves out.

`python -m benchmarks.drafts` looks at the index that is built: passages of captured statements and
digests with one seeded change each, and recent statements with one of their themes taken away.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from archive import encoder as encoders
from archive import settings
from archive.annotation.annotate import Annotator
from archive.annotation.cues import name_pattern
from archive.drafts.checking import FEWEST_WORDS, Part, check
from archive.drafts.draft import Draft
from archive.drafts.omissions import RECENT_YEARS, SAME_SUBJECT, Subject, radar
from archive.drafts.pairing import Pairing
from archive.drafts.report import Kind
from archive.drafts.turns import Turns
from archive.generation import open_served
from archive.model import Passage, PassageKind
from archive.opened import Opened, open_index
from archive.rows import Row
from archive.search import Searcher

SEED = 20261129
DIGESTS, TRIALS = 200, 100
TODAY = date(2026, 11, 29)
_STATEMENTS = ("statement", "release", "letter", "declaration", "resolution", "appeal")
_KEPT = (PassageKind.PARAGRAPH, PassageKind.CALL, PassageKind.DIGEST)
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,4}(?![\w/-])")
_MODALS = {"must": "should", "should": "must", "can": "must", "may": "should", "will": "may"}
_MODAL = re.compile(rf"\b({'|'.join(_MODALS)})\b")
_NOT = re.compile(r"\b(must|should|is|are|was|will|does|did) not\b")
_VERBS = (
    *(("urges", "invites"), ("urge", "invite"), ("condemns", "deplores"), ("condemn", "deplore")),
    *(("calls on", "asks"), ("call on", "ask"), ("welcomes", "applauds"), ("welcome", "applaud")),
    *(("asks", "urges"), ("ask", "urge"), ("demands", "requests"), ("calls for", "recommends")),
)

Change = Callable[[str, random.Random], str]


def number(text: str, chosen: random.Random) -> str:
    """Another number in the place of one."""
    found = [*_NUMBER.finditer(text)]
    if not found:
        return text
    one = chosen.choice(found)
    return f"{text[: one.start()]}{int(one.group()) + 1}{text[one.end() :]}"


def negation(text: str, chosen: random.Random) -> str:
    """A "not" more or one less."""
    if less := _NOT.search(text):
        return f"{text[: less.end(1)]}{text[less.end() :]}"
    more = re.search(r"\b(?:must|should|is|are|was|will)\b", text)
    return f"{text[: more.end()]} not{text[more.end() :]}" if more else text


def modal(text: str, chosen: random.Random) -> str:
    """Must for should, should for must, and the like."""
    return _MODAL.sub(lambda one: _MODALS[one[1]], text, count=1)


def verb(text: str, chosen: random.Random) -> str:
    """Another verb of acting."""
    for before, after in _VERBS:
        if re.search(rf"\b{before}\b", text):
            return re.sub(rf"\b{before}\b", after, text, count=1)
    return text


def addressee(states: re.Pattern[str]) -> Change:
    """Another State in the place of one."""

    def changed(text: str, chosen: random.Random) -> str:
        found = [one for one in states.finditer(text) if one.group() != "Norway"]
        one = chosen.choice(found) if found else None
        return f"{text[: one.start()]}Norway{text[one.end() :]}" if one else text

    return changed


def passages(opened: Opened, chosen: random.Random) -> list[Row]:
    """All English paragraphs and calls of captured statements, and so many digests, drawn."""
    rows = [opened.row(n) for n in range(len(opened.live)) if opened.live[n]]
    english = [
        one
        for one in rows
        if one.passage.language == "en"
        and one.passage.kind in _KEPT
        and len(one.passage.text.split()) >= FEWEST_WORDS
    ]
    digests = [one for one in english if one.passage.kind is PassageKind.DIGEST]
    texts = [one for one in english if one.passage.kind is not PassageKind.DIGEST]
    return [*texts, *chosen.sample(digests, min(DIGESTS, len(digests)))]


def named(
    searcher: Searcher, rows: list[Row], change: Change, kind: Kind | None
) -> tuple[int, int]:
    """How often the kind of a change is named (or none, of none), and of how many."""
    chosen, right, tried = random.Random(SEED), 0, 0  # noqa: S311 (the same in every run)
    for row in chosen.sample(rows, len(rows)):
        text = change(row.passage.text, chosen)
        if tried == TRIALS or (kind and text == row.passage.text):
            continue
        tried += 1
        report = check(
            Draft(passages=(_draft(row.passage, text),)),
            searcher,
            today=TODAY,
            part=Part(seconds=60),
        )
        pairs = report.paragraphs[0].pairs if report.paragraphs else ()
        found = {one.kind for one in pairs[0].differences} if pairs else set()
        right += kind in found if kind else not found
    return right, tried


def _draft(passage: Passage, text: str) -> Passage:
    return replace(passage, text=text, start=0, end=len(text), kind=PassageKind.PARAGRAPH)


def omissions(searcher: Searcher) -> Counter[str]:
    """Of recent statements with one theme taken away each time: what is told, and rightly."""
    opened, counts = searcher.opened, Counter[str]()
    every = opened.annotations.rules.themes
    for rows in _statements(opened).values():
        carried = {one.theme_id for n in rows for one in opened.annotations.of(n).themes}
        subject = _subject(searcher, rows)
        counts["statements"] += bool(carried)
        for missing in sorted(carried):
            rest = [one for one in every if one.term_id in carried - {missing}]
            found = radar(rest, subject, opened, today=TODAY, bound=SAME_SUBJECT["e5"])
            told = {one.theme.term_id for one in found.omissions}
            counts["themes"] += 1
            counts["compared"] += len(found.compared) > 1
            counts["told"] += len(told)
            counts["right"] += missing in told
    return counts


def _statements(opened: Opened) -> dict[str, list[int]]:
    """The rows of each statement of the last years, by the document's id."""
    since = (TODAY.year - RECENT_YEARS) * 10_000 + TODAY.month * 100 + TODAY.day
    columns, found = opened.columns, dict[str, list[int]]()
    for row in np.flatnonzero(opened.live).tolist():
        document = opened.row(row).document
        is_recent = columns.first_day[columns.document_of_row[row]] >= since
        if is_recent and any(word in document.kind for word in _STATEMENTS):
            found.setdefault(document.doc_id, []).append(row)
    return found


def _subject(searcher: Searcher, rows: list[int]) -> Subject:
    """How near all other documents are to the passages of one."""
    opened = searcher.opened
    pairing = Pairing(searcher=searcher, turns=Turns.of(Annotator.of(opened.annotations.rules)))
    subject = Subject.none(opened.columns)
    for row in rows:
        cosines = pairing.cosines(opened.row(row).passage.text)
        if cosines is not None:
            cosines[rows] = -np.inf
            subject.add(cosines, opened.columns)
    return subject


def main() -> None:
    """Print both."""
    chosen = settings.load()
    encoder = encoders.load(chosen.encoder, cache=chosen.var)
    searcher = Searcher(open_index(open_served(chosen.var)), encoder)
    rows = passages(searcher.opened, random.Random(SEED))  # noqa: S311 (the same in every run)
    names = searcher.opened.annotations.rules.states["en"]
    changes: tuple[tuple[str, Change, Kind | None], ...] = (
        ("number", number, Kind.NUMBER),
        ("negation", negation, Kind.NEGATION),
        ("modal verb", modal, Kind.MODAL),
        ("addressee", addressee(name_pattern(names)), Kind.ADDRESSEE),
        ("verb", verb, Kind.VERB),
        ("unchanged", lambda text, _: text, None),
    )
    for name, change, kind in changes:
        right, tried = named(searcher, rows, change, kind)
        sys.stdout.write(f"{name:12} {right} of {tried}\n")
    counts = omissions(searcher)
    sys.stdout.write(" ".join(f"{name} {count}" for name, count in counts.items()) + "\n")


if __name__ == "__main__":
    main()
