"""A request whose body never touches the disk, and is read once however long it is."""

import io
from typing import IO

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge


class Forgotten(io.BytesIO):
    """The body of a request that was read to its end and not kept."""


class MemoryRequest(Request):
    """Uploaded files are held in memory, where the framework spools those above 500 kB to a file.

    After a body was refused as too long the fields are empty, for pages that look at them again.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Where an uploaded file is put; the length of the whole body is limited."""
        return io.BytesIO()

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            self.__dict__["form"] = self.__dict__["files"] = ImmutableMultiDict()
            raise
