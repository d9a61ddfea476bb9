"""Has a network read many texts of one length layer by layer, each by itself: exactly as if it were read alone, in two thirds of the time.

In a batch, texts share the scale of their 8-bit states, so that each is rounded by its neighbours. One after the other, each brings all
weights into a core's cache anew, which takes as long as the products themselves. Here each layer reads all texts, one after the other,
before the next layer does (ONNX's `Scan`), so that its weights stay in the cache.
"""

import re
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# The nodes of layer 3 are called `l3.…` (`finetune.encoders.bert_graph`).
_OF_LAYER = re.compile(r"l(\d+)\.")
_FIRST, _SECOND = "place.0", "place.1"


def layer_by_layer(file: Path) -> bytes:
    """The network in a file that `finetune.encoders.bert_graph.BertGraph` made, for texts of the same number of tokens, without padding.

    What lies outside of the file stays there: it is looked for in the file's folder.
    """
    network = onnx.load(str(file), load_external_data=False)
    graph = network.graph
    before: list[onnx.NodeProto] = []
    layers: dict[int, list[onnx.NodeProto]] = {}
    after: list[onnx.NodeProto] = []
    for node in graph.node:
        found = _OF_LAYER.match(node.name)
        part = layers.setdefault(int(found[1]), []) if found else after if layers else before
        part.append(node)
    states = layers[0][0].input[0]
    # The mask of one text holds for all.
    before.append(helper.make_node("Slice", ["mask32", _FIRST, _SECOND, _FIRST], ["mask1"]))
    scans = []
    read = states
    for number, nodes in layers.items():
        scans.append(helper.make_node("Scan", [states], [f"states.{number}"], body=_body(number, nodes, read), num_scan_inputs=1))
        read, states = nodes[-1].output[0], f"states.{number}"
    for node in after:
        _rename(node, read, states)
    del graph.node[:]
    graph.node.extend([*before, *scans, *after])
    graph.initializer.extend(numpy_helper.from_array(np.array([place], np.int64), name) for place, name in enumerate((_FIRST, _SECOND)))
    made: bytes = network.SerializeToString()
    return made


def _body(number: int, nodes: list[onnx.NodeProto], read: str) -> onnx.GraphProto:
    """A layer for one text: states (T, D), which its nodes know as `read`, to states (T, D)."""
    for node in nodes:
        _rename(node, read, f"alone.{number}")
        _rename(node, "mask32", "mask1")
    given, made = (helper.make_tensor_value_info(f"{name}.{number}", TensorProto.FLOAT, None) for name in ("text", "read"))
    begin = helper.make_node("Unsqueeze", [given.name, _FIRST], [f"alone.{number}"])
    end = helper.make_node("Squeeze", [nodes[-1].output[0], _FIRST], [made.name])
    return helper.make_graph([begin, *nodes, end], f"layer.{number}", [given], [made])


def _rename(node: onnx.NodeProto, old: str, new: str) -> None:
    for place, name in enumerate(node.input):
        if name == old:
            node.input[place] = new
