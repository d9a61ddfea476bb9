"""An encoder that remembers gives what one that doesn't gives, and reads nothing twice."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from finetune.encoders import remembering_encoder
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from finetune.encoders.remembering_encoder import RememberingEncoder

TEXTS = ["where is my order", "can it go in the oven", "where is my order", "我的包裹在哪里"]


@pytest.fixture
def e5(encoders: Path) -> E5Encoder:
    return E5Encoder.load(exported_e5(encoders), many=True)


@pytest.fixture
def asked(e5: E5Encoder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is really read, in the order in which it is."""
    found: list[str] = []
    for name in ("read_all", "embed"):
        real = getattr(e5, name)

        def noted(texts: Sequence[str], real: object = real) -> object:
            found.extend(texts)
            return real(texts)  # type: ignore[operator]

        monkeypatch.setattr(e5, name, noted)
    return found


def test_a_text_is_read_once(e5: E5Encoder, asked: list[str]) -> None:
    encoder = RememberingEncoder(e5)
    read = list(encoder.read_all(TEXTS))
    assert asked == [TEXTS[0], TEXTS[1], TEXTS[3]]
    vectors = encoder.embed([*TEXTS, "how heavy is it"])
    assert asked[3:] == ["how heavy is it"]
    assert np.array_equal(encoder.embed(["how heavy is it"])[0], vectors[4])
    assert len(asked) == 4
    for states, vector, alone in zip(read, vectors, E5Encoder.read_all(e5, TEXTS)):
        assert np.array_equal(states.states, alone.states)
        assert np.array_equal(states.sentence, vector)


def test_what_is_indexed_by_its_vector_isnt_read_again_for_its_tokens(e5: E5Encoder, asked: list[str]) -> None:
    encoder = RememberingEncoder(e5)
    vectors = encoder.embed(TEXTS)
    read = list(encoder.read_all(TEXTS))
    assert asked == [TEXTS[0], TEXTS[1], TEXTS[3]]
    assert np.array_equal(vectors, np.stack([states.sentence for states in read]))
    assert np.allclose(vectors, e5.embed(TEXTS), atol=1e-5)


def test_where_there_is_no_room_texts_are_read_again(e5: E5Encoder, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering_encoder, "MOST_TOKENS", 5)
    monkeypatch.setattr(remembering_encoder, "MOST_TEXTS", 1)
    encoder = RememberingEncoder(e5)
    for _ in range(2):
        assert [len(each.ids) for each in encoder.read_all(TEXTS[:2])] == [4, 6]
        assert encoder.embed(["how heavy is it", "is it blue"]).shape == (2, encoder.width)
    assert asked == [*TEXTS[:2], "how heavy is it", "is it blue", TEXTS[1], "is it blue"]
    assert encoder.embed([]).shape == (0, encoder.width)


def test_of_many_texts_only_so_many_are_read_token_by_token_as_are_kept(e5: E5Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    closely: list[list[str]] = []
    real = e5.read_all

    def noted(texts: Sequence[str]) -> object:
        closely.append(list(texts))
        return real(texts)

    monkeypatch.setattr(e5, "read_all", noted)
    monkeypatch.setattr(remembering_encoder, "MOST_TOKENS", 11)
    monkeypatch.setattr(remembering_encoder, "AT_A_TIME", 2)
    encoder, texts = RememberingEncoder(e5), [f"where is order {number}" for number in range(8)]
    vectors = encoder.embed(texts)
    assert closely == [texts[:2], texts[2:4]]
    assert list(encoder.known) == texts[:2]
    assert np.allclose(vectors, e5.embed(texts), atol=1e-5)
    assert np.array_equal(encoder.embed(texts), vectors)
    assert len(closely) == 2
