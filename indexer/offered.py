"""Find the files that are offered and read their bytes, refusing what is no plain file."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from archive.errors import IntakeError
from indexer.extract.media import OLD_SUFFIXES, PICTURES, PNG, SUFFIXES

# The largest file that is taken in: a report of some thousand pages with pictures.
FILE_MAX_BYTES = 50_000_000


def files(path: Path) -> Iterator[Path]:
    """The files that `path` offers: itself, or those below it in order of their names.

    Hidden names and, within a folder, files of other types and pictures, which are seldom pages,
    are passed over; links to folders are not followed.
    """
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    for folder, names, members in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(members):
            member = Path(folder) / name
            if not name.startswith(".") and _is_text(member.suffix.lower()):
                yield member


def _is_text(suffix: str) -> bool:
    return suffix in OLD_SUFFIXES or SUFFIXES.get(suffix, PNG) not in PICTURES


def content(path: Path) -> bytes:
    """Return the bytes of the plain file at `path`.

    Raises IntakeError if there is none, if it is a link, a device or a pipe, cannot be read, or
    has more than FILE_MAX_BYTES.
    """
    try:
        # O_NONBLOCK: opening a pipe must not hang; O_NOFOLLOW: a link may lead anywhere.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise IntakeError("there is no such file") from error
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise IntakeError("it is a link; give the file that it leads to") from error
        raise IntakeError(f"it cannot be opened ({error})") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise IntakeError("it is no plain file")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > FILE_MAX_BYTES:
            raise IntakeError(f"{status.st_size} bytes, above {FILE_MAX_BYTES}; split it")
        read = file.read(FILE_MAX_BYTES + 1)
    if len(read) > FILE_MAX_BYTES:
        raise IntakeError(f"above {FILE_MAX_BYTES} bytes; split it")
    return read
