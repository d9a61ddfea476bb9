"""A second encoder's vectors, read once."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.search.second_encoder import SecondEncoder, SecondReading
from retrieval.vectors.interface import Floats


def test_each_text_is_read_once_and_a_question_that_the_encoder_cant_read_reads_none() -> None:
    read: list[str] = []

    def vector(text: str) -> Floats:
        read.append(text)
        return np.array([len(text), 1.0], dtype=np.float32)

    encoder = SecondEncoder(vector)
    assert SecondReading(np.zeros(2, dtype=np.float32), encoder).cosines(["a", "bc"]).tolist() == [0, 0]
    assert not read
    asked = SecondReading(np.array([1.0, 0.0], dtype=np.float32), encoder)
    assert asked.cosines(["a", "bc", "a"]).tolist() == [1, 2, 1]
    assert asked.cosines(["bc"]).tolist() == [2]
    assert read == ["a", "bc"]


def test_at_the_limit_only_the_oldest_is_forgotten_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.search.second_encoder.REMEMBERED", 3)
    read: list[str] = []

    def vector(text: str) -> Floats:
        read.append(text)
        return np.array([float(text)], dtype=np.float32)

    encoder = SecondEncoder(vector)
    encoder.vectors(["1", "2", "3"])
    assert encoder.vectors(["4", "2", "3"]).tolist() == [[4], [2], [3]]
    assert encoder.vectors(["4", "3", "2"]).tolist() == [[4], [3], [2]]
    assert read == ["1", "2", "3", "4"]
    encoder.vectors(["1"])
    assert read[4:] == ["1"]
    with ThreadPoolExecutor(8) as pool:
        asked = [[str(number), str(number % 7)] for number in range(400)]
        for texts, vectors in zip(asked, pool.map(encoder.vectors, asked)):
            assert vectors[:, 0].tolist() == list(map(float, texts))
