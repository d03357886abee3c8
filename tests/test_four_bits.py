"""Weights in four bits: the same product from a seventh of the bytes, or as they were."""

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from archive.encoder import four_bits

INPUTS, OUTPUTS = 64, 5
DRAWS = np.random.default_rng(20261129)


def weights() -> NDArray[np.float32]:
    """(INPUTS, OUTPUTS) float32: a level of -8 in each block, as whoever packs them leaves one."""
    steps = DRAWS.integers(-8, 8, (OUTPUTS, INPUTS // four_bits.BLOCK, four_bits.BLOCK))
    steps[..., 0] = -8
    scales = DRAWS.normal(size=steps.shape[:2]).astype(np.float16).astype(np.float32)
    made = steps * scales[..., np.newaxis]
    return np.ascontiguousarray(made.reshape(OUTPUTS, INPUTS).T, dtype=np.float32)


def test_levels_and_scales_are_the_weights_to_the_last_bit() -> None:
    """(level - 8) times the scale is each weight; a block of zeros has the scale 0."""
    given = weights()
    given[: four_bits.BLOCK, 0] = 0
    found = four_bits.levels(given)
    assert found is not None
    levels, scales = found
    assert levels.max() < 16
    made = (levels.astype(np.float32) - 8) * scales[..., np.newaxis]
    assert np.array_equal(made.reshape(OUTPUTS, INPUTS).T, given)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(DRAWS.normal(size=(INPUTS, OUTPUTS)).astype(np.float32), id="any numbers"),
        pytest.param(np.nextafter(weights(), np.float32(9)), id="a bit beside"),
        pytest.param(weights()[1:], id="no whole blocks"),
    ],
)
def test_what_four_bits_do_not_hold_is_left(given: NDArray[np.float32]) -> None:
    """Nothing is rounded: weights that are no levels of a scale stay as they are."""
    assert four_bits.levels(given) is None


def product(*tables: NDArray[np.float32]) -> onnx.ModelProto:
    """A graph that multiplies its input with each of `tables` by itself, and gives the sum."""
    names = [f"table{number}" for number in range(len(tables))]
    nodes = [helper.make_node("MatMul", ["x", name], [f"of {name}"]) for name in names]
    nodes.append(helper.make_node("Sum", [f"of {name}" for name in names], ["y"]))
    graph = helper.make_graph(
        nodes,
        "product",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", INPUTS])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", OUTPUTS])],
        [numpy_helper.from_array(table, name) for table, name in zip(tables, names, strict=True)],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(four_bits.DOMAIN, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def test_a_packed_graph_gives_the_same_product() -> None:
    """Of weights that fit every second is in four bits, its table gone; others are as before."""
    other = DRAWS.normal(size=(INPUTS, OUTPUTS)).astype(np.float32)
    tables = [weights(), other, weights(), weights()]
    given = DRAWS.normal(size=(3, INPUTS)).astype(np.float32)
    model = product(*tables)
    assert four_bits.pack(model.graph) == 2
    kinds = [node.op_type for node in model.graph.node]
    assert kinds == ["MatMulNBits", "MatMul", "MatMul", "MatMulNBits", "Sum"]
    left = [table.name for table in model.graph.initializer]
    assert left[:2] == ["table1", "table2"]
    assert left[2:] == [f"table{n}.{part}" for n in (0, 3) for part in ("levels", "scales")]
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (found,) = session.run(None, {"x": given})
    np.testing.assert_allclose(found, sum(given @ one for one in tables), rtol=0, atol=1e-4)
