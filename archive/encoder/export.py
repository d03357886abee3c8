"""Export a sentence-transformers folder to ONNX once, with torch, offline."""

import fcntl
import json
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from archive import durable
from archive.encoder import four_bits, pieces
from archive.encoder.exported import (
    MODEL_FILE,
    PIECES_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    WORDS_FILE,
    WORDS_INPUT,
    Export,
    canaries_of,
    check_whole,
    describe,
    is_exported,
)
from archive.encoder.sentence import SentenceEncoder, sha256
from archive.errors import EncoderError

if TYPE_CHECKING:
    from onnx import GraphProto

# The newest operator set that torch's TorchScript exporter and ONNX Runtime 1.18 both know.
_OPSET = 17
# Tensors of at least this many bytes go into the file that ONNX Runtime maps into memory.
_OUTSIDE_BYTES = 1024


@contextmanager
def made_once(target: Path) -> Iterator[Path | None]:
    """A scratch folder to fill that becomes `target`, or None where `target` is there already.

    One process at a time works below `target.parent`; what a killed one left is cleared away.
    The folder is flushed and renamed when the block ends without an error.
    """
    durable.make_folder(target.parent)
    with (target.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        scratch = durable.aside(target)
        shutil.rmtree(scratch, ignore_errors=True)
        if is_exported(target):
            yield None
            return
        shutil.rmtree(target, ignore_errors=True)
        scratch.mkdir()
        try:
            yield scratch
            durable.sync_tree(scratch)
            durable.rename(scratch, target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def export(name: str, source: Path, folder: Path) -> None:
    """Write the model of the folder `source` as ONNX with its tokenizer into `folder`.

    Raises EncoderError if `source` cannot be loaded, or the export gives other vectors.
    """
    reference = SentenceEncoder(name, source)
    _write_graph(reference, folder)
    _write_tokenizer(source / TOKENIZER_FILE, folder)
    made = Export(
        identity=replace(reference.identity, backend="onnx"),
        pad_id=reference.pad_id,
        graph_sha256=sha256(folder / WEIGHTS_FILE),
    )
    describe(folder, made, canaries_of(reference))
    check_whole(folder)


def _write_tokenizer(tokenizer: Path, folder: Path) -> None:
    model = pieces.convert(json.loads(tokenizer.read_bytes()))
    if model:
        (folder / PIECES_FILE).write_bytes(model)
    else:
        shutil.copyfile(tokenizer, folder / TOKENIZER_FILE)


def _write_graph(reference: SentenceEncoder, folder: Path) -> None:
    import onnx  # noqa: PLC0415 (once, at export)
    import torch  # noqa: PLC0415 (once, at export)

    # Two texts of different length, so that the mask is traced and not taken for all ones.
    example = reference.tokens(["Victims first.", "No peace without justice for the victims."])
    graph = folder / "traced.onnx"
    with warnings.catch_warnings():
        # Tracing warns of branches that depend on shapes; the canaries show that none matters.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            reference.as_module(),
            (example["input_ids"], example["attention_mask"]),
            str(graph),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
                "vectors": {0: "texts"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
    model = onnx.load(str(graph))
    np.save(folder / WORDS_FILE, _taken_out(model.graph), allow_pickle=False)
    if four_bits.pack(model.graph):
        model.opset_import.append(onnx.helper.make_opsetid(four_bits.DOMAIN, 1))
    onnx.save_model(
        model,
        str(folder / MODEL_FILE),
        save_as_external_data=True,
        location=WEIGHTS_FILE,
        size_threshold=_OUTSIDE_BYTES,
    )
    (folder / WEIGHTS_FILE).chmod(0o644)  # onnx leaves it to its owner alone
    graph.unlink()


def _taken_out(graph: "GraphProto") -> NDArray[np.float32]:
    """The (tokens, dimension) float32 table of the tokens' vectors, which becomes an input.

    ONNX Runtime would copy it into each process: of multilingual-e5-small it is 384 MB of 470.
    """
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415 (once, at export)

    tables = {table.name: table for table in graph.initializer}
    found = [
        node
        for node in graph.node
        if node.op_type == "Gather" and node.input[0] in tables and node.input[1] == "input_ids"
    ]
    if len(found) != 1:
        raise EncoderError(
            f"The model has {len(found)} tables of its tokens' vectors, not one; "
            "set ARCHIVE_ENCODER to another model."
        )
    (gather,) = found
    table: NDArray[np.float32] = numpy_helper.to_array(tables[gather.input[0]])
    shape = ["texts", "tokens", table.shape[1]]
    graph.input.append(helper.make_tensor_value_info(WORDS_INPUT, TensorProto.FLOAT, shape))
    for node in graph.node:
        node.input[:] = [WORDS_INPUT if name == gather.output[0] else name for name in node.input]
    graph.initializer.remove(tables[gather.input[0]])
    graph.node.remove(gather)
    return table
