"""What of the network is trained: all layers, the top ones, or only what stands above the encoder."""

import torch
from torch import Tensor, nn

from finetune.settings import TrainingSettings

# More layers than any encoder has.
ALL = 1_000


def layers_to_train(settings: TrainingSettings) -> int:
    """How many of the top layers learn; the others, and the embeddings, stay as published."""
    return {"full": ALL, "top": settings.trained_layers}.get(settings.mode, 0)


def trained_weights(model: nn.Module) -> dict[str, Tensor]:
    """Copies of what training changes, by name."""
    return {name: weight.detach().clone() for name, weight in model.named_parameters() if weight.requires_grad}


def put_back(model: nn.Module, weights: dict[str, Tensor]) -> None:
    """Sets trained weights to earlier copies."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name in weights:
                weight.copy_(weights[name])
