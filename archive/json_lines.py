"""Lines of JSON in a file, each read when it is asked for."""

import json
import mmap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write(folder: Path, names: tuple[str, str], values: Iterable[Mapping[str, object]]) -> None:
    """Write each value as a line of one file of `folder`, and where lines begin as the other."""
    lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in values)
    content = [line.encode() + b"\n" for line in lines]
    (folder / names[0]).write_bytes(b"".join(content))
    np.save(folder / names[1], np.cumsum([0, *map(len, content)], dtype=np.int64))


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The lines; `offsets` (lines + 1,) int64 are the bytes where each begins and the last ends."""

    content: bytes | mmap.mmap
    offsets: NDArray[np.int64]

    @classmethod
    def open(cls, folder: Path, names: tuple[str, str]) -> "JsonLines":
        """Map what `write` made in `folder`; without it there are no lines."""
        path, offsets = (folder / name for name in names)
        if not path.exists() or not path.stat().st_size:
            return cls(b"", np.zeros(1, dtype=np.int64))
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(content, np.load(offsets, mmap_mode="r", allow_pickle=False))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, line: int) -> dict[str, Any]:
        begin, end = self.offsets[line : line + 2].tolist()
        fields: dict[str, Any] = json.loads(self.content[begin:end])
        return fields
