"""Exports a published sentence encoder as ONNX, so that serving it needs no torch."""

import json
import tempfile
from pathlib import Path

from torch import Tensor, nn
from transformers import PreTrainedModel

from finetune.export import hash_encoder, write_onnx
from finetune.model import mean_pool
from finetune.pretrained import load_pretrained
from finetune.sentences import SentenceCard

MAX_TOKENS = 128


class _Sentence(nn.Module):
    """Token ids and mask (B, T) to sentence vectors (B, D) of length 1."""

    def __init__(self, model: PreTrainedModel, first_token: bool) -> None:
        super().__init__()
        self.model = model
        self.first_token = first_token

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state  # (B, T, D)
        pooled = states[:, 0] if self.first_token else mean_pool(states, mask)
        return nn.functional.normalize(pooled, dim=-1)


def export_sentence_encoder(name: str, folder: Path) -> None:
    """Writes the encoder of this name (as for `load_pretrained`) into a folder that there isn't yet.

    Its vectors are pooled as `1_Pooling/config.json` says (https://sbert.net/docs/package_reference/sentence_transformer/models.html):
    the first token's state or, if there is no such file, the mean of all.

    Raises:
        ModelError: there is no such encoder.
    """
    pretrained = load_pretrained(name)
    pooling = Path(name) / "1_Pooling" / "config.json"
    first_token = pooling.is_file() and bool(json.loads(pooling.read_text()).get("pooling_mode_cls_token"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        writing = Path(beside) / "encoder"
        writing.mkdir()
        write_onnx(_Sentence(pretrained.model.eval(), first_token).eval(), writing / "encoder.onnx", {"sentence": {0: "batch"}})
        pretrained.tokenizer.save(str(writing / "tokenizer.json"))
        encoder_hash = hash_encoder(pretrained, f"float32, {'first token' if first_token else 'mean'}")
        SentenceCard(name, encoder_hash, int(pretrained.model.config.hidden_size), MAX_TOKENS).save(writing)
        writing.rename(folder)
