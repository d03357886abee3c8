"""What a deployment can set, each by an environment variable with a default and a help text."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError

# (environment variable, default, help); the unit stands in the name where there is one.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("ARCHIVE_CORPUS", "corpus", "folder of the records"),
    ("ARCHIVE_VAR", "var", "folder of built generations and caches"),
    ("ARCHIVE_ENCODER", "e5", "embedding model: a built-in name, or a folder to load it from"),
    ("ARCHIVE_KEEP_GENERATIONS", "3", "how many published generations are kept for rollback"),
    ("ARCHIVE_CONTACT", "none", "e-mail address that harvesters are told to write to"),
    ("ARCHIVE_ADDRESS", "asked", "public address that citations give; `asked`: the one asked for"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process.

    `address` is empty where it is that of each request, `contact` where there is none.
    """

    corpus: Path
    var: Path
    encoder: str
    keep_generations: int
    address: str = ""
    contact: str = ""


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from `environ`; raises ArchiveError naming a value that cannot be used."""
    values = {name: environ.get(name) or default for name, default, _ in SETTINGS}
    keep = values["ARCHIVE_KEEP_GENERATIONS"]
    if not keep.isdecimal() or int(keep) < 1:
        raise ArchiveError(f"ARCHIVE_KEEP_GENERATIONS is '{keep}'; give a whole number from 1 up.")
    return Settings(
        corpus=Path(values["ARCHIVE_CORPUS"]),
        var=Path(values["ARCHIVE_VAR"]),
        encoder=values["ARCHIVE_ENCODER"],
        keep_generations=int(keep),
        address=_address(values["ARCHIVE_ADDRESS"]),
        contact=_contact(values["ARCHIVE_CONTACT"]),
    )


def _address(value: str) -> str:
    """The address without a slash at its end; empty for that of each request."""
    if value == "asked":
        return ""
    if not re.fullmatch(r"https?://[\w.:\[\]-]+(/[\w./~-]*)?", value, re.ASCII):
        raise ArchiveError(
            f"ARCHIVE_ADDRESS is '{value}'; give one as https://archive.example.org, or asked."
        )
    return value.rstrip("/")


def _contact(value: str) -> str:
    """An e-mail address, in the form that OAI-PMH takes; empty for none."""
    if value == "none":
        return ""
    if not re.fullmatch(r"[^\s@<>\"']+@([^\s@.<>\"']+\.)+[^\s@.<>\"']+", value):
        raise ArchiveError(
            f"ARCHIVE_CONTACT is '{value:.100}'; give an address as archive@example.org, or none."
        )
    return value
