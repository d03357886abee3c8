"""A draft's bytes as its passages, read by a process of the indexer's own, through pipes alone."""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePath

from archive import messages
from archive.drafts import draft
from archive.drafts.draft import Draft
from archive.errors import QueryError
from archive.messages import message

# Seconds: the reader's own limit of 60 s, and a machine that starts two processes slowly.
READ_SECONDS = 90.0

_ROOT = Path(__file__).parents[1]


def read(content: bytes, name: str) -> Draft:
    """The draft in the file `name`, which is empty for a text that was typed.

    Raises QueryError with the reason if it cannot be read.
    """
    answer = _answer(content, PurePath(name).suffix[:12])
    if answer.startswith('{"passages"'):
        return draft.of_json(answer)
    found = json.loads(answer)
    if "beyond_limits" in found:
        raise QueryError(messages.of_json(found["beyond_limits"]))
    reason = messages.of_json(found["unreadable"])
    if name:
        raise QueryError(
            message("“%(name)s” cannot be read: %(reason)s.", name=name[:100], reason=reason)
        )
    raise QueryError(message("The draft cannot be read: %(reason)s.", reason=reason))


def _answer(content: bytes, suffix: str) -> str:
    """What the reader says in JSON."""
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
    return ended.stdout.decode()
