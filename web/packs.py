"""The evidence pack of a document, or of the passages of it that are named."""

from flask import Blueprint, Response, current_app, request

from archive.errors import NotFoundError
from archive.packing import evidence_pack, kept_version
from archive.settings import Settings
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
    settings: Settings = current_app.extensions["settings"]
    content = evidence_pack(
        chosen,
        address=address(),
        accessed=today(),
        generation_id=answering.generation_id,
        kept=kept_version(settings.corpus, rows[0]),
    )
    name = f"{doc_id}-evidence.zip"
    disposition = f'attachment; filename="{name}"'
    return Response(
        content, mimetype="application/zip", headers={"Content-Disposition": disposition}
    )
