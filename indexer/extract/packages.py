"""Refuse a document that is a ZIP file and would unpack to too much."""

import io
import zipfile

from archive.errors import IntakeError
from archive.messages import message

# What a DOCX or ODT may unpack to, in bytes: ten times the largest file that is taken in at all
# would not fit into the reader's memory.
UNPACKED_MAX_BYTES = 200_000_000


def refuse_bomb(content: bytes, name: str) -> None:
    """Raise IntakeError if the file, of a type of that name, is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except zipfile.BadZipFile as error:
        raise broken(name) from error
    if size > UNPACKED_MAX_BYTES:
        raise IntakeError(
            message(
                "the %(kind)s unpacks to %(number)s bytes, above %(most)s; save it smaller",
                kind=name,
                number=size,
                most=UNPACKED_MAX_BYTES,
            )
        )


def broken(name: str) -> IntakeError:
    """The error for a file of that type that cannot be opened."""
    return IntakeError(
        message("the %(kind)s is broken; save it again in its word processor", kind=name)
    )
