"""Positions as the JSON objects that the API and the command line print."""

from collections.abc import Sequence
from typing import Any

from archive.annotation.model import Basis
from archive.decisions import Precision
from archive.model import Document, Passage
from archive.positions.cards import Card
from archive.positions.timeline import Count, Filed, Timeline


def overview_as_json(counts: Sequence[Count]) -> dict[str, Any]:
    """Every theme in words, how right editors found it, and how many positions are on it."""
    return {
        "themes": [
            {
                "theme_id": one.theme.term_id,
                "group": one.theme.group,
                "label": {**one.theme.label},
                "definition": {**one.theme.definition},
                "positions": one.positions,
                "in_own_words": one.captured,
                "latest": one.latest or None,
                "judged": _judged(one.judged) if one.judged else None,
            }
            for one in counts
        ]
    }


def _judged(found: Precision) -> dict[str, Any]:
    return {
        "accepted": found.accepted,
        "rejected": found.rejected,
        "missed": found.missed,
        "precision": found.share,
    }


def timeline_as_json(found: Timeline) -> dict[str, Any]:
    """One page of a theme's positions."""
    return {
        "theme_id": found.theme.term_id,
        "label": {**found.theme.label},
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "generation_id": found.generation_id,
        "years": [
            {"year": year, "in_own_words": captured, "digests": digests}
            for year, captured, digests in found.years
        ],
        "undated": {"in_own_words": found.undated[0], "digests": found.undated[1]},
        "positions": [_filed(one) for one in found.filed],
    }


def _filed(one: Filed) -> dict[str, Any]:
    return {
        **card_as_json(one.card),
        "theme_cue": one.theme.cue,
        "theme_basis": one.theme.basis,
        "theme_by_record": one.theme.basis is Basis.RECORD,
        "theme_accepted": one.theme.accepted,
        "confidence": one.theme.confidence,
        "nearness": one.theme.nearness,
    }


def placed(document: Document, passage: Passage) -> dict[str, Any]:
    """Where a passage stands, and what is known of its document."""
    return {
        "doc_id": document.doc_id,
        "passage_id": passage.passage_id,
        "path": f"/d/{document.doc_id}#{passage.passage_id}",
        "title": document.title,
        "publishers": [*document.publishers],
        "issued": document.issued or None,
        "issued_inferred": document.issued_inferred or None,
    }


def card_as_json(card: Card) -> dict[str, Any]:
    """A passage with what was found of it."""
    passage, annotation = card.passage, card.annotation
    return {
        **placed(card.document, passage),
        "language": passage.language,
        "origin": "digest" if card.is_digest else "captured",
        "words": passage.text,
        "number": passage.number or None,
        "lead_in": passage.lead_in or None,
        "act": annotation.act,
        "act_cue": annotation.cue,
        "strength": annotation.strength,
        "inherited": annotation.inherited,
        "addressees": [*annotation.addressees],
        "named_states": [*annotation.states],
    }
