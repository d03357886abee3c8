"""A verdict as the JSON object that the API and the command line print, and in plain words."""

from typing import Any

from archive.messages import Message, message
from archive.quotes.verdicts import Outcome, Place, Verdict

SENTENCES: dict[Outcome, Message] = {
    Outcome.VERIFIED: message("Verified: these words stand in the source."),
    Outcome.REPAIRED: message(
        "Verified after repair: the words are the source's, their print differs."
    ),
    Outcome.OTHER_VOICE: message("The source quotes these words: they are somebody else's."),
    Outcome.OTHER_SOURCE: message("These words stand in another source than the one given."),
    Outcome.EARLIER: message(
        "These words stand in an earlier version of the document, not in its present text."
    ),
    Outcome.DIGEST: message(
        "These are the words of this archive's own digest, not of the document."
    ),
    Outcome.ALTERED: message("Not verified: the nearest words of a source differ."),
    Outcome.NOT_FOUND: message("Not found in this archive."),
}


NOT_AMONG_THOSE = message("Not found among the passages that were compared.")
# Where nothing nearer was found than what was written about documents here.
NEAR_A_DIGEST = message(
    "Not verified: the nearest words are of this archive's own digest, not of a document."
)
# Where it cannot be told whether the source given is the one they stand in: no reproach.
NO_SUCH_SOURCE = message("These words stand in a source here; the one given was not recognised.")


def sentence(verdict: Verdict) -> Message:
    """The outcome in plain words, which claim no more than was looked at."""
    if verdict.outcome is Outcome.NOT_FOUND and not verdict.is_complete:
        return NOT_AMONG_THOSE
    if verdict.outcome is Outcome.ALTERED and all(place.is_digest for place in verdict.places):
        return NEAR_A_DIGEST
    if verdict.outcome is Outcome.OTHER_SOURCE and not verdict.is_source_known:
        return NO_SUCH_SOURCE
    return SENTENCES[verdict.outcome]


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict in JSON types; `path` is the address of the first passage on this site."""
    return {
        "outcome": verdict.outcome.value,
        "sentence": sentence(verdict),
        "complete": verdict.is_complete,
        "source_known": verdict.is_source_known,
        "generation_id": verdict.generation_id,
        "places": [_place(place) for place in verdict.places],
        "notes": [*verdict.notes],
    }


def _place(place: Place) -> dict[str, Any]:
    document, first = place.document, place.passages[0]
    return {
        "doc_id": document.doc_id,
        "passage_ids": [passage.passage_id for passage in place.passages],
        "path": f"/d/{path(place)}",
        "title": document.title,
        "publishers": [*document.publishers],
        "issued": document.issued or None,
        "issued_inferred": document.issued_inferred or None,
        "page": first.page,
        "words": place.words,
        "repairs": [*place.repairs],
        "omitted": [*place.omitted],
        "inserted": [{"typed": typed, "source": words} for typed, words in place.inserted],
        "quoted_by_source": place.quoted,
        "origin": "digest" if place.is_digest else "captured",
        "changes": [{"typed": one.typed, "source": one.source} for one in place.changes],
        "warning": place.warning or None,
        "earlier_version": _earlier(place),
    }


def _earlier(place: Place) -> dict[str, Any] | None:
    """The earlier version that a place is of, and `now`, the place nearest to it in the present."""
    if place.version is None:
        return None
    return {
        "version_id": place.version.version_id,
        "captured_at": place.version.captured_at or None,
        "now": _place(place.now) if place.now else None,
    }


def path(place: Place) -> str:
    """The address of a place below `/d/`: its document, the version if it is earlier, a passage."""
    version = f"/v/{place.version.version_id}" if place.version else ""
    return f"{place.document.doc_id}{version}#{place.passages[0].passage_id}"
