"""What an old address of a withdrawn document answers: 410, what was there, and why it is not."""

from flask import Blueprint, Response, jsonify, make_response, request

from archive.errors import WithdrawnError
from archive.messages import message
from archive.model import TextOrigin
from archive.tombstones import LastWords, Tombstone
from web.pages import searcher
from web.rendering import render

withdrawn = Blueprint("withdrawn", __name__)

_TITLE = message("Withdrawn from the archive")


@withdrawn.app_errorhandler(WithdrawnError)
def gone(error: WithdrawnError) -> Response:
    """The tombstone as a page, or as problem+json (RFC 9457) under /api/."""
    stone = searcher().opened.tombstones.of(error.name)
    words = None
    if stone is not None:
        words = stone.words(error.name) or stone.words(request.args.get("passage", ""))
    if request.path.startswith("/api/"):
        answer = _problem(str(error), stone, words)
    else:
        page = render(
            "withdrawn.html",
            title=_TITLE,
            detail=str(error),
            stone=stone,
            words=words,
            is_digest=_is_digest(stone, words),
        )
        answer = make_response(page)
    answer.status_code = 410
    return answer


def _problem(detail: str, stone: Tombstone | None, words: LastWords | None) -> Response:
    fields: dict[str, object] = {
        "type": "about:blank",
        "title": _TITLE,
        "status": 410,
        "detail": detail,
    }
    if stone is not None:
        fields["document"] = {
            "doc_id": stone.doc_id,
            "title": stone.title,
            "publishers": [*stone.publishers],
            "kind": stone.kind or None,
            "issued": stone.issued or None,
            "issued_inferred": stone.issued_inferred or None,
        }
        fields["withdrawn_at"] = stone.withdrawal.withdrawn_at
        fields["reason"] = stone.withdrawal.reason
        fields["hides_text"] = stone.withdrawal.hides_text
    if words is not None:
        fields["passage"] = {
            "passage_id": words.passage_id,
            "version_id": words.version_id,
            "origin": "digest" if _is_digest(stone, words) else "captured",
            "text": words.text or None,
            "number": words.number or None,
            "page": words.page,
            "printed_page": words.folio or None,
        }
    answer = jsonify(fields)
    answer.mimetype = "application/problem+json"
    return answer


def _is_digest(stone: Tombstone | None, words: LastWords | None) -> bool:
    if stone is None or words is None:
        return False
    return stone.origin_of(words) is TextOrigin.DIGEST
