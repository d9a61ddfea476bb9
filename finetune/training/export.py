"""Saves a trained network: as ONNX for serving, with 8-bit weights where they cost no accuracy, and what was trained as safetensors."""

import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.torch import save_file
from tokenizers import Tokenizer

from finetune.arrays import Labels
from finetune.classifier.layout import Layout
from finetune.classifier.logistic import log_softmax
from finetune.encoders.onnx_export import write_onnx
from finetune.encoders.tokenization import encode
from finetune.network.classifier_network import AttentionClassifier
from finetune.network.modes import trained_weights
from finetune.settings import TrainingSettings

OUTPUTS = {"logits": {0: "batch"}, "attention": {0: "batch", 2: "tokens"}}
# 8-bit weights are served if they give the right intents at most so much less probability than exact ones do. How many intents
# they get right would say less: of 300 messages, two more or fewer are chance, and each change between the two would rebuild the index.
TOLERATED = 0.01


def export(
    model: AttentionClassifier,
    tokenizer: Tokenizer,
    layout: Layout,
    settings: TrainingSettings,
    texts: Sequence[str],
    labels: Labels,
) -> bool:
    """Writes the network; returns whether the weights are 8-bit ones.

    Args:
        texts: N held-out messages, which 8-bit weights must classify as well as exact ones.
        labels: their intents (N,).
    """
    model = model.eval().float().cpu()
    save_file({name: weight.contiguous() for name, weight in trained_weights(model).items()}, layout.weights)
    with tempfile.TemporaryDirectory(dir=layout.folder) as folder:
        exact, small = Path(folder) / "float32.onnx", Path(folder) / "int8.onnx"
        write_onnx(model, exact, OUTPUTS)
        if settings.quantize:
            quantize(exact, small)
            exactly, roughly = (likelihood(path, tokenizer, texts, labels, settings.max_tokens) for path in (exact, small))
        int8 = settings.quantize and roughly >= exactly - TOLERATED
        os.replace(small if int8 else exact, layout.onnx)
    return int8


def likelihood(path: Path, tokenizer: Tokenizer, texts: Sequence[str], labels: Labels, max_tokens: int) -> float:
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
