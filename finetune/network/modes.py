"""What of the network is trained: all layers, the top ones, small adapters, or only what stands above the encoder."""

import torch
from torch import Tensor, nn

from finetune.network.classifier_network import AttentionClassifier
from finetune.settings import TrainingSettings

# Of each layer's attention, as in Hu et al. 2021, “LoRA”, section 4.2.
ADAPTED = ["query", "value"]
# More layers than any encoder has.
ALL = 1_000


def layers_to_train(settings: TrainingSettings) -> int:
    """How many of the top layers learn; the others, and the embeddings, stay as published."""
    return {"full": ALL, "lora": ALL, "top": settings.trained_layers}.get(settings.mode, 0)


def prepare(model: AttentionClassifier, settings: TrainingSettings) -> None:
    """Freezes what the mode leaves alone, and adds the adapters where it wants them."""
    model.encoder.requires_grad_(False)
    if settings.mode == "lora":
        from peft import LoraConfig, inject_adapter_in_model  # slow to import, and only this mode needs it

        config = LoraConfig(r=settings.lora_rank, lora_alpha=2 * settings.lora_rank, lora_dropout=0.0, target_modules=ADAPTED)
        inject_adapter_in_model(config, model.trained_layers)


def merge_adapters(model: AttentionClassifier) -> None:
    """Puts the adapters into the weights that they adapt, so that serving knows nothing of them."""
    from peft.tuners.lora import LoraLayer

    for name, module in list(model.trained_layers.named_modules()):
        if isinstance(module, LoraLayer):
            module.merge()
            module.base_layer.requires_grad_(True)  # it has changed: it is saved with what was trained
            parent, _, child = name.rpartition(".")
            setattr(model.trained_layers.get_submodule(parent), child, module.base_layer)


def trained_weights(model: nn.Module) -> dict[str, Tensor]:
    """Copies of what training changes, by name."""
    return {name: weight.detach().clone() for name, weight in model.named_parameters() if weight.requires_grad}


def put_back(model: nn.Module, weights: dict[str, Tensor]) -> None:
    """Sets trained weights to earlier copies."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name in weights:
                weight.copy_(weights[name])
