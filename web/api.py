"""What programs read: the search as JSON, and whether the archive is up."""

from flask import Blueprint, Response, jsonify, request

from archive.answer import as_json
from archive.errors import EncoderError, GenerationError
from archive.search import Searcher
from web import parameters
from web.pages import searcher

api = Blueprint("api", __name__)


@api.get("/api/search")
def search() -> Response:
    """The answer that the results page shows, as `archive search --json` prints it."""
    return jsonify(as_json(searcher().search(parameters.read_strictly(request.args))))


def _model(answering: Searcher) -> dict[str, str] | None:
    """What reads queries: the model, the library that runs it and in which numbers."""
    if answering.encoder is None:
        return None
    identity = answering.encoder.identity
    return {"name": identity.name, "backend": identity.backend, "precision": identity.precision}


@api.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 with what is served, or 503 with why nothing is."""
    try:
        answering = searcher()
    except (GenerationError, EncoderError) as error:
        return jsonify(status="unavailable", generation_id=None, detail=str(error)), 503
    return (
        jsonify(
            status="ok",
            generation_id=answering.generation_id,
            documents=answering.documents,
            passages=answering.passages,
            semantic_note=answering.semantic_note,
            model=_model(answering),
        ),
        200,
    )
