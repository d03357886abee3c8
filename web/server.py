"""The application inside gunicorn: threads in a few processes, and no log of what is asked."""

import ctypes
import gc
import socket
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from archive.errors import ArchiveError
from web.app import create_app
from web.settings import WebSettings

# Seconds without a sign of life until a worker is ended.
TIMEOUT_SECONDS = 120
# The option of mallopt(3) that says how many heaps there are (malloc.h).
M_ARENA_MAX = -8
# Seconds that running requests have to finish when the server stops.
GRACEFUL_SECONDS = 10


class PrivateLogger(Logger):  # type: ignore[misc]
    """A log of faults without the addresses that were asked for: they hold what was searched."""

    def exception(self, msg: str, *args: object, **_: object) -> None:
        """Log the fault's kind only; the message's arguments hold the request's address."""
        fault = sys.exc_info()[0]
        super().error("request failed: %s", fault.__name__ if fault else "unknown")


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with this archive's application and settings."""

    def __init__(self, settings: WebSettings) -> None:
        """Raise ArchiveError where the port cannot be had."""
        _try_port(settings)
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in _options(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application, once, before the workers are forked."""
        _keep_one_heap()
        app = create_app()
        _open_first(app)
        return app


def _options(settings: WebSettings) -> dict[str, Any]:
    """What differs from the defaults."""
    return {
        "bind": f"{settings.host}:{settings.port}",
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "web.worker.PatientWorker",
        "preload_app": True,
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "loglevel": "error",
        "logger_class": PrivateLogger,
        "control_socket_disable": True,
        "when_ready": _say_where,
    }


def _try_port(settings: WebSettings) -> None:
    """Raise ArchiveError where another program listens; gunicorn would try for five seconds."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as error:
            raise ArchiveError(
                f"PORT {settings.port} on {settings.host} cannot be had ({error.strerror}); "
                "set another PORT or HOST."
            ) from error


def _say_where(arbiter: Arbiter) -> None:
    """Print the address, with the port that was really taken."""
    host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if not arbiter.app.wsgi().extensions["settings"].contact:
        sys.stderr.write("ARCHIVE_CONTACT is not set: harvesters have nobody to write to.\n")
    sys.stdout.write(f"Serving on http://{shown}:{port}\n")
    sys.stdout.flush()


def _open_first(app: Flask) -> None:
    """Open the published generation and its model before the workers are forked.

    They share its memory then: of one that loads the model itself, 80 MiB are its own. A model
    that runs on one thread has none that a fork would lose.
    """
    try:
        app.extensions["searchers"].current()
    except ArchiveError as error:
        sys.stderr.write(f"web: {error}\n")
    # What is here stays: a worker that looks for garbage among it would write into all its pages.
    gc.collect()
    gc.freeze()
    _give_back()


def _keep_one_heap() -> None:
    """Let all threads take memory from one heap; only glibc has several, and can be told.

    Each would keep what the largest search in it needed: 17 MiB more in a worker of four threads,
    for 3 % of a search's time, which is how far runs differ.
    """
    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    if tell:
        tell(M_ARENA_MAX, 1)


def _give_back() -> None:
    """Return to the system what opening needed for a moment; only glibc keeps it, and can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
