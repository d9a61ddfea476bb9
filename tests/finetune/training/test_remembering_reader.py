"""What is read for training is what is served, and is read once."""

from pathlib import Path

import numpy as np
import pytest

from finetune.training.remembering_reader import READ, RememberingReader


@pytest.fixture(scope="module")
def reader(encoders: Path) -> RememberingReader:
    return RememberingReader.load(encoders, "all-MiniLM-L6-v2")


def test_texts_are_read_as_one_by_one(reader: RememberingReader) -> None:
    texts = ["where is my order", "我的包裹在哪里", "Can I send the red kettle back?", "where is my order"]
    readings = reader.read_all(texts)
    for row, text in enumerate(texts):
        alone = reader.read(text)
        assert np.array_equal(readings.tokens[row].states, alone.tokens.states)
        assert np.array_equal(readings.english[row], alone.english)
        assert readings.foreign[row] == np.float32(alone.foreign)


def test_it_says_how_far_it_is_and_reads_nothing_twice(reader: RememberingReader) -> None:
    said: list[tuple[int, int]] = []
    reader.report = lambda done, total: said.append((done, total))
    texts = [f"order number {number}" for number in range(READ + 3)]
    reader.read_all([*texts, *texts])
    assert said == [(READ, READ + 3), (READ + 3, READ + 3)]
    reader.read_all(texts[::-1])
    assert len(said) == 2
