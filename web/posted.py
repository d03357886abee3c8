"""A draft that is posted, with the report on it; it is read in memory alone and kept nowhere."""

import threading
from datetime import UTC, datetime
from pathlib import PurePath

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from archive.drafts.checking import check
from archive.drafts.report import Report
from archive.errors import QueryError
from archive.messages import message
from web import draft_reading
from web.pages import searcher

# Of a whole request, below what the server itself takes of one; a longer file is for the terminal.
MOST_BYTES = 1_000_000
# Seconds until the rest of a draft is left unchecked: what a reader waits for.
MOST_SECONDS = 30.0

# Each process checks one draft at a time, so that its other threads go on answering.
_turn = threading.Lock()


def posted_report() -> Report:
    """The report on what was posted; raises QueryError for what cannot be a draft."""
    return report_on(*posted())


def posted() -> tuple[str, FileStorage | None]:
    """The text that was typed, and the file, of which one is empty."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    try:
        text, file = request.form.get("text", ""), request.files.get("file")
    except RequestEntityTooLarge as error:
        raise QueryError(
            message(
                "The draft has more than %(number)s bytes; check it with `archive draft`, or paste "
                "its text.",
                number=MOST_BYTES,
            )
        ) from error
    given = file if file is not None and file.filename else None
    if text.strip() and given is not None:
        raise QueryError(message("Both a text and a file were given; leave one of them out."))
    if not text.strip() and given is None:
        raise QueryError(message("There is no draft; paste its text or choose its file."))
    return text, given


def report_on(text: str, file: FileStorage | None) -> Report:
    """Read and check the draft; raises TooManyRequests while another one is checked."""
    if not _turn.acquire(blocking=False):
        raise TooManyRequests(
            message("Another draft is being checked; send yours again in a minute.")
        )
    try:
        content = file.stream.read() if file is not None else text.encode()
        suffix = PurePath(file.filename or "").suffix[:12] if file is not None else ""
        passages = draft_reading.passages(content, suffix)
        today = datetime.now(UTC).date()
        return check(passages, searcher(), today=today, seconds=MOST_SECONDS)
    finally:
        _turn.release()
