"""Texts that an index doesn't hold, beside a question and a passage."""

from functools import cache

import pytest

from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from retrieval.building.build import build
from retrieval.search.beside import Beside, OtherTexts
from retrieval.search.index import PassageIndex
from tests.support.word_vectors import WordVectors

ENCODER = WordVectors(64)


@cache
def index() -> PassageIndex:
    """Made once, by whoever asks first: who only collects the tests need not wait."""
    return build([Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-1")], ENCODER)


def beside(asked: str, *texts: str) -> Beside:
    query = index().read(asked, ENCODER.embed([asked])[0])
    return OtherTexts().beside(query, index().search(query)[0], index(), texts)


def test_the_best_of_the_texts_counts() -> None:
    found = beside("lamp tomorrow", "nothing", "your lamp comes tomorrow")
    assert found.interaction == pytest.approx(1, abs=0.02)
    assert beside("lamp tomorrow", "nothing").interaction < found.interaction
    assert beside("lamp tomorrow", "nothing").similarity < found.similarity


def test_a_text_that_says_what_the_passage_says_is_like_it() -> None:
    assert beside("lamp", "The lamp is safe in the bathroom.").likeness == pytest.approx(1, abs=0.02)
    assert beside("lamp", "Parcels come tomorrow").likeness < 0.5


def test_without_texts_nothing_stands_beside_it() -> None:
    assert beside("lamp") == Beside()


@pytest.mark.parametrize(
    ("answered", "another"),
    [
        ("how long is a gift card valid", "where can I see what is left on my gift card"),
        ("can I swap the gift card for cash", "can a gift card be sent on a day that I choose"),
        ("礼品卡有效期多久", "礼品卡能指定日期发送吗"),
    ],
)
def test_a_template_answers_what_it_says_and_not_all_about_its_topic(encoder: E5Encoder, answered: str, another: str) -> None:
    index = build([Pair("is the lamp safe", "The lamp is safe in the bathroom.", "d-1")], encoder)
    said = "Gift cards come by e-mail and are valid for 4 years. They can't be exchanged for cash."

    def answers(asked: str) -> float:
        reading = encoder.read(asked)
        return OtherTexts().answers(index.read(asked, reading.sentence, reading), [said], index)[0]

    assert answers(answered) > answers(another)
