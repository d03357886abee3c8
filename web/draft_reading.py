"""A draft's bytes as passages, read by a process of the indexer's own, through pipes alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

from archive.errors import QueryError
from archive.messages import message
from archive.model import Passage
from archive.rows import passage_of

# Seconds: the reader's own limit of 60 s, and a machine that starts two processes slowly.
READ_SECONDS = 90.0

_ROOT = Path(__file__).parents[1]


def passages(content: bytes, suffix: str) -> tuple[Passage, ...]:
    """The passages of a draft, whose file name ends in `suffix`.

    Raises QueryError with the reason if it cannot be read.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, nothing of the draft's
            [sys.executable, "-P", "-m", "indexer.drafts", suffix],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=READ_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        # The exception holds what was read, and must not be logged with it.
        raise QueryError(message("The draft takes too long to read; paste its text.")) from error
    if ended.returncode:
        raise QueryError(message("The draft's reader broke down; save it anew, or paste its text."))
    found = json.loads(ended.stdout)
    if isinstance(found, dict):
        raise QueryError(message("The draft cannot be read: %(reason)s.", reason=found["refused"]))
    return tuple(passage_of(fields) for fields in found)
