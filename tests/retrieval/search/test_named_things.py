"""Things that are named in questions, on the real encoder; none of these words was taught."""

import numpy as np
import pytest

from finetune.encoders.e5.encoder import E5Encoder
from retrieval.search.late_interaction import TokenText
from retrieval.search.named_things import NamedThings, named_things, thing_tokens

ANSWER = "Is the teapot all right on induction? The teapot works on induction, and it can go into the oven up to 250 °C."


def beside(encoder: E5Encoder, asked: str, said: str = ANSWER) -> NamedThings:
    question, answer = encoder.read(asked), TokenText.of(encoder.read(said))
    return named_things(question.states, np.ones(len(question.ids), dtype=np.float32), answer)


@pytest.mark.parametrize("thing", ["rucksack", "skateboard", "Koffer", "mochila", "スーツケース"])
def test_another_thing_than_the_answers_is_unmet(encoder: E5Encoder, thing: str) -> None:
    its, another = (beside(encoder, f"is the {name} all right on induction?") for name in ("teapot", thing))
    assert another.named > 0.3
    assert another.unmet > its.unmet + 0.2
    assert another.met < its.met


def test_little_is_said_besides_the_thing(encoder: E5Encoder) -> None:
    vague, precise = (beside(encoder, asked) for asked in ("my teapot is broken", "up to how many degrees can my teapot go in the oven?"))
    assert vague.share / vague.named > precise.share / precise.named
    assert vague.rest < precise.rest


@pytest.mark.parametrize("thing", ["rucksack", "skateboard", "Krukke"])
def test_the_tokens_that_name_a_thing_are_told(encoder: E5Encoder, thing: str) -> None:
    asked = f"The {thing} arrived yesterday in three bits"
    read = encoder.read(asked)
    surely = thing_tokens(read.states)  # (T,)
    first = int(np.argmax(surely))
    assert asked[slice(*read.offsets[first])] in thing
    assert surely[first] > 0.3
    assert sum(surely) - sum(surely[[asked[slice(*span)] in thing for span in read.offsets]]) < 0.2


def test_where_no_thing_is_named_none_is_unmet(encoder: E5Encoder) -> None:
    assert beside(encoder, "when will I get my money back?").unmet < 0.1
    assert beside(encoder, "", "") == NamedThings()
