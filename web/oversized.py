"""A body longer than the server keeps: read to its end and forgotten, so that a page answers it."""

from io import BytesIO
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

# Bytes: a long scanned report. Of a longer body nothing is read, and the server answers by itself.
MOST_FORGOTTEN_BYTES = 64 * 1024 * 1024


class _Nowhere:
    """Where waitress puts the bytes of a body that nobody will read."""

    def append(self, data: bytes) -> None:
        """Forget `data`."""

    def getfile(self) -> BytesIO:
        """Nothing: the application refuses the body by its stated length."""
        return BytesIO()

    def close(self) -> None:
        """There is nothing to give back."""


class PatientParser(HTTPRequestParser):  # type: ignore[misc]
    """Lets a browser send all of a file that is too long; it shows no answer before."""

    body_rcv: Any
    error: Any
    is_forgetting = False

    def received(self, data: bytes) -> int:
        """How many of the bytes belonged to this request."""
        if self.is_forgetting:
            taken: int = self.body_rcv.received(data)
            self.completed = self.body_rcv.completed
            return taken
        taken = super().received(data)
        is_too_long = isinstance(self.error, RequestEntityTooLarge) and not self.chunked
        if is_too_long and self.content_length <= MOST_FORGOTTEN_BYTES:
            self.error, self.completed = None, False
            self.body_rcv = FixedStreamReceiver(self.content_length, _Nowhere())
            self.is_forgetting = True
        return taken


class PatientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read so."""

    parser_class: Any = PatientParser
