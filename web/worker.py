"""A gunicorn worker that has read a whole request before a thread takes it."""

import logging
import os
import sys
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.server import TcpWSGIServer

from web.oversized import MOST_KEPT_BYTES, PatientChannel

# Bytes: the longest address with its headers, and what one connection may send as a body that is no
# draft. A paste in the search box is an address: 40,000 Arabic letters are six percent-encoded
# bytes each. The application refuses a body sooner and says so on a page, also one that is longer
# than what is kept of it here; nothing is ever spooled to a file.
MAX_HEADER_BYTES = 256 * 1024
MAX_SENT_BYTES = 1024 * 1024
MAX_CONNECTIONS = 1000
# Seconds until a connection that sends or reads nothing is closed.
IDLE_SECONDS = 30


class PatientWorker(Worker):  # type: ignore[misc]
    """Slow clients hold a connection here, never a thread.

    gunicorn's own threads read the request themselves: eight clients that each send half a
    header stop two workers of four threads. Here waitress's event loop reads, its threads answer.
    """

    def run(self) -> None:
        """Serve until told to stop, then finish what has begun."""
        # Its warnings are about queues, its errors name the address that was asked for.
        logging.getLogger("waitress").setLevel(logging.CRITICAL)
        sockets: dict[int, Any] = {}
        server = create_server(
            self.wsgi,
            map=sockets,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            ident="",
            connection_limit=MAX_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            max_request_header_size=MAX_HEADER_BYTES,
            max_request_body_size=MAX_SENT_BYTES,
            inbuf_overflow=2 * MOST_KEPT_BYTES,
            outbuf_overflow=64 * MAX_SENT_BYTES,
        )
        server.channel_class = PatientChannel
        while self.alive and os.getppid() == self.ppid:
            self.notify()
            wasyncore.loop(timeout=1.0, use_poll=True, map=sockets, count=1)
        self._finish(server, sockets)
        # The model's runtime was opened before the fork and would wait for a thread of the first
        # process here, which aborts this one. All is answered: it ends without such farewells.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)

    def _finish(self, server: TcpWSGIServer, sockets: dict[int, Any]) -> None:
        """Accept nothing more and answer what was asked, for at most the graceful time."""
        server.del_channel()
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and any(
            channel.requests or channel.total_outbufs_len
            for channel in [*server.active_channels.values()]
        ):
            wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
