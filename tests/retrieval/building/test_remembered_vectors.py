import numpy as np

from retrieval.building.remembered_vectors import RememberedVectors
from tests.support.word_vectors import WordVectors


def test_reads_each_text_once() -> None:
    encoder, read = WordVectors(16), list[str]()

    def embed(texts):  # type: ignore[no-untyped-def]
        read.extend(texts)
        return encoder.embed(texts)

    remembered = RememberedVectors(embed)
    first = remembered(["a lamp", "a pot", "a lamp"])
    again = remembered(["a pot", "a pan"])
    assert read == ["a lamp", "a pot", "a pan"]
    np.testing.assert_array_equal(first, encoder.embed(["a lamp", "a pot", "a lamp"]))
    np.testing.assert_array_equal(again, encoder.embed(["a pot", "a pan"]))
