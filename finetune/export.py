"""Saves a trained classifier: the network as ONNX for serving, what was trained as safetensors, the rest as JSON."""

import hashlib
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file as save_tensors

from finetune.layout import Card, Layout
from finetune.model import AttentionClassifier
from finetune.pretrained import Pretrained
from finetune.settings import TrainingSettings

OPSET = 17


def save(
    model: AttentionClassifier,
    pretrained: Pretrained,
    folder: Path,
    intents: list[str],
    neighbours: NDArray[np.float32],
    temperature: float,
    confidence: list[float],
    readings: list[float],
    accuracy: float,
    settings: TrainingSettings,
) -> Layout:
    """Writes all files of the classifier into `folder`; the card last, so that a broken write is seen."""
    layout = Layout(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = model.eval().cpu()
    _export(model, layout.onnx)
    save_tensors({name: p.detach().contiguous() for name, p in model.named_parameters() if p.requires_grad}, layout.weights)
    save_arrays({"sentences": neighbours}, layout.neighbours)
    pretrained.tokenizer.save(str(layout.tokenizer))
    Card(
        intents=intents,
        encoder=pretrained.name,
        encoder_hash=hash_files(layout.onnx, layout.tokenizer),
        width=neighbours.shape[1],
        max_tokens=settings.max_tokens,
        temperature=temperature,
        confidence=confidence,
        readings=readings,
        accuracy=accuracy,
        settings=asdict(settings),
    ).save(layout.card)
    return layout


def hash_files(*files: Path) -> str:
    """SHA-256 over the contents of files, in hex."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _export(model: AttentionClassifier, path: Path) -> None:
    ids = torch.tensor([[101, 2073, 102], [101, 102, 0]])  # (B, T)
    axes = {"ids": {0: "batch", 1: "tokens"}, "mask": {0: "batch", 1: "tokens"}}
    outputs = {"logits": {0: "batch"}, "attention": {0: "batch", 2: "tokens"}, "sentence": {0: "batch"}}
    with warnings.catch_warnings():
        # Tracing warns about shapes that are constant here on purpose, and that a newer exporter exists.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids, (ids > 0).long()),
            str(path),
            input_names=["ids", "mask"],
            output_names=["logits", "attention", "sentence"],
            dynamic_axes={**axes, **outputs},
            opset_version=OPSET,
            dynamo=False,
        )
