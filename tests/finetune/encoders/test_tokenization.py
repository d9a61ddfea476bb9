"""Texts to tokens."""

import pytest
from tokenizers import Tokenizer

from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.tokenization import clean, encode


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_pretrained("all-MiniLM-L6-v2").tokenizer


def test_cleaning_keeps_what_is_visible() -> None:
    assert clean(" ｆｕｌｌ\twidth\0\n and 😀 ") == "full width and 😀"


def test_a_batch_is_padded_to_a_multiple(tokenizer: Tokenizer) -> None:
    batch = encode(tokenizer, ["hello", "where is my order"], 128, multiple_of=8)
    assert batch.ids.shape == (2, 8)
    assert batch.mask.sum(axis=1).tolist() == [3, 6]
    assert batch.offsets[1, :6].tolist() == [[0, 0], [0, 5], [6, 8], [9, 11], [12, 17], [0, 0]]


def test_a_long_text_keeps_its_beginning_and_its_end(tokenizer: Tokenizer) -> None:
    [ids] = encode(tokenizer, ["start " + "and " * 50 + "end"], 8).ids
    assert [tokenizer.id_to_token(number) for number in ids.tolist()] == ["[CLS]", "start", "and", "and", "and", "and", "end", "[SEP]"]


def test_tokens_outside_the_vocabulary_are_counted(tokenizer: Tokenizer) -> None:
    assert encode(tokenizer, ["hello"], 128).unknown.tolist() == [0]
    assert encode(tokenizer, ["😀"], 128).unknown[0] > 0
