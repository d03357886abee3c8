"""A model that was exported to ONNX: its folder, and the encoder that runs it without torch."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive import durable
from archive.encoder import pieces
from archive.encoder.identity import Encoder, EncoderIdentity
from archive.encoder.sentence import sha256
from archive.errors import EncoderError
from archive.file_pieces import FileArray

MODEL_FILE = "model.onnx"
WEIGHTS_FILE = "weights.bin"
# The vectors of the tokens, (tokens, dimension) float32, read from the file as they are needed: of
# 384 MB a query takes some kB. The graph takes them as an input.
WORDS_FILE = "words.npy"
WORDS_INPUT = "words"
# One of these two: sentencepiece's form where the tokenizer has one, else that of tokenizers.
PIECES_FILE = "tokenizer.spm"
TOKENIZER_FILE = "tokenizer.json"
_DESCRIPTION_FILE = "encoder.json"
_CANARY_FILE = "canaries.npy"

# Texts a batch: on two cores, batches of 8 to 16 are fastest, since larger ones leave the cache.
BATCH = 8
# Texts sorted by length together, between two reports of progress.
_STRIDE = 64 * BATCH

# Vectors of these are recorded from torch at export: one text longer than any model reads, one not
# in Latin script, one with the query's prefix (the last). The first is computed again at export
# alone, the others at each load: so long a text takes a fifth of the time of a search from a cold
# start, and what it would show beyond them the hash of the weights shows.
CANARIES = (
    " ".join(f"paragraph {number} on truth, justice and reparation," for number in range(200)),
    "لا سلام دون عدالة، ولا إفلات من العقاب على الجرائم الدولية.",
    "Who answers for crimes against humanity?",
)
# Largest difference of any component; ONNX Runtime and torch differ by 3e-7 in fp32.
_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What an exported folder says of itself.

    `pad_id` fills up shorter texts of a batch, `graph_sha256` is of the graph's weights in hex.
    """

    identity: EncoderIdentity
    pad_id: int
    graph_sha256: str


def describe(folder: Path, export: Export, canaries: NDArray[np.float32]) -> None:
    """Complete an exported `folder`: what it is, and (canaries, dimension) vectors to check by."""
    np.save(folder / _CANARY_FILE, canaries, allow_pickle=False)
    content = {
        "identity": export.identity.as_dict(),
        "pad_id": export.pad_id,
        "graph_sha256": export.graph_sha256,
    }
    durable.write(folder / _DESCRIPTION_FILE, json.dumps(content, indent=2).encode())


def is_exported(folder: Path) -> bool:
    """Whether `folder` was completed by `describe`."""
    return (folder / _DESCRIPTION_FILE).is_file()


class ExportedEncoder:
    """An `Encoder` on ONNX Runtime; safe to share between threads."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Open `folder`; `threads` for one call, 0 for all cores.

        Raises EncoderError where the folder is damaged or gives other vectors than at export.
        """
        try:
            export = _read(folder)
            self.identity = export.identity
            self._pad_id = export.pad_id
            self._tokens = _tokenizer(folder, export.identity.longest_tokens)
            self._words = FileArray(folder / WORDS_FILE)
            self._session = _session(folder / MODEL_FILE, threads)
            expected = np.load(folder / _CANARY_FILE, allow_pickle=False)
        except Exception as error:  # both libraries raise bare Exception for a damaged file
            raise _damaged(folder, str(error)) from error
        if not _is_close(canaries_of(self, CANARIES[1:]), expected[1:]):
            raise _damaged(folder, "it gives other vectors than when it was made")

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
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(tokens)), key=lambda index: (-len(tokens[index]), index))
        matrix = np.empty((len(texts), self.identity.dimension), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            matrix[part] = self._run([tokens[index] for index in part])
        return matrix

    def _run(self, tokens: list[list[int]]) -> NDArray[np.float32]:
        """Vectors of a batch whose first text is the longest."""
        ids = np.full((len(tokens), len(tokens[0])), self._pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(tokens):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        given = {"input_ids": ids, "attention_mask": mask, WORDS_INPUT: self._words.rows(ids)}
        vectors = self._session.run(None, given)[0]
        return np.asarray(vectors, dtype=np.float32)


def canaries_of(encoder: Encoder, texts: Sequence[str] = CANARIES) -> NDArray[np.float32]:
    """(texts, dimension) float32: what `encoder` makes of `texts`, the last as a query."""
    *passages, query = texts
    # One by one, since a short text in a batch costs as much as the longest.
    rows = [encoder.encode_passages([text])[0] for text in passages]
    return np.stack([*rows, encoder.encode_query(query)])


def check_whole(folder: Path) -> None:
    """Compute every canary again; raises EncoderError where a vector is not that of the export."""
    expected = np.load(folder / _CANARY_FILE, allow_pickle=False)
    if not _is_close(canaries_of(ExportedEncoder(folder, threads=0)), expected):
        raise _damaged(folder, "it gives other vectors than the model that it is of")


def _is_close(found: NDArray[np.float32], expected: NDArray[np.float32]) -> bool:
    return np.allclose(found, expected, rtol=0, atol=_TOLERANCE)


def _read(folder: Path) -> Export:
    content = json.loads((folder / _DESCRIPTION_FILE).read_text(encoding="utf-8"))
    found = sha256(folder / WEIGHTS_FILE)
    if found != content["graph_sha256"]:
        raise ValueError(f"{WEIGHTS_FILE} has SHA-256 {found}, not {content['graph_sha256']}")
    return Export(**{**content, "identity": EncoderIdentity(**content["identity"])})


def _tokenizer(folder: Path, longest_tokens: int) -> Callable[[str], list[int]]:
    """A function from a text to its tokens, cut to `longest_tokens`."""
    if (folder / PIECES_FILE).is_file():
        return pieces.reader(folder / PIECES_FILE, longest_tokens)
    from tokenizers import Tokenizer  # noqa: PLC0415 (only where a model is run)

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(longest_tokens)
    tokenizer.no_padding()
    return lambda text: list(tokenizer.encode(text).ids)


def _session(path: Path, threads: int) -> Any:  # noqa: ANN401 (read only where a model is run)
    import onnxruntime  # noqa: PLC0415 (only where a model is run)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps some 48 MiB a process and saves no time that could be measured.
    options.enable_cpu_mem_arena = False
    # A waiting thread sleeps instead of spinning: other work shares these cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _damaged(folder: Path, why: str) -> EncoderError:
    return EncoderError(
        f"The exported model in '{folder}' is damaged ({why}); remove that folder and run "
        "'archive build', which exports it again."
    )
