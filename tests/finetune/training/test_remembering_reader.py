"""What is read for training is what is served, and is read once."""

from pathlib import Path

import numpy as np
import pytest

from finetune.encoders.reading import Reader
from finetune.training.remembering_reader import PART, RememberingReader


@pytest.fixture(scope="module")
def alone(encoders: Path) -> Reader:
    """As a server reads."""
    return Reader.load(encoders, "all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def reader(encoders: Path) -> RememberingReader:
    return RememberingReader.load(encoders, "all-MiniLM-L6-v2")


def test_texts_are_read_as_a_server_reads_each_alone(reader: RememberingReader, alone: Reader) -> None:
    texts = [
        "where is my order",
        "我的包裹在哪里",
        "Can I send the red kettle back?",
        "where is my order",
        "is it my order",
        "🙃 ok",
        "is it here yet",
    ]
    readings = reader.read_all(texts)
    for row, text in enumerate(texts):
        served = alone.read(text)
        assert np.array_equal(readings.tokens[row].states, served.tokens.states)
        assert np.allclose(readings.sentences[row], served.tokens.sentence, atol=1e-6)
        assert np.allclose(readings.english[row], served.english, atol=1e-6)
        assert readings.foreign[row] == np.float32(served.foreign)
        assert np.array_equal(alone.read_english(text), served.english)


def test_it_says_how_far_it_is_and_reads_nothing_twice(reader: RememberingReader) -> None:
    said: list[tuple[int, int]] = []
    reader.report = lambda done, total: said.append((done, total))
    texts = [f"order number {number}" for number in range(PART + 3)]
    reader.read_all([*texts, *texts])
    assert said == [(PART, PART + 3), (PART + 3, PART + 3)]
    reader.read_all(texts[::-1])
    assert len(said) == 2
