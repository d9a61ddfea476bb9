"""What a network of BERT's architecture is made of, under short names; and the weights of one in a sentence-transformers folder."""

import json
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from safetensors import SafetensorError  # type: ignore[attr-defined]
from safetensors.numpy import load_file

from data.errors import ModelError
from finetune.arrays import Floats

# Short names of a layer's parts, and BertModel's.
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {"emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight", "emb.type": "token_type_embeddings.weight"}
NORMS = {"emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias"}
# Models whose places are counted from behind the padding's number; BERT's from 0.
_COUNTED_FROM_PADDING = ("roberta", "xlm-roberta")


class BertSizes(Protocol):
    """How large a network is."""

    @property
    def width(self) -> int: ...
    @property
    def layers(self) -> int: ...
    @property
    def heads(self) -> int: ...
    @property
    def epsilon(self) -> float: ...


class BertWeights(Protocol):
    """The weights of a network: vectors and matrices by their short names, e.g. `emb.ln.w`, `l0.q.w`, `l0.q.b`."""

    @property
    def sizes(self) -> BertSizes: ...

    def floats(self, name: str) -> Floats:
        """A vector (N,), or the places' or types' embeddings, flat."""
        ...

    def matrix(self, name: str) -> Floats:
        """A matrix (R, C), a row an output."""
        ...


class FolderSizes(NamedTuple):
    """What `config.json` says."""

    width: int
    layers: int
    heads: int
    epsilon: float


class FolderWeights:
    """The weights in a sentence-transformers folder: `config.json` and `model.safetensors`."""

    def __init__(self, folder: Path) -> None:
        """Reads them.

        Raises:
            ModelError: they are missing or damaged, or of another architecture.
        """
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            kind = config["model_type"]
            if kind not in ("bert", *_COUNTED_FROM_PADDING) or config.get("hidden_act", "gelu") != "gelu":
                raise ModelError(f"the encoder in {folder} is of type {kind!r}; expected one built like BERT, such as all-MiniLM-L6-v2")
            self.sizes = FolderSizes(
                config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"]
            )
            self._first_place = config["pad_token_id"] + 1 if kind in _COUNTED_FROM_PADDING else 0
            self._tensors = {_name(name): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
            [word] = [name for name in self._tensors if name.endswith(f"embeddings.{EMBEDDINGS['emb.word']}")]
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise ModelError(
                f"the encoder in {folder} can't be read ({error}); expected a sentence-transformers model with config.json and "
                "model.safetensors"
            ) from error
        self._prefix = word.removesuffix(f"embeddings.{EMBEDDINGS['emb.word']}")

    def floats(self, name: str) -> Floats:
        tensor = self.matrix(name)
        return tensor[self._first_place :].ravel() if name == "emb.pos" else tensor.ravel()

    def matrix(self, name: str) -> Floats:
        if name.startswith("emb."):
            long = f"embeddings.{(EMBEDDINGS | NORMS)[name]}"
        else:
            layer, part, kind = name.split(".")
            long = f"encoder.layer.{layer[1:]}.{PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
        return np.asarray(self._tensors[self._prefix + long], dtype=np.float32)


def _name(name: str) -> str:
    """A tensor's name as most files have it: in BERT's first ones, and those that transformers 5 writes, a norm's parts have others."""
    for other, usual in (("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")):
        name = name.replace(other, usual)
    return name
