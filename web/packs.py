"""Evidence packs: of a document, of the passages of it that are named, or of a basket."""

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, request

from archive.errors import NotFoundError
from archive.packing import Reading, evidence_pack, kept_versions
from archive.rows import Row
from archive.settings import Settings
from web import fates, kept
from web.citing import address, today
from web.pages import searcher

packs = Blueprint("packs", __name__)


@packs.get("/d/<doc_id>/evidence.zip")
def evidence(doc_id: str) -> Response:
    """The passages that `passage` names, as often as wanted, or all of the document."""
    answering = searcher()
    rows = answering.document(doc_id)
    wanted = dict.fromkeys(request.args.getlist("passage"))
    known = {row.passage.passage_id: row for row in rows}
    for passage_id in wanted:
        if passage_id not in known:
            raise NotFoundError(
                f"There is no passage '{passage_id[:40]}' in the present text of {doc_id}; "
                "open the document."
            )
    chosen = [row for row in rows if not wanted or row.passage.passage_id in wanted]
    return packed(chosen, name=f"{doc_id}-evidence.zip")


@packs.get("/basket.zip")
def basket() -> Response:
    """The passages of a reader's basket, of whatever documents."""
    answering = searcher()
    found = (fates.pointed(answering, one) for one in kept.ids())
    rows = [one.row for one in found if one.row]
    if not rows:
        raise NotFoundError("There is nothing in this basket; keep passages first.")
    return packed(rows, name="basket-evidence.zip")


def packed(rows: Sequence[Row], *, name: str) -> Response:
    """The evidence pack of passages as a file of that name."""
    settings: Settings = current_app.extensions["settings"]
    reading = Reading(address=address(), accessed=today(), generation_id=searcher().generation_id)
    return Response(
        evidence_pack(rows, reading, kept_versions(settings.corpus, rows)),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
