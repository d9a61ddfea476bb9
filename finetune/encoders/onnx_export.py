"""Writes a network as ONNX."""

import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn

OPSET = 17


def write_onnx(model: nn.Module, path: Path, outputs: Mapping[str, Mapping[int, str]]) -> None:
    """Writes a network that reads token ids and their mask (B, T); `outputs` names what it gives, and which axes vary."""
    ids = torch.tensor([[101, 2073, 102], [101, 102, 0]])  # (B, T)
    inputs = {"ids": {0: "batch", 1: "tokens"}, "mask": {0: "batch", 1: "tokens"}}
    with warnings.catch_warnings():
        # Tracing warns about shapes that are constant here on purpose, and that a newer exporter exists.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids, (ids > 0).long()),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**inputs, **outputs},
            opset_version=OPSET,
            dynamo=False,
        )
