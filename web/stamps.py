"""The datestamps of what is served, worked out once for each generation."""

import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from flask import Response, current_app, request

from archive import datestamps
from archive.datestamps import Stamp
from archive.search import Searcher
from web.headers import REVALIDATED

_log = logging.getLogger(__name__)


class Stamps:
    """Keeps the datestamps of one generation; safe to call from any thread."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._lock = threading.Lock()
        self._held: tuple[str, dict[str, Stamp]] = ("", {})

    def of(self, searcher: Searcher) -> Mapping[str, Stamp]:
        """The stamp of each document, those that are gone too, by doc_id."""
        with self._lock:
            generation_id, stamps = self._held
            if generation_id != searcher.generation_id:
                stamps = self._worked_out(searcher, stamps)
                self._held = (searcher.generation_id, stamps)
            return stamps

    def _worked_out(self, searcher: Searcher, held: Mapping[str, Stamp]) -> dict[str, Stamp]:
        before = datestamps.read(self._var) or held
        after = datestamps.advanced(before, datestamps.seen(searcher.opened))
        if after != before:
            try:
                datestamps.write(self._var, after)
            except OSError as error:
                # Harvesters then see all documents as changed after each restart.
                _log.error("datestamps cannot be kept: %s", error.strerror)
        return after


def current(searcher: Searcher) -> Mapping[str, Stamp]:
    """The stamps of what `searcher` answers from."""
    stamps: Stamps = current_app.extensions["stamps"]
    return stamps.of(searcher)


def revalidated(response: Response, searcher: Searcher) -> Response:
    """The response with an ETag and its date, or 304 where whoever asks has it already.

    The date is that of the last change of any document, or of the index if that is younger:
    nothing that is made from both can have changed since. It may be stored, but not used unasked.
    """
    known = current(searcher).values()
    built_at = datetime.fromisoformat(searcher.opened.generation.manifest.built_at)
    changes = (datetime.fromisoformat(stamp.changed_at) for stamp in known)
    response.last_modified = max(changes, default=built_at).replace(microsecond=0)
    response.last_modified = max(response.last_modified, built_at.replace(microsecond=0))
    response.headers["Cache-Control"] = REVALIDATED
    response.add_etag()
    response.make_conditional(request)
    return response
