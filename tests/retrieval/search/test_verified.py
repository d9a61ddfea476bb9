"""Past answers that are found by the same talk, on the real encoder: only one of them answers."""

import pytest

from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.build import build
from retrieval.search.index import PassageIndex

ASKED = "My grinder screeches in the morning. Which setting is right for filter coffee, and how many beans go in?"
REPLY = "It screeches as the burrs are too tight: two clicks back. Filter coffee wants 14 to 18. The hopper holds 250 g of beans."
SAID = [
    Pair(ASKED, "It screeches as the burrs are too tight: two clicks back.", "d-1", context=REPLY),
    Pair(ASKED + " And then?", "Filter coffee wants 14 to 18.", "d-1", context=REPLY),
    Pair(ASKED + " Thanks!", "The hopper holds 250 g of beans.", "d-1", context=REPLY),
    Pair("Can the chair stay outside?", "Cover the chair in winter.", "d-2"),
]


@pytest.fixture(scope="module")
def index(encoder: E5Encoder) -> PassageIndex:
    return build(SAID, encoder, calibrated=False)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("the burrs screech, how do I stop that?", 0),
        ("which setting of the grinder is for filter coffee?", 1),
        ("how many grams of beans does the grinder take?", 2),
    ],
)
def test_what_answers_the_question_is_quoted(index: PassageIndex, encoder: E5Encoder, asked: str, answer: int) -> None:
    hit = index.search(index.read(asked, encoder.embed([asked])[0]))[0]
    assert hit.passage.text == SAID[answer].answer


def test_a_question_of_its_own_keeps_its_answer(index: PassageIndex, encoder: E5Encoder) -> None:
    for pair in SAID:
        assert index.search(index.read(pair.question, encoder.embed([pair.question])[0]))[0].passage.text == pair.answer
