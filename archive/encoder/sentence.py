"""A model folder run by sentence-transformers on torch: the reference that an export must meet."""

import hashlib
import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from archive.encoder.identity import EncoderIdentity
from archive.errors import EncoderError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# Texts a batch: on two cores, batches of 8 to 16 are fastest, since larger ones leave the cache.
BATCH = 16

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
# What models call the prompts for either side.
_PROMPTS = {"query": ("query",), "passage": ("document", "passage")}


def sha256(path: Path) -> str:
    """SHA-256 in hex of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weights_of(folder: Path) -> Path:
    """The file of weights in a sentence-transformers folder; raises EncoderError if none is."""
    for name in ("modules.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise _not_a_model(folder, name)
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return folder / name
    raise _not_a_model(folder, _WEIGHTS[0])


class SentenceEncoder:
    """An `Encoder` on torch."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model in `folder`; raises EncoderError if it cannot be read."""
        weights = weights_of(folder)
        self._model = _open(folder)
        prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        self.identity = EncoderIdentity(
            name=name,
            weights_sha256=sha256(weights),
            tokenizer_sha256=sha256(folder / "tokenizer.json"),
            dimension=int(self._model.get_embedding_dimension() or 0),
            longest_tokens=int(self._model.max_seq_length or 0),
            query_prefix=_prompt(prompts, "query"),
            passage_prefix=_prompt(prompts, "passage"),
            pooling=_pooling(_json(folder / "1_Pooling" / "config.json")),
            backend="torch",
            precision="fp32",
        )

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(texts, dimension) float32, unit rows; `progress` is told how many more are done."""
        matrix = self._encode([self.identity.passage_prefix + text for text in texts])
        if progress:
            progress(len(texts))
        return matrix

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32 of length 1."""
        row: NDArray[np.float32] = self._encode([self.identity.query_prefix + text])[0]
        return row

    @property
    def pad_id(self) -> int:
        """The token that fills up the shorter texts of a batch."""
        return int(self._model.tokenizer.pad_token_id)

    def tokens(self, texts: list[str]) -> dict[str, "torch.Tensor"]:
        """`input_ids` and `attention_mask`, (texts, tokens) int64 each."""
        return dict(self._model.tokenizer(texts, padding=True, return_tensors="pt"))

    def as_module(self) -> "torch.nn.Module":
        """The model as a function of `input_ids` and `attention_mask` that gives unit rows."""
        import torch  # noqa: PLC0415 (takes seconds)

        class UnitRows(torch.nn.Module):  # type: ignore[misc]
            def __init__(self, model: "SentenceTransformer") -> None:
                super().__init__()
                self.model = model

            def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
                found = self.model({"input_ids": ids, "attention_mask": mask})
                return torch.nn.functional.normalize(found["sentence_embedding"], dim=1)

        return UnitRows(self._model).eval()

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = self._model.encode(
            texts, batch_size=BATCH, prompt="", normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), self.identity.dimension)


def _open(folder: Path) -> "SentenceTransformer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of these libraries about each other
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes 5 s)
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()
        try:
            # Attention written out: torch's fused one traces to a mask that takes a third of the
            # time of a batch.
            return SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"attn_implementation": "eager"},
            )
        except Exception as error:  # a foreign folder can fail in any way
            raise EncoderError(
                f"The model in '{folder}' cannot be loaded ({error}); check ARCHIVE_ENCODER."
            ) from error


def _not_a_model(folder: Path, missing: str) -> EncoderError:
    return EncoderError(
        f"'{folder}' is no folder of sentence-transformers: it has no {missing}. "
        "Set ARCHIVE_ENCODER to such a folder or to a built-in name."
    )


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _prompt(prompts: dict[str, str], side: str) -> str:
    return next((prompts[name] for name in _PROMPTS[side] if prompts.get(name)), "")


def _pooling(config: dict[str, Any]) -> str:
    """The name of the first pooling mode that is switched on; `mean` where none is named."""
    if "pooling_mode" in config:
        return str(config["pooling_mode"])
    modes = [name for name, on in config.items() if name.startswith("pooling_mode_") and on is True]
    words = modes[0].split("_")[2:] if modes else ["mean"]
    return "_".join(word for word in words if word not in {"token", "tokens"})
