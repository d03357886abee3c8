"""The page of a version that is not searched any more."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from archive import called
from archive.errors import NotFoundError
from archive.lineage import compared
from archive.messages import message
from web import fates
from web.pages import searcher
from web.rendering import render

versions = Blueprint("versions", __name__)


@versions.get("/d/<doc_id>/v/<version_id>")
def version(doc_id: str, version_id: str) -> str | AnyResponse:
    """An earlier version, and word by word what became of each of its passages."""
    answering = searcher()
    rows = answering.document(doc_id)
    if version_id == rows[0].passage.version_id:
        return redirect(url_for("pages.document", doc_id=doc_id), code=302)
    found = next((v for v in answering.earlier(doc_id) if v.version_id == version_id), None)
    if found is None:
        raise NotFoundError(
            message(
                "There is no version '%(version)s' of %(document)s; open the document.",
                version=version_id,
                document=doc_id,
            )
        )
    calls = called.calls(found.passages)
    return render(
        "version.html",
        document=rows[0].document,
        version=found,
        comparison=compared(found.passages, found.fates, [row.passage for row in rows]),
        called=calls,
        backs=called.backs(found.passages, calls),
        told=fates.told,
    )
