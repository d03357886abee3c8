"""Weights of an exported graph that four bits hold exactly, half of them kept in four bits.

ONNX Runtime copies a graph's weights into each server: nearly all of multilingual-e5-small's 82 MiB
are levels of four bits with a scale for 32 of them, and would take 13 as that. But a product takes
longer then: memory and time are both kept where every second one is so.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto, TensorProto

# The operator that multiplies with such weights, in float32, is ONNX Runtime's own.
DOMAIN = "com.microsoft"
_BITS = 4
# Weights that share a scale, in llama.cpp's block_q4_0 and in the operator's default.
BLOCK = 32
# All products in four bits take 1.21 of a question's time on a Xeon without AMX, every second 1.09.
EVERY = 2
# Levels are kept from 0 up; 8 stands for a weight of 0. The farthest from 0 is -8 times the scale.
_ZERO = 8


def pack(graph: "GraphProto") -> int:
    """Give every second product with weights that are levels of four bits these; how many have."""
    tables = {table.name: table for table in graph.initializer}
    fitting = packed = 0
    for place, node in enumerate(graph.node):
        if node.op_type == "MatMul" and node.input[1] in tables:
            table = tables[node.input[1]]
            parts = _parts(table)
            if parts:
                if fitting % EVERY == 0:
                    graph.initializer.extend(parts)
                    graph.node[place].CopyFrom(_product(node, table, parts))
                    packed += 1
                fitting += 1
    used = {name for node in graph.node for name in node.input}
    for table in tables.values():
        if table.name not in used:
            graph.initializer.remove(table)
    return packed


def levels(
    weights: NDArray[np.float32],
) -> tuple[NDArray[np.uint8], NDArray[np.float32]] | None:
    """`weights`, (inputs, outputs), as levels of 0 to 15 and the scales of BLOCK of them.

    (outputs, blocks, BLOCK) uint8 and (outputs, blocks) float32; a weight is exactly its level less
    8, times the scale. None where they are no such product.
    """
    inputs, outputs = weights.shape
    if inputs % BLOCK:
        return None
    blocks = weights.T.reshape(outputs, inputs // BLOCK, BLOCK)
    farthest = np.abs(blocks).argmax(axis=2)[..., np.newaxis]
    scales = np.take_along_axis(blocks, farthest, axis=2) / np.float32(-_ZERO)
    steps = np.rint(np.divide(blocks, scales, out=np.zeros_like(blocks), where=scales != 0))
    if steps.max(initial=0) >= _ZERO or not np.array_equal(steps * scales, blocks):
        return None
    return (steps + _ZERO).astype(np.uint8), scales[..., 0]


def _parts(table: "TensorProto") -> "tuple[TensorProto, TensorProto] | None":
    """The levels, two in a byte with the first in its lower half, and the scales of `table`."""
    from onnx import numpy_helper  # noqa: PLC0415 (once, at export)

    weights = numpy_helper.to_array(table)
    found = levels(weights) if weights.ndim == 2 and weights.dtype == np.float32 else None
    if found is None:
        return None
    of_four, scales = found
    pairs = of_four[..., ::2] | of_four[..., 1::2] << _BITS
    return (
        numpy_helper.from_array(pairs, f"{table.name}.levels"),
        numpy_helper.from_array(scales.ravel(), f"{table.name}.scales"),
    )


def _product(
    node: "NodeProto", table: "TensorProto", parts: "tuple[TensorProto, TensorProto]"
) -> "NodeProto":
    from onnx import helper  # noqa: PLC0415 (once, at export)

    return helper.make_node(
        "MatMulNBits",
        [node.input[0], *(part.name for part in parts)],
        list(node.output),
        name=node.name,
        domain=DOMAIN,
        K=table.dims[0],
        N=table.dims[1],
        bits=_BITS,
        block_size=BLOCK,
    )
