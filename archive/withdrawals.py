"""An editor's decision that a document is not shown any more: `withdrawal.toml` in its folder."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import tomli_w

from archive import durable, seals
from archive.errors import RecordError

NAME = "withdrawal.toml"
MAX_BYTES = 64 * 1024
REASON_MAX_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why and when (an ISO 8601 instant with its offset) a document was withdrawn.

    `hides_text` where its words may not be shown either, because somebody named in them is in
    danger. The reason is public.
    """

    withdrawn_at: str
    reason: str
    hides_text: bool = False


def read(folder: Path) -> Withdrawal | None:
    """The withdrawal of the record in `folder`; None where it stands.

    Raises RecordError for a file that cannot be read as what it is: a document that was withdrawn
    must not come back because a file is damaged.
    """
    path = folder / NAME
    if not path.exists() and not path.is_symlink():
        return None
    try:
        if path.is_symlink() or path.stat().st_size > MAX_BYTES:
            raise ValueError(f"a link, or above {MAX_BYTES} bytes")
        found = Withdrawal(**tomllib.loads(path.read_text(encoding="utf-8")))
        _check(found)
    except (OSError, ValueError, TypeError) as error:
        raise RecordError(f"{path}: it is no withdrawal ({error}); restore the file.") from error
    return found


def _check(withdrawal: Withdrawal) -> None:
    """Raise ValueError or TypeError unless every field is of its type and within its limit."""
    reason, hides = withdrawal.reason, withdrawal.hides_text
    if not isinstance(reason, str) or not isinstance(hides, bool):
        raise TypeError("a field is of another type")
    if not reason.strip() or len(reason) > REASON_MAX_CHARACTERS:
        raise ValueError(f"the reason is empty or above {REASON_MAX_CHARACTERS} characters")
    if datetime.fromisoformat(withdrawal.withdrawn_at).tzinfo is None:
        raise ValueError(f"'{withdrawal.withdrawn_at}' has no offset")


def write(folder: Path, withdrawal: Withdrawal) -> None:
    """Withdraw the record in `folder`; raises RecordError, also where the disk refuses."""
    try:
        _check(withdrawal)
        body = tomli_w.dumps(asdict(withdrawal)).encode()
        durable.write(folder / NAME, seals.sealed(body, {}))
    except (OSError, ValueError, TypeError) as error:
        raise RecordError(f"{folder.name}: not withdrawn ({error}); try again.") from error


def remove(folder: Path) -> None:
    """Let the record in `folder` stand again; raises RecordError where the disk refuses."""
    try:
        (folder / NAME).unlink()
        durable.sync(folder)
    except OSError as error:
        raise RecordError(f"{folder.name}: not restored ({error.strerror}); try again.") from error
