"""A second encoder's vectors, read once."""

import numpy as np

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
