"""A network of BERT's architecture as an ONNX graph, built of its weights without torch.

Inputs: ids and mask (B, T), int64. Outputs: states (B, T, D), the tokens', and sentence (B, D), of length 1: their mean, or the first
token's state. The layers' products are of 7-bit weights, a scale a row, and 8-bit states.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from finetune.arrays import Floats
from finetune.encoders.bert_weights import BertWeights

OPSET, CONTRIB, IR_VERSION = 17, "com.microsoft", 10
# The largest weight: processors without VNNI add two products in 16 bits, which 7-bit weights keep from overflowing.
LARGEST = 63


class BertGraph:
    """Builds the graph, layer by layer."""

    def __init__(self, weights: BertWeights, first_token: bool = False) -> None:
        """Prepares a graph; `first_token`: whether the sentence vector is the first token's state."""
        self._weights, self._first_token = weights, first_token
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def build(self) -> onnx.ModelProto:
        """The network."""
        sizes = self._weights.sizes
        self._node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
        states = self._embeddings()
        for layer in range(sizes.layers):
            states = self._layer(states, f"l{layer}")
        self._node("Identity", [states], "states")
        self._pool()
        axes = ["batch", "tokens"]
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, axes) for name in ("ids", "mask")]
        outputs = [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [*axes, sizes.width]),
            helper.make_tensor_value_info("sentence", TensorProto.FLOAT, [axes[0], sizes.width]),
        ]
        graph = helper.make_graph(self._nodes, "encoder", inputs, outputs, self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="heed")

    def words(self) -> str:
        """The pieces' vectors (B, T, D), of 8-bit weights with a scale a piece."""
        values, scales = rounded(self._weights.matrix("emb.word"), 127)
        self._node("Gather", [self._constant("emb.word", values), "ids"], "words8")
        self._node("Gather", [self._constant("emb.scales", scales[:, None]), "ids"], "words.scales")
        self._node("Cast", ["words8"], "words32", to=TensorProto.FLOAT)
        return self._node("Mul", ["words32", "words.scales"], "words")

    def product(self, name: str, states: str, bias: str) -> str:
        """States (B, T, C) by weights (R, C), with their bias (R,): (B, T, R)."""
        weights, scales = rounded(self._weights.matrix(f"{name}.w"), LARGEST)
        factors = [self._constant(f"{name}.w", np.ascontiguousarray(weights.T)), self._constant(f"{name}.s", scales), ""]
        if not name.endswith(".fo"):
            return self._node("DynamicQuantizeMatMul", [states, *factors, bias], name, CONTRIB)
        # A few tokens' inner states are ten times the others', which would share their scale: each is scaled by its own largest.
        self._node("Abs", [states], f"{name}.abs")
        largest = self._node("ReduceMax", [f"{name}.abs"], f"{name}.largest", axes=[-1], keepdims=1)
        self._node("Div", [states, largest], f"{name}.scaled")
        self._node("DynamicQuantizeMatMul", [f"{name}.scaled", *factors], f"{name}.product", CONTRIB)
        self._node("Mul", [f"{name}.product", largest], f"{name}.unscaled")
        return self._node("Add", [f"{name}.unscaled", bias], name)

    def _embeddings(self) -> str:
        """The sum of the pieces', the places' and the first type's vectors, normalised (B, T, D)."""
        width = self._weights.sizes.width
        words = self.words()
        # The first type is every token's: its vector is added to the places'.
        places = self._weights.floats("emb.pos").reshape(-1, width) + self._weights.floats("emb.type")[:width]
        self._node("Shape", ["ids"], "length", start=1, end=2)
        self._node("Slice", [self._constant("emb.pos", places), self._numbers("first", 0), "length", self._numbers("axis", 0)], "places")
        self._node("Add", [words, "places"], "embedded")
        scale, shift = (self._vector(f"emb.ln.{part}") for part in ("w", "b"))
        epsilon = self._weights.sizes.epsilon
        return self._node("LayerNormalization", ["embedded", scale, shift], "emb.ln", axis=-1, epsilon=epsilon)

    def _layer(self, states: str, name: str) -> str:
        """Attention, then two dense layers; each adds to what it read (B, T, D)."""
        inputs = [self._dense(f"{name}.{part}", states) for part in ("q", "k", "v")]
        self._node("MultiHeadAttention", [*inputs, "", "mask32"], f"{name}.heads", CONTRIB, num_heads=self._weights.sizes.heads)
        states = self._add(f"{name}.aln", states, self._dense(f"{name}.ao", f"{name}.heads"))
        inner = self._node("Gelu", [self._dense(f"{name}.fi", states)], f"{name}.gelu", CONTRIB)
        return self._add(f"{name}.oln", states, self._dense(f"{name}.fo", inner))

    def _dense(self, name: str, states: str) -> str:
        return self.product(name, states, self._vector(f"{name}.b"))

    def _add(self, name: str, states: str, added: str) -> str:
        """The sum of two states, normalised (B, T, D)."""
        scale, shift = (self._vector(f"{name}.{part}") for part in ("w", "b"))
        return self._node("SkipLayerNormalization", [states, added, scale, shift], name, CONTRIB, epsilon=self._weights.sizes.epsilon)

    def _pool(self) -> None:
        if self._first_token:
            self._node("Gather", ["states", self._constant("place", np.array(0, dtype=np.int64))], "sum", axis=1)
        else:  # the mean of the states (B, T, D) of tokens that there are; its direction is that of their sum
            self._node("Cast", ["mask"], "present", to=TensorProto.FLOAT)
            self._node("Unsqueeze", ["present", self._numbers("last", -1)], "present3")
            self._node("Mul", ["states", "present3"], "kept")
            self._node("ReduceSum", ["kept", self._numbers("tokens", 1)], "sum", keepdims=0)
        self._node("LpNormalization", ["sum"], "sentence", axis=-1, p=2)

    def _node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **how: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **how))
        return output

    def _vector(self, name: str) -> str:
        return self._constant(name, self._weights.floats(name))

    def _numbers(self, name: str, *numbers: int) -> str:
        return self._constant(name, np.array(numbers, dtype=np.int64))

    def _constant(self, name: str, value: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(value, name))
        return name


def rounded(weight: Floats, largest: int) -> tuple[NDArray[np.int8], Floats]:
    """Weights (R, C) as integers of at most `largest`, with each row's scale (R,)."""
    scales = np.maximum(np.abs(weight).max(axis=1), np.float32(1e-9)) / np.float32(largest)
    return np.rint(weight / scales[:, None]).astype(np.int8), scales
