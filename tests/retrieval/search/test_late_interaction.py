"""The closer look, on the real encoder and by hand."""

import numpy as np
import pytest

from finetune.encoders.e5.encoder import E5Encoder
from retrieval.search.late_interaction import Interaction, TokenText, interactions
from retrieval.search.token_rarities import TokenRarities


def test_each_token_is_met_by_the_nearest_one_and_counts_as_it_is_rare() -> None:
    states = np.eye(2, 3, dtype=np.float32)
    passages = [
        TokenText(np.arange(2, dtype=np.int32), (np.array(rows) * 127).astype(np.int8))
        for rows in ([[1, 0, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1]])
    ]
    first, second = interactions(states, np.array([3, 1], dtype=np.float32), passages)
    assert first == pytest.approx(Interaction(interaction=0.75, weakest=0, gap=1, lead=0.5))
    assert second == pytest.approx(Interaction(interaction=0.25, weakest=0, gap=3, lead=-0.5))


def test_nothing_meets_nothing() -> None:
    none = TokenText(np.zeros(0, dtype=np.int32), np.zeros((0, 3), dtype=np.int8))
    assert interactions(np.eye(3, dtype=np.float32), np.ones(3, dtype=np.float32), [none])[0].interaction == 0
    assert interactions(np.zeros((0, 3), dtype=np.float32), np.zeros(0, dtype=np.float32), [none]) == [Interaction()]


def test_the_lead_is_over_the_best_five_others() -> None:
    passages = [TokenText(np.zeros(1, dtype=np.int32), np.array([[level]], dtype=np.int8)) for level in (127, 0, 0, 0, 0, 0, -127)]
    leads = [met.lead for met in interactions(np.ones((1, 1), dtype=np.float32), np.ones(1, dtype=np.float32), passages)]
    assert leads == pytest.approx([1, -0.2, -0.2, -0.2, -0.2, -0.2, -1.2])


def test_rare_tokens_weigh_more_and_those_that_left_no_longer_count() -> None:
    common, rare = np.array([1, 1, 2], dtype=np.int32), np.array([1, 3], dtype=np.int32)
    rarities = TokenRarities([common, common])
    rarities.add(rare)

    class Read:
        ids, states, sentence = np.array([1, 3, 9]), np.zeros((3, 1), dtype=np.float32), np.zeros(1, dtype=np.float32)

    assert rarities.weights(Read()).tolist() == pytest.approx(np.log([4 / 3.5, 4 / 1.5, 4 / 0.5]).tolist())
    rarities.add(rare, -1)
    assert rarities.weights(Read()).tolist() == pytest.approx([np.log(3 / 2.5), np.log(3 / 0.5), np.log(3 / 0.5)])


def test_a_question_meets_its_answer_in_another_language(encoder: E5Encoder) -> None:
    answers = ["The kettle is descaled with citric acid.", "The chair carries 110 kilos.", "Gift cards are valid for three years."]
    texts = [TokenText.of(read) for read in encoder.read_all(answers)]
    for question, right in (("Wie entkalke ich den Wasserkocher?", 0), ("椅子能承受多少公斤？", 1), ("¿cuánto dura la tarjeta regalo?", 2)):
        read = encoder.read(question)
        met = interactions(read.states, np.ones(len(read.ids), dtype=np.float32), texts)
        assert int(np.argmax([each.interaction for each in met])) == right
