"""The draft check as a page and in the API; a draft is read in memory alone and kept nowhere."""

import threading
from datetime import UTC, datetime
from pathlib import PurePath

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from archive.drafts.answer import SENTENCES, as_json
from archive.drafts.checking import MOST_CHARACTERS, MOST_PARAGRAPHS, check
from archive.drafts.omissions import COMPARED, RECENT_YEARS
from archive.drafts.report import Relation, Report
from archive.errors import QueryError
from web import draft_reading
from web.pages import searcher

drafts = Blueprint("drafts", __name__)

# Of a whole request, below what the server itself takes of one; a longer file is for the terminal.
MOST_BYTES = 1_000_000
# Seconds until the rest of a draft is left unchecked: what a reader waits for.
MOST_SECONDS = 30.0

# Each process checks one draft at a time, so that its other threads go on answering.
_turn = threading.Lock()


@drafts.get("/draft")
def draft() -> str:
    """The form."""
    return _page(report=None, text="")


@drafts.post("/draft")
def checked() -> str | tuple[str, int]:
    """The report, with the form below it.

    What is wrong with a draft is said above the form with the text still in it: an error page
    would lose what was typed, which is stored nowhere.
    """
    text, file = "", None
    try:
        text, file = _posted()
        return _page(report=_report(text, file), text=text)
    except (QueryError, TooManyRequests) as error:
        status = error.code if isinstance(error, TooManyRequests) else 400
        fault = str(error.description) if isinstance(error, TooManyRequests) else str(error)
        return _page(report=None, text=text, fault=fault), status


@drafts.post("/api/draft")
def draft_json() -> Response:
    """The report on the posted field `text`, or on the posted `file`."""
    return jsonify(as_json(_report(*_posted())))


def _page(*, report: Report | None, text: str, fault: str = "") -> str:
    return render_template(
        "draft.html",
        report=report,
        text=text,
        fault=fault,
        relations=Relation,
        sentences=SENTENCES,
        recent_years=RECENT_YEARS,
        compared_at_least=COMPARED,
        most_characters=MOST_CHARACTERS,
        most_paragraphs=MOST_PARAGRAPHS,
        most_bytes=MOST_BYTES,
    )


def _posted() -> tuple[str, FileStorage | None]:
    """The text that was typed, and the file, of which one is empty."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    try:
        text, file = request.form.get("text", ""), request.files.get("file")
    except RequestEntityTooLarge as error:
        raise QueryError(
            f"The draft has more than {MOST_BYTES:,} bytes; check it with `archive draft`, or "
            "paste its text."
        ) from error
    given = file if file is not None and file.filename else None
    if text.strip() and given is not None:
        raise QueryError("Both a text and a file were given; leave one of them out.")
    if not text.strip() and given is None:
        raise QueryError("There is no draft; paste its text or choose its file.")
    return text, given


def _report(text: str, file: FileStorage | None) -> Report:
    """Read and check the draft; raises TooManyRequests while another one is checked."""
    if not _turn.acquire(blocking=False):
        raise TooManyRequests("Another draft is being checked; send yours again in a minute.")
    try:
        content = file.stream.read() if file is not None else text.encode()
        suffix = PurePath(file.filename or "").suffix[:12] if file is not None else ""
        passages = draft_reading.passages(content, suffix)
        today = datetime.now(UTC).date()
        return check(passages, searcher(), today=today, seconds=MOST_SECONDS)
    finally:
        _turn.release()
