"""What the sections of one run share: passages, built indexes and the model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from archive import encoder, records, settings
from archive.encoder import Encoder, sources
from archive.rows import Row, of_records
from archive.vectors import Vectors
from benchmarks import generate
from benchmarks.seeded import SeededEncoder
from benchmarks.subject import Subject, index

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The size of which the goals speak.
USUAL = 100_000


@dataclass(kw_only=True)
class Work:
    """One run: where it works, and how much of everything it takes.

    `sizes` are of collections in passages, `vectors` of the vector lane's, `serving_s` is how
    many seconds clients ask, `judged` folders of collections in BEIR form.
    """

    folder: Path
    sizes: Sequence[int] = (10_000, USUAL)
    questions: int = 200
    vectors: int = 1_000_000
    serving_s: float = 60.0
    judged: Sequence[Path] = ()
    _subjects: dict[int, Subject] = field(default_factory=dict)

    @cached_property
    def model(self) -> Encoder:
        """The model that is set, as a web process has it: on one core."""
        chosen = settings.load()
        return encoder.load(chosen.encoder, cache=chosen.var)

    @cached_property
    def torch_model(self) -> "SentenceTransformer":
        """The same weights in sentence-transformers, on torch."""
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (seconds to import)

        folder = sources.find(settings.load().encoder).folder(self.folder)
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    @cached_property
    def shipped(self) -> list[Row]:
        """The passages of the corpus that ships."""
        return list(of_records(records.read_all(settings.load().corpus)))

    def subject(self, passages: int) -> Subject:
        """The index over so many generated passages with seeded vectors, built once."""
        if passages not in self._subjects:
            self._subjects[passages] = index(
                f"{passages:,} generated passages",
                list(generate.passages(passages)),
                encoder=SeededEncoder(self.model),
                folder=self.folder / str(passages),
                asked=self.questions,
            )
        return self._subjects[passages]


def first_windows(folder: Path) -> NDArray[np.float32]:
    """(rows, dimension) float32: the vector of each row's first window, of a segment's `folder`."""
    made = Vectors.open(folder)
    return made.matrix[np.flatnonzero(np.diff(made.owners, prepend=-1) > 0)].astype(np.float32)
