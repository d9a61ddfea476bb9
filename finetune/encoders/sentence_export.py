"""Exports a published sentence encoder as ONNX, so that serving it needs no torch."""

import tempfile
from pathlib import Path

from torch import Tensor, nn

from finetune.encoders.onnx_export import hash_encoder, write_onnx
from finetune.encoders.pretrained import Pretrained, load_pretrained
from finetune.encoders.sentence_encoder import NETWORK, TOKENIZER, SentenceCard

MAX_TOKENS = 128


class _Sentence(nn.Module):
    """Token ids and mask (B, T) to sentence vectors (B, D) of length 1."""

    def __init__(self, pretrained: Pretrained) -> None:
        super().__init__()
        self.model = pretrained.model
        self.pool = pretrained.pool

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state  # (B, T, D)
        return self.pool(states, mask)


def export_sentence_encoder(name: str, folder: Path) -> None:
    """Writes the encoder of this name (as for `load_pretrained`) into a folder that there isn't yet.

    Raises:
        ModelError: there is no such encoder.
    """
    pretrained = load_pretrained(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        writing = Path(beside) / "encoder"
        writing.mkdir()
        write_onnx(_Sentence(pretrained).eval(), writing / NETWORK, {"sentence": {0: "batch"}})
        pretrained.tokenizer.save(str(writing / TOKENIZER))
        encoder_hash = hash_encoder(pretrained, f"float32, {'first token' if pretrained.first_token else 'mean'}")
        SentenceCard(name, encoder_hash, int(pretrained.model.config.hidden_size), MAX_TOKENS).save(writing)
        writing.rename(folder)
