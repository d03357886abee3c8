"""A report as the JSON object that the API and the command line print, and in plain words."""

from typing import Any

from archive.annotation.rules import Term
from archive.drafts.report import Carried, Difference, Omission, Pair, Paragraph, Relation, Report
from archive.messages import Message, message
from archive.model import Document

SENTENCES: dict[Relation, Message] = {
    Relation.REUSED: message("Reused: these words, or most of them, were published before."),
    Relation.REWORDED: message("Reworded: something near was said before, in other words."),
    Relation.NEW: message("New: nothing near was found in this archive."),
}


def as_json(report: Report) -> dict[str, Any]:
    """The report in JSON types; each `path` is an address on this site."""
    return {
        "generation_id": report.generation_id,
        "counts": {
            **{one.value: report.count(one) for one in Relation},
            "unchecked": report.total - len(report.paragraphs),
        },
        "goes_on_at": report.goes_on_at,
        "different_wording": len(report.differing),
        "left_out": report.left_out,
        "notes": [*report.notes],
        "themes": [_theme(theme) for theme in report.themes],
        "paragraphs": [_paragraph(one) for one in report.paragraphs],
        "omissions": [_omission(one) for one in report.omissions],
        "compared_statements": [_statement(one) for one in report.compared],
    }


def path(one: Pair | Carried) -> str:
    """The address of the earlier passage."""
    return f"/d/{one.document.doc_id}#{one.passage.passage_id}"


def _paragraph(one: Paragraph) -> dict[str, Any]:
    return {
        "number": one.number,
        "words": one.passage.text,
        "relation": one.relation.value,
        "sentence": SENTENCES[one.relation],
        "pairs": [_pair(pair) for pair in one.pairs],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        **_statement(pair.document),
        "passage_id": pair.passage.passage_id,
        "path": path(pair),
        "origin": "digest" if pair.is_digest else "captured",
        "relation": pair.relation.value,
        "lead_in": pair.passage.lead_in or None,
        "words": pair.words,
        "share_of_words": round(pair.share, 3),
        "themes": [*pair.themes],
        "nearness": None if pair.nearness is None else round(pair.nearness, 3),
        "changes": [{"draft": one.typed, "earlier": one.source} for one in pair.changes],
        "different_wording": [_difference(one) for one in pair.differences],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {"kind": one.kind.value, "draft": [*one.draft], "earlier": [*one.earlier]}


def _omission(one: Omission) -> dict[str, Any]:
    return {
        **_theme(one.theme),
        "carried_by": len(one.carried),
        "of": one.compared,
        "statements": [
            {
                **_statement(carried.document),
                "passage_id": carried.passage.passage_id,
                "path": path(carried),
            }
            for carried in one.carried
        ],
    }


def _theme(theme: Term) -> dict[str, Any]:
    return {"theme_id": theme.term_id, "label": {**theme.label}}


def _statement(document: Document) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "path": f"/d/{document.doc_id}",
        "title": document.title,
        "publishers": [*document.publishers],
        "kind": document.kind or None,
        "issued": document.issued or None,
        "issued_inferred": document.issued_inferred or None,
    }
