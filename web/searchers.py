"""The searcher of the published generation, replaced while the old one goes on answering."""

import logging
import math
import threading
import time
from collections.abc import Callable

from archive.errors import ArchiveError, GenerationError
from archive.generation import current_id
from archive.search import Searcher, open_searcher
from archive.settings import Settings

# Seconds until a generation that could not be opened is tried again: somebody may have repaired
# it, and a try reads every file of it.
RETRY_S = 60.0

_log = logging.getLogger(__name__)


class Searchers:
    """Holds one open searcher; safe to call from any thread.

    The pointer file is read at each request (about 20 µs). If it names another generation, one
    thread opens that aside while every request is answered by the old one.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        opener: Callable[[Settings], Searcher] = open_searcher,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._opener = opener
        self._clock = clock
        self._opening = threading.Lock()
        self._searcher: Searcher | None = None
        # What the pointer named at the last try, and when that may be tried again.
        self._tried: tuple[str | None, float] = ("", -math.inf)
        self._failure: ArchiveError | None = None

    def current(self) -> Searcher:
        """The searcher to answer this request with.

        Raises NoGenerationError, GenerationError or EncoderError while none could be opened.
        """
        published_id = current_id(self._settings.var)
        searcher = self._searcher
        if searcher is None:
            return self._first(published_id)
        if published_id and self._is_due(published_id) and self._opening.acquire(blocking=False):
            threading.Thread(target=self._replace, name="open-generation", daemon=True).start()
        return searcher

    def _is_due(self, published_id: str | None) -> bool:
        """Whether it was not tried yet, or failed long enough ago."""
        tried_id, again_at = self._tried
        return published_id != tried_id or self._clock() >= again_at

    def _first(self, published_id: str | None) -> Searcher:
        """Open the first searcher of this process while other requests wait for it."""
        with self._opening:
            if self._searcher is not None:
                return self._searcher
            if self._failure is not None and not self._is_due(published_id):
                raise type(self._failure)(*self._failure.args)
            return self._open(published_id)

    def _replace(self) -> None:
        """Open what is published now; `current` took the lock, it is given back here."""
        try:
            published_id = current_id(self._settings.var)
            if self._is_due(published_id):
                self._open(published_id)
        except ArchiveError as error:
            _log.error("still serving the old generation: %s", error)
        finally:
            self._opening.release()

    def _open(self, published_id: str | None) -> Searcher:
        """Open what is published and let it answer, or remember that it failed; under the lock.

        Where the published generation is damaged the opener may fall back to an earlier one:
        that is taken only if nothing is served yet.
        """
        self._tried = (published_id, self._clock() + RETRY_S)
        try:
            searcher = self._opener(self._settings)
        except ArchiveError as error:
            self._failure = error
            raise
        except OSError as error:
            self._failure = GenerationError(f"The index cannot be read: {error.strerror}.")
            raise self._failure from error
        if searcher.generation_id == published_id:
            self._tried = (published_id, math.inf)
        elif self._searcher is not None:
            raise GenerationError(f"{published_id} could not be opened; run `archive verify`.")
        self._searcher = searcher
        return searcher
