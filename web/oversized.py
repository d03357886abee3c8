"""Long bodies: a draft's is kept where there is room; others are read to their end and forgotten.

So a page answers them: a browser shows no answer before it has sent all.
"""

from functools import partial
from io import BytesIO
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

from web.uploads import Forgotten

# Bytes of a draft's body that are kept, in memory: a report with photographs.
MOST_KEPT_BYTES = 20 * 1024 * 1024
# So many of them at a time in one process: 80 MiB while all are being sent.
MOST_KEPT = 4
# Bytes: a long scanned report. Of a longer body nothing is read, and the server answers by itself.
MOST_FORGOTTEN_BYTES = 64 * 1024 * 1024


class _Nowhere:
    """Where waitress puts the bytes of a body that nobody will read."""

    def append(self, data: bytes) -> None:
        """Forget `data`."""

    def getfile(self) -> BytesIO:
        """Nothing: the application refuses the body, by its stated length or by its kind."""
        return Forgotten()

    def close(self) -> None:
        """There is nothing to give back."""


class PatientParser(HTTPRequestParser):  # type: ignore[misc]
    """Lets a browser send all of a file that is too long; it shows no answer before."""

    body_rcv: Any
    error: Any
    is_long = False
    is_kept = False

    def __init__(self, adjustments: Any, channel: "PatientChannel") -> None:  # noqa: ANN401
        super().__init__(adjustments)
        self.channel = channel

    def received(self, data: bytes) -> int:
        """How many of the bytes belonged to this request."""
        if self.is_long:
            taken: int = self.body_rcv.received(data)
            self.completed = self.body_rcv.completed
            return taken
        taken = super().received(data)
        is_too_long = isinstance(self.error, RequestEntityTooLarge) and not self.chunked
        if is_too_long and self.content_length <= MOST_FORGOTTEN_BYTES:
            self.error, self.completed, self.is_long = None, False, True
            self.is_kept = self._is_draft() and self.channel.kept() < MOST_KEPT
            if not self.is_kept:
                self.body_rcv = FixedStreamReceiver(self.content_length, _Nowhere())
        return taken

    def _is_draft(self) -> bool:
        is_draft: bool = self.path.endswith("/draft")
        return is_draft and self.content_length <= MOST_KEPT_BYTES


class PatientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read so."""

    server: Any
    request: Any
    requests: Any

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self.parser_class = partial(PatientParser, channel=self)

    def handle_close(self) -> None:
        """Give back what was sent of a body whose sender is gone."""
        if self.request is not None:
            self.request.close()
        super().handle_close()

    def kept(self) -> int:
        """How many long bodies this process keeps, those that are answered included."""
        channels = list(self.server.active_channels.values())
        return sum(
            one is not None and one.is_kept
            for channel in channels
            for one in (channel.request, *channel.requests)
        )
