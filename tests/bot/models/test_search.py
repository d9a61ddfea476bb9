"""How well texts that an index doesn't hold meet a question."""

import pytest

from bot.models.search import best_met
from data.records import Pair
from retrieval.building.build import build
from tests.support.word_vectors import WordVectors

ENCODER = WordVectors(64)
INDEX = build([Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-1")], ENCODER)


def met(asked: str, *said: str) -> float:
    reading = next(ENCODER.read_all([asked]))
    return best_met(asked, reading.sentence, reading, said, INDEX)


def test_the_best_of_the_texts_counts() -> None:
    assert met("parcel tomorrow", "nothing", "your parcel comes tomorrow") == pytest.approx(1, abs=0.02)
    assert met("parcel tomorrow", "nothing") < 0.5


def test_without_texts_nothing_meets_it() -> None:
    assert met("parcel tomorrow") == 0
