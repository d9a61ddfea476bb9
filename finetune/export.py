"""Saves a trained network: as ONNX for serving, with 8-bit weights where they read alike, and what was trained as safetensors."""

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn

from finetune.experts import log_softmax
from finetune.layout import Layout
from finetune.model import AttentionClassifier
from finetune.modes import trained_weights
from finetune.pretrained import Pretrained
from finetune.settings import TrainingSettings
from finetune.tokens import encode

OPSET = 17
OUTPUTS = {"logits": {0: "batch"}, "attention": {0: "batch", 2: "tokens"}, "sentence": {0: "batch"}}
# 8-bit weights are served if they give the right intents at most so much less probability than exact ones do. How many intents
# they get right would say less: of 300 messages, two more or fewer are chance, and each change of mind would rebuild the index.
TOLERATED = 0.01


def export(
    model: AttentionClassifier,
    tokenizer: Tokenizer,
    layout: Layout,
    settings: TrainingSettings,
    texts: Sequence[str],
    labels: NDArray[np.int64],
) -> bool:
    """Writes network and tokenizer; returns whether the weights are 8-bit ones.

    Args:
        texts: held-out messages, which 8-bit weights must read as well as exact ones.
        labels: their intents' places (N,).
    """
    model = model.eval().float().cpu()
    save_file({name: weight.contiguous() for name, weight in trained_weights(model).items()}, layout.weights)
    tokenizer.save(str(layout.tokenizer))
    with tempfile.TemporaryDirectory(dir=layout.folder) as folder:
        exact, small = Path(folder) / "float32.onnx", Path(folder) / "int8.onnx"
        write_onnx(model, exact, OUTPUTS)
        if settings.quantize:
            quantize(exact, small)
            exactly, roughly = (likelihood(path, tokenizer, texts, labels, settings.max_tokens) for path in (exact, small))
        int8 = settings.quantize and roughly >= exactly - TOLERATED
        os.replace(small if int8 else exact, layout.onnx)
    return int8


def likelihood(path: Path, tokenizer: Tokenizer, texts: Sequence[str], labels: NDArray[np.int64], max_tokens: int) -> float:
    """The mean probability that an exported network gives the right intents (N,) of texts."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    batches = (encode(tokenizer, [text], max_tokens) for text in texts)
    logits = np.concatenate([session.run(["logits"], {"ids": batch.ids, "mask": batch.mask})[0] for batch in batches])  # (N, C)
    return float(np.exp(log_softmax(logits))[np.arange(len(labels)), labels].mean())


def quantize(source: Path, target: Path) -> None:
    """Weights as 8-bit integers, a scale for each output; what flows through is quantized as it comes (“dynamic”)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it would advise to pre-process the network, which helps networks of images only
    try:
        quantize_dynamic(source, target, op_types_to_quantize=["MatMul", "Gemm", "Gather"], per_channel=True, weight_type=QuantType.QInt8)
    finally:
        root.setLevel(level)


def hash_encoder(pretrained: Pretrained, served: str) -> str:
    """SHA-256, in hex, over all that sentence vectors depend on: training the classifier anew leaves its index valid.

    Args:
        served: how the vectors are made of the weights, e.g. `"int8, mean"`.
    """
    digest = hashlib.sha256(f"{pretrained.tokenizer.to_str()} {served}".encode())
    for name, weight in sorted(pretrained.model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.contiguous().numpy().tobytes())
    return digest.hexdigest()


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
