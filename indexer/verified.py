"""How the files of the served generation looked when a build had verified them.

A build takes those that still look so as verified. A server that starts and `archive verify` read
every byte.
"""

import json
import os
from pathlib import Path

from archive import durable
from archive.generation import Generation

NAME = "verified.json"


def save(var: Path, generation: Generation) -> None:
    """Remember in `var` how the files of `generation` look, all of which were verified."""
    looks = {one.path: _look(generation.folder / one.path) for one in generation.manifest.files}
    content = json.dumps({"generation_id": generation.generation_id, "looks": looks})
    durable.write(var / NAME, content.encode())


def paths(var: Path, generation: Generation) -> frozenset[str]:
    """The files of `generation` that look as they did; none if another one is remembered."""
    try:
        known = json.loads((var / NAME).read_bytes())
        if known["generation_id"] != generation.generation_id:
            return frozenset()
        looks = known["looks"].items()
        return frozenset(path for path, look in looks if _look(generation.folder / path) == look)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return frozenset()  # Damaged, or a file is gone: then all are read.


def _look(path: Path) -> list[int]:
    """Inode, size, and when it and its status changed, in ns; a link is not followed."""
    one = os.lstat(path)
    return [one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns]
