"""A draft that is posted, with the report on it; it is read in memory alone and kept nowhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from archive.drafts.checking import Part, check
from archive.drafts.draft import MOST_PASSAGES, Draft, of_json
from archive.drafts.report import Report
from archive.errors import QueryError
from archive.messages import message
from web import draft_reading
from web.pages import searcher
from web.parameters import whole
from web.uploads import Forgotten

# Of a whole request, below what the server keeps of one: a statement with the logos of those who
# sign it has some 6 MB, a report with photographs as much as this.
MOST_BYTES = 20_000_000
# Seconds until the rest of a draft is left to the next part: what a reader waits for.
MOST_SECONDS = 30.0
# Seconds that a draft waits for the one before it.
MOST_WAITING_SECONDS = 30.0

# Each process checks one draft at a time and lets one wait, so that its other threads go on
# answering.
_turn = threading.Lock()
_places = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A draft as one of three: typed, as a file, or `read` before as JSON; and the part asked for.

    `first` is the paragraph that the part begins with, `carried` the themes of those before it.
    """

    text: str = ""
    file: FileStorage | None = None
    read: str = ""
    first: int = 1
    carried: frozenset[str] = frozenset()


def posted() -> Posted:
    """What was posted; raises QueryError for what cannot be a draft."""
    if isinstance(request.environ.get("wsgi.input"), Forgotten) and not _is_too_long():
        raise TooManyRequests(
            message("Too many drafts are being sent at once; send yours again in a minute.")
        )
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    try:
        form, file = request.form, request.files.get("file")
    except RequestEntityTooLarge as error:
        raise QueryError(
            message(
                "The draft has more than %(number)s MB; save it with fewer or smaller pictures, "
                "or paste its text.",
                number=MOST_BYTES // 1_000_000,
            )
        ) from error
    found = Posted(
        text=form.get("text", "") if form.get("text", "").strip() else "",
        file=file if file is not None and file.filename else None,
        read=form.get("read", ""),
        first=whole("from", form.get("from"), default=1, largest=MOST_PASSAGES),
        carried=frozenset(form.get("carried", "").split()),
    )
    given = sum(map(bool, (found.text, found.file, found.read)))
    if given > 1:
        raise QueryError(message("Both a text and a file were given; leave one of them out."))
    if not given:
        raise QueryError(message("There is no draft; paste its text or choose its file."))
    return found


def report_on(given: Posted) -> tuple[Report, Draft]:
    """Read and check the draft; raises TooManyRequests while others are checked."""
    with _in_turn():
        draft, today = _read(given), datetime.now(UTC).date()
        part = Part(first=given.first, seconds=MOST_SECONDS, carried=given.carried)
        return check(draft, searcher(), today=today, part=part), draft


def _is_too_long() -> bool:
    return (request.content_length or 0) > MOST_BYTES


@contextmanager
def _in_turn() -> Iterator[None]:
    """Wait for the draft before; raises TooManyRequests where one waits already, or too long."""
    busy = message("Another draft is being checked; send yours again in a minute.")
    if not _places.acquire(blocking=False):
        raise TooManyRequests(busy)
    try:
        if not _turn.acquire(timeout=MOST_WAITING_SECONDS):
            raise TooManyRequests(busy)
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()


def _read(given: Posted) -> Draft:
    if given.read:
        return of_json(given.read)
    if given.file is None:
        return draft_reading.read(given.text.encode(), "")
    name = PurePath(given.file.filename or "").name
    with given.file.stream as stream:
        content = stream.read()
    return draft_reading.read(content, name)
