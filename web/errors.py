"""What a reader sees when something goes wrong: a page, or problem+json from the API."""

import logging
import traceback

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from archive.errors import ArchiveError, EncoderError, GenerationError, NotFoundError, QueryError
from archive.messages import Message, message
from web.rendering import render

_log = logging.getLogger(__name__)

_TITLES: dict[int, Message] = {
    400: message("This request cannot be read"),
    404: message("Not in the archive"),
    405: message("This address does not accept that"),
    413: message("Too long to search"),
    500: message("Something broke here"),
    503: message("The archive cannot answer this now"),
}

_NEXT_STEPS: dict[int, Message] = {
    404: message("Check the address, or search for the title."),
    405: message("Open the address in a browser, or search from the front page."),
    413: message("Give at most 40,000 characters."),
    500: message("Try again; if it stays, tell whoever runs this archive what you did."),
}


def add_to(app: Flask) -> None:
    """Register the two catching places of `app`: for our own errors and for all others."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: ArchiveError) -> int:
    """The HTTP status that says what an error of the archive means."""
    if isinstance(error, QueryError):
        return 400
    if isinstance(error, NotFoundError):
        return 404
    return 503 if isinstance(error, GenerationError | EncoderError) else 500


def told(error: ArchiveError) -> str:
    """What the error says, as a Message where it is one."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


def _archive_error(error: ArchiveError) -> Response:
    if isinstance(error, GenerationError):
        _log.error("%s", error)
    return _answer(status_of(error), detail=told(error))


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error  # a redirect
    answer = _answer(code, detail=_NEXT_STEPS.get(code) or error.description or "")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _unforeseen(error: Exception) -> Response:
    # Neither the address nor the exception's message is logged: both can hold what was searched.
    route = request.url_rule.rule if request.url_rule else "no route"
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s at %s\n%s", type(error).__name__, route, frames)
    return _answer(500, detail=_NEXT_STEPS[500])


def _answer(status: int, *, detail: str) -> Response:
    """The error as a page, or as problem+json (RFC 9457) under /api/."""
    title = _TITLES.get(status, message("This did not work"))
    if request.path.startswith("/api/"):
        answer = jsonify(type="about:blank", title=title, status=status, detail=detail)
        answer.mimetype = "application/problem+json"
    else:
        page = render("error.html", title=title, status=status, detail=detail)
        answer = make_response(page)
    answer.status_code = status
    return answer
