"""Finds and loads a pretrained encoder: by the name of a package's model, by folder, or by name from the model hub.

transformers takes seconds to import: only who loads or saves one waits for it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.encoders.mean_pooling import mean_pool
from finetune.encoders.sources import MODULES, POOLING, folder_of, not_found, pools_first_token
from finetune.encoders.tokenization import encode

if TYPE_CHECKING:
    from transformers import PreTrainedModel

BATCH = 64
MOST_TOKENS = 128


@dataclass(frozen=True)
class Pretrained:
    """An encoder as published: the transformer, and its tokenizer without padding or truncation set.

    `first_token` tells what its sentence vectors are: the first token's state, or the mean of all.
    """

    name: str
    model: PreTrainedModel
    tokenizer: Tokenizer
    first_token: bool = False

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """Token states (B, T, D) with their mask (B, T) to sentence vectors (B, D) of length 1, as the encoder was trained."""
        return nn.functional.normalize(states[:, 0], dim=-1) if self.first_token else mean_pool(states, mask)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors (N, D) of length 1, before any training."""
        vectors = np.zeros((len(texts), int(self.model.config.hidden_size)), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                indices = order[start : start + BATCH]
                batch = encode(self.tokenizer, [texts[index] for index in indices], MOST_TOKENS)
                ids, mask = torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)
                states = self.model.eval()(input_ids=ids, attention_mask=mask).last_hidden_state  # (B, T, D)
                vectors[indices] = self.pool(states, mask).numpy()
        return vectors

    def copy(self) -> PreTrainedModel:
        """The transformer once more, to be changed: runs that start from the same weights don't see each other's."""
        return copy.deepcopy(self.model)


def load_pretrained(name: str) -> Pretrained:
    """Loads an encoder for fine-tuning.

    Raises:
        ModelError: nothing of this name is packaged, on disk or to be had from the hub, or it has no fast tokenizer.
    """
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    source = folder_of(name)
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()  # it would report that a stored buffer is not needed
    try:
        # The eager attention exports to ONNX as plain matrix products, which onnxruntime fuses.
        model = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        raise not_found(name, error) from error
    if not getattr(tokenizer, "is_fast", False):
        raise ModelError(f"encoder {name!r} has no fast tokenizer (tokenizer.json), which serving needs")
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # it takes a tenth of a step's time on a CPU; two views of each message regularise better
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.no_padding()
    backend.no_truncation()
    return Pretrained(name, model, backend, pools_first_token(source))


def save_encoder(pretrained: Pretrained, folder: Path) -> None:
    """Writes an encoder into a folder, as sentence-transformers reads it."""
    from transformers import PreTrainedTokenizerFast

    pretrained.model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=pretrained.tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder)
    _save_pooling(pretrained, folder)


def _save_pooling(pretrained: Pretrained, folder: Path) -> None:
    """Writes, beside a saved transformer, what makes its sentence vectors."""
    parts = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for index, (path, kind) in enumerate(parts)
    ]
    pooling = {
        "word_embedding_dimension": int(pretrained.model.config.hidden_size),
        "pooling_mode_cls_token": pretrained.first_token,
        "pooling_mode_mean_tokens": not pretrained.first_token,
    }
    for name, record in ((MODULES, modules), (POOLING, pooling)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
