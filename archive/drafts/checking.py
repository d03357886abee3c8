"""The check of a whole draft: every paragraph, then its themes; nothing of it is kept."""

import time
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from archive.annotation.annotate import Annotator
from archive.annotation.rules import Term
from archive.annotation.stored import Annotations
from archive.drafts.omissions import SAME_SUBJECT, Radar, Subject, radar
from archive.drafts.pairing import Pairing
from archive.drafts.report import Paragraph, Relation, Report
from archive.drafts.turns import Turns
from archive.errors import QueryError
from archive.messages import message
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row
from archive.search import Searcher

# About 60 pages; a longer text is a book, to be checked chapter by chapter.
MOST_CHARACTERS = 200_000
MOST_PARAGRAPHS = 300
# Shorter ones say too little to have been said before. What only introduces a list is compared
# with each of its calls.
FEWEST_WORDS = 5
_NOT_COMPARED = (PassageKind.HEADING, PassageKind.CAPTION, PassageKind.BOILERPLATE)
_AUTHOR = Document(doc_id="draft", title="")


def check(
    passages: Sequence[Passage], searcher: Searcher, *, today: date, seconds: float
) -> Report:
    """Compare the passages of a draft with the archive, for at most about `seconds`.

    What the time or MOST_PARAGRAPHS leaves over is unchecked, and said to be. Raises QueryError
    for a draft without a word, or longer than MOST_CHARACTERS.
    """
    until = time.monotonic() + seconds
    _hold_to_limits(passages)
    turns, annotator = _compiled(searcher.opened.annotations)
    pairing = Pairing(searcher=searcher, turns=turns)
    subject = Subject.none(searcher.opened.columns)
    introducing = {one.lead_in for one in passages}
    compared = [one for one in passages if _is_compared(one) and one.text not in introducing]
    paragraphs = []
    for number, passage in enumerate(compared, start=1):
        is_over = number > MOST_PARAGRAPHS or time.monotonic() >= until
        paragraphs.append(
            Paragraph(number=number, passage=passage, relation=Relation.UNCHECKED)
            if is_over
            else _checked(number, passage, pairing, subject)
        )
    themes = _themes(passages, paragraphs, annotator)
    bound = SAME_SUBJECT.get(searcher.encoder.identity.name) if searcher.encoder else None
    found = radar(themes, subject, searcher.opened, today=today, bound=bound) if bound else Radar()
    return Report(
        paragraphs=tuple(paragraphs),
        themes=themes,
        omissions=found.omissions,
        compared=found.compared,
        left_out=len(passages) - len(compared),
        generation_id=searcher.generation_id,
        notes=_notes(paragraphs, searcher),
    )


def _hold_to_limits(passages: Sequence[Passage]) -> None:
    characters = sum(len(one.text) for one in passages)
    if characters > MOST_CHARACTERS:
        raise QueryError(
            message(
                "The draft has %(number)s characters; give at most %(most)s at a time.",
                number=characters,
                most=MOST_CHARACTERS,
            )
        )
    if not any(map(_is_compared, passages)):
        raise QueryError(
            message(
                "The draft has no paragraph of %(number)s words; paste its text or give its file.",
                number=FEWEST_WORDS,
            )
        )


def _is_compared(passage: Passage) -> bool:
    return passage.kind not in _NOT_COMPARED and len(passage.text.split()) >= FEWEST_WORDS


def _checked(number: int, passage: Passage, pairing: Pairing, subject: Subject) -> Paragraph:
    cosines = pairing.cosines(passage.text)
    if cosines is not None:
        subject.add(cosines, pairing.searcher.opened.columns)
    pairs = pairing.pairs(_row(passage), cosines)
    relation = pairs[0].relation if pairs else Relation.NEW
    return Paragraph(number=number, passage=passage, relation=relation, pairs=pairs)


def _row(passage: Passage) -> Row:
    return Row(document=_AUTHOR, passage=passage, origin=TextOrigin.CAPTURED)


@lru_cache(maxsize=2)
def _compiled(annotations: Annotations) -> tuple[Turns, Annotator]:
    """The rules of a generation, compiled once: it takes as long as a paragraph."""
    return Turns.of(annotations.rules), Annotator.of(annotations.rules)


def _themes(
    passages: Sequence[Passage], paragraphs: Sequence[Paragraph], annotator: Annotator
) -> tuple[Term, ...]:
    """The themes that words of the draft name, and those of what a paragraph is nearest to."""
    carried = {theme.theme_id for one in passages for theme in annotator.annotate(_row(one)).themes}
    for one in paragraphs:
        if one.pairs and one.relation is not Relation.NEW:
            carried.update(one.pairs[0].themes)
    return tuple(theme for theme in annotator.rules.themes if theme.term_id in carried)


def _notes(paragraphs: Sequence[Paragraph], searcher: Searcher) -> tuple[str, ...]:
    left = sum(one.relation is Relation.UNCHECKED for one in paragraphs)
    late = message(
        "%(number)s of %(all)s paragraphs were not compared: the draft is too long for one check. "
        "Give the rest by itself.",
        number=left,
        all=len(paragraphs),
    )
    words_only = message(
        "%(note)s A paragraph with the same meaning in other words is not found.",
        note=searcher.semantic_note,
    )
    return tuple(
        note for note, is_so in ((late, left), (words_only, searcher.semantic_note)) if is_so
    )
