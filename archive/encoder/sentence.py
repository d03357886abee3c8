"""A model folder run by sentence-transformers on torch: the reference every other backend meets."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from archive.encoder.identity import EncoderIdentity
from archive.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Texts a batch: 8 to 16 were fastest on two cores, since longer batches fall out of the cache.
BATCH = 16
# Texts sorted and encoded between two reports of progress.
_STRIDE = 32 * BATCH

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_PROMPTS = {"query": ("query",), "passage": ("document", "passage")}


def sha256(path: Path) -> str:
    """SHA-256 in hex of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weights_of(folder: Path) -> Path:
    """The file of weights in a sentence-transformers folder; raises EncoderError if none is."""
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return folder / name
    raise EncoderError(
        f"'{folder}' holds no model.safetensors; set ARCHIVE_ENCODER to a folder that "
        "sentence-transformers saved, or to a built-in name."
    )


class SentenceEncoder:
    """An `Encoder` on torch; safe to share between threads for encoding."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model in `folder`; raises EncoderError if it cannot be read."""
        self.model = _open(folder)
        prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        self.identity = EncoderIdentity(
            name=name,
            weights_sha256=sha256(weights_of(folder)),
            tokenizer_sha256=sha256(folder / "tokenizer.json"),
            dimension=int(self.model.get_embedding_dimension() or 0),
            longest_tokens=int(self.model.max_seq_length or 0),
            query_prefix=_prompt(prompts, "query"),
            passage_prefix=_prompt(prompts, "passage"),
            pooling=_pooling(folder),
            backend="torch",
            precision="fp32",
        )

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dimension) float32, unit rows; `progress` is told how many more are done."""
        matrix = np.empty((len(texts), self.identity.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: (-len(texts[index]), index))
        for start in range(0, len(order), _STRIDE):
            part = order[start : start + _STRIDE]
            matrix[part] = self._encode([self.identity.passage_prefix + texts[i] for i in part])
            if progress:
                progress(len(part))
        return matrix

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32 of length 1."""
        row: NDArray[np.float32] = self._encode([self.identity.query_prefix + text])[0]
        return row

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = self.model.encode(
            texts,
            batch_size=BATCH,
            prompt="",
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(rows, dtype=np.float32)


def _open(folder: Path) -> "SentenceTransformer":
    if not (folder / "modules.json").is_file():
        raise EncoderError(
            f"'{folder}' is no sentence-transformers folder (no modules.json in it); "
            "set ARCHIVE_ENCODER to one, or to a built-in name."
        )
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes 5 s)

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        raise EncoderError(
            f"The model in '{folder}' cannot be loaded ({error}); check ARCHIVE_ENCODER."
        ) from error


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _prompt(prompts: dict[str, str], side: str) -> str:
    return next((prompts[name] for name in _PROMPTS[side] if prompts.get(name)), "")


def _pooling(folder: Path) -> str:
    """The first pooling mode that the folder switches on, `mean` where it names none."""
    config = _json(folder / "1_Pooling" / "config.json")
    if "pooling_mode" in config:
        return str(config["pooling_mode"])
    modes = [name for name, on in config.items() if name.startswith("pooling_mode_") and on is True]
    return (
        modes[0].removeprefix("pooling_mode_").removesuffix("_token").removesuffix("_tokens")
        if modes
        else "mean"
    )
