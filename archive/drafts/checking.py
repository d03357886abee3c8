"""The check of a draft, part by part: its paragraphs, then its themes; nothing of it is kept."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from archive.annotation.annotate import Annotator
from archive.annotation.stored import Annotations
from archive.drafts.draft import Draft, hold_to_limits
from archive.drafts.omissions import SAME_SUBJECT, Radar, Subject, radar
from archive.drafts.pairing import Pairing
from archive.drafts.report import Paragraph, Relation, Report
from archive.drafts.turns import Turns
from archive.encoder.once import EncodedOnce
from archive.errors import QueryError
from archive.messages import message
from archive.model import Document, Passage, PassageKind, TextOrigin
from archive.rows import Row
from archive.search import Searcher

# Of one part: a draft of 40 pages.
MOST_PARAGRAPHS = 400
# Shorter ones say too little to have been said before. What only introduces a list is compared
# with each of its calls.
FEWEST_WORDS = 5
_NOT_COMPARED = (PassageKind.HEADING, PassageKind.CAPTION, PassageKind.BOILERPLATE)
# Of the pages that could not be read.
_PAGES_NAMED = 20
_AUTHOR = Document(doc_id="draft", title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is compared of a draft: from paragraph `first` on `most`, for about `seconds`.

    `carried` are the ids of themes that the parts before it carry.
    """

    first: int = 1
    most: int = MOST_PARAGRAPHS
    seconds: float
    carried: frozenset[str] = frozenset()


def check(draft: Draft, searcher: Searcher, *, today: date, part: Part) -> Report:
    """Compare a part of the draft with the archive, at least one paragraph of it.

    Raises QueryError for a draft without a word or beyond the limits, or without that part.
    """
    until = time.monotonic() + part.seconds
    passages = draft.passages
    hold_to_limits(sum(len(one.text) for one in passages), len(passages))
    asked = _asked(draft, part)
    turns, annotator = _compiled(searcher.opened.annotations)
    named = {theme.theme_id for one in passages for theme in annotator.annotate(_row(one)).themes}
    pairing = Pairing(searcher=_encoding_once(searcher), turns=turns)
    subject = Subject.none(searcher.opened.columns)
    paragraphs: list[Paragraph] = []
    for number, passage in enumerate(asked[part.first - 1 :][: part.most], start=part.first):
        if paragraphs and time.monotonic() >= until:
            break
        paragraphs.append(_checked(number, passage, pairing, subject))
    carried = named | part.carried | _nearest_themes(paragraphs)
    themes = tuple(one for one in annotator.rules.themes if one.term_id in carried)
    bound = SAME_SUBJECT.get(searcher.encoder.identity.name) if searcher.encoder else None
    found = radar(themes, subject, searcher.opened, today=today, bound=bound) if bound else Radar()
    return Report(
        paragraphs=tuple(paragraphs),
        total=len(asked),
        themes=themes,
        omissions=found.omissions,
        compared=found.compared,
        left_out=len(passages) - len(asked),
        generation_id=searcher.generation_id,
        notes=(*_of_pictures(draft), *_of_part(paragraphs, len(asked)), *_of_words(searcher)),
    )


def _encoding_once(searcher: Searcher) -> Searcher:
    """A searcher that does not run the model twice for a text: it is most of a check's time."""
    if searcher.encoder is None:
        return searcher
    encoder = EncodedOnce(searcher.encoder)
    return Searcher(searcher.opened, encoder, semantic_note=searcher.semantic_note)


def _asked(draft: Draft, part: Part) -> list[Passage]:
    """What is to be compared of the whole draft; raises QueryError where that is nothing."""
    introducing = {one.lead_in for one in draft.passages}
    asked = [one for one in draft.passages if _is_compared(one) and one.text not in introducing]
    if not asked and draft.unread:
        raise QueryError(
            message(
                "The draft is a picture without text (pages: %(pages)s); have its text recognised "
                "(OCR) and saved, or paste it.",
                pages=_listed(draft.unread),
            )
        )
    if not asked:
        raise QueryError(
            message(
                "The draft has no paragraph of %(number)s words; paste its text or give its file.",
                number=FEWEST_WORDS,
            )
        )
    if part.first > len(asked):
        raise QueryError(
            message(
                "The draft has %(number)s paragraphs; begin at one of them, not at %(first)s.",
                number=len(asked),
                first=part.first,
            )
        )
    return asked


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
    """The rules of a generation, compiled once: it takes as long as twenty paragraphs."""
    annotator = Annotator.of(annotations.rules)
    return Turns.of(annotator), annotator


def _nearest_themes(paragraphs: Iterable[Paragraph]) -> set[str]:
    """The ids of the themes of what each paragraph is nearest to."""
    near = (one.pairs[0] for one in paragraphs if one.pairs and one.relation is not Relation.NEW)
    return {theme_id for pair in near for theme_id in pair.themes}


def _of_pictures(draft: Draft) -> tuple[str, ...]:
    if not draft.unread:
        return ()
    return (
        message(
            "Pages that are pictures without text were not read: %(pages)s. Have their text "
            "recognised (OCR), or paste it.",
            pages=_listed(draft.unread),
        ),
    )


def _listed(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:_PAGES_NAMED])) + (" …" if len(pages) > _PAGES_NAMED else "")


def _of_part(paragraphs: Sequence[Paragraph], total: int) -> tuple[str, ...]:
    if len(paragraphs) == total:
        return ()
    return (
        message(
            "Only paragraphs %(first)s to %(last)s of %(all)s were compared here.",
            first=paragraphs[0].number,
            last=paragraphs[-1].number,
            all=total,
        ),
    )


def _of_words(searcher: Searcher) -> tuple[str, ...]:
    if not searcher.semantic_note:
        return ()
    return (
        message(
            "%(note)s A paragraph with the same meaning in other words is not found.",
            note=searcher.semantic_note,
        ),
    )
