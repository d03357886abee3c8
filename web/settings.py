"""What a deployment can set of the web server, each by an environment variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import ArchiveError

# (environment variable, default, help); 2 workers of 4 threads suit two cores.
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("HOST", "127.0.0.1", "address to listen on"),
    ("PORT", "8000", "port to listen on; 0 takes a free one"),
    ("WEB_WORKERS", "2", "how many processes answer"),
    ("WEB_THREADS", "4", "how many threads answer in each process"),
)

_LARGEST = {"PORT": 65535, "WEB_WORKERS": 64, "WEB_THREADS": 64}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The settings of one web server."""

    host: str
    port: int
    workers: int
    threads: int


def load(environ: Mapping[str, str] = os.environ) -> WebSettings:
    """Read the settings from `environ`; raises ArchiveError naming a value that cannot be used."""
    values = {name: environ.get(name) or default for name, default, _ in SETTINGS}
    return WebSettings(
        host=values["HOST"],
        port=_whole("PORT", values["PORT"], smallest=0),
        workers=_whole("WEB_WORKERS", values["WEB_WORKERS"], smallest=1),
        threads=_whole("WEB_THREADS", values["WEB_THREADS"], smallest=1),
    )


def _whole(name: str, value: str, *, smallest: int) -> int:
    """`value` as a whole number within the limits of the setting `name`."""
    largest = _LARGEST[name]
    # isascii: other scripts' digits are decimal too; a setting is typed in ASCII.
    if not (value.isascii() and value.isdecimal() and smallest <= int(value) <= largest):
        raise ArchiveError(
            f"{name} is '{value}'; give a whole number from {smallest} to {largest}."
        )
    return int(value)
