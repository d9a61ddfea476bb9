"""An encoder made ready to serve without torch, beside the same one in torch."""

import json
from pathlib import Path

import pytest

from data.errors import ModelError
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.sentence_encoder import BERT, SentenceEncoder
from finetune.encoders.sentence_export import exported_encoder
from finetune.settings import TrainingSettings
from tests.conftest import EXAMPLES

NAME = TrainingSettings.encoder


@pytest.fixture(scope="module")
def encoder(encoders: Path) -> SentenceEncoder:
    [folder] = encoders.glob(f"{BERT}-*")
    return SentenceEncoder.load(folder)


def test_eight_bit_vectors_are_near_exact_ones(encoder: SentenceEncoder) -> None:
    texts = [example.text for example in EXAMPLES]
    for text, exact in zip(texts, load_pretrained(NAME).embed(texts)):
        vector, unknown = encoder.read(text)
        assert vector @ exact > 0.97
        assert unknown == 0


def test_what_the_vocabulary_lacks_is_counted(encoder: SentenceEncoder) -> None:
    assert encoder.read("한국어로 말하기 😀")[1] > 0


def test_it_is_made_once(encoders: Path) -> None:
    folder = exported_encoder(NAME, encoders)
    made = (folder / "encoder.onnx").stat().st_mtime_ns
    assert exported_encoder(f"sentence-transformers/{NAME}", encoders) == folder
    assert (folder / "encoder.onnx").stat().st_mtime_ns == made


def test_another_architecture_is_a_clear_error(tmp_path: Path) -> None:
    for name, content in (("tokenizer.json", {}), ("config.json", {"model_type": "mpnet"})):
        (tmp_path / name).write_text(json.dumps(content))
    with pytest.raises(ModelError, match=r"has no model\.safetensors"):
        exported_encoder(str(tmp_path), tmp_path / "encoders")
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match="is of type 'mpnet'; expected one built like BERT"):
        exported_encoder(str(tmp_path), tmp_path / "encoders")
