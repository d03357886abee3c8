"""What a deployment can set, each by an environment variable with a default and a help text."""

import os
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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    corpus: Path
    var: Path
    encoder: str
    keep_generations: int


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
    )
