"""Sections of documents beside each other."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.entries import Fit, Query, Standing
from retrieval.search.index import PassageIndex
from retrieval.search.second_encoder import SecondEncoder, SecondReading
from retrieval.search.sections.order import sections_in_order
from tests.support.word_vectors import WordVectors

SAME = Pair("what does engraving cost", "Engraving costs fifteen pounds for each board.", "d-2")
BENCH = Pair("Garden: Winter", "Store the bench somewhere dry from November to March.", "help/g.md#1", place=Place("Garden", 1))
ENGRAVING = Pair("Engraving: Price", "Engraving costs fifteen pounds for each piece.", "help/e.md#1", place=Place("Engraving", 1))
ENCODER = WordVectors(64)
SECTIONS = [BENCH.id, ENGRAVING.id]


@cache
def index() -> PassageIndex:
    """Made once, by whoever asks first: who only collects the tests need not wait."""
    return build([SAME, BENCH, ENGRAVING], ENCODER)


def read(asked: str) -> Query:
    return index().read(asked, ENCODER.embed([asked])[0])


def in_order(query: Query, relevance: dict[Pair, float], own: tuple[Pair, ...] = ()) -> tuple[list[str], dict[str, Standing], list[float]]:
    known = {BENCH: 0.0, ENGRAVING: 0.0, **relevance}
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in known.items()}
    said = [SAME.id] if SAME in known else []
    worth, standing = sections_in_order(
        query, SECTIONS, said, found, index().entries, [pair.id for pair in own], index().answers, index().tokens
    )
    named = {number: index().entries[number].pair.dialogue for number in worth}
    return list(named.values()), {named[number]: each for number, each in standing.items()}, list(worth.values())


def test_the_section_whose_tokens_meet_the_question_goes_first_and_is_worth_what_it_is_beside_past_answers() -> None:
    order, standing, worth = in_order(read("where does the bench go in march"), {BENCH: 0.45})
    assert order == ["help/g.md#1", "help/e.md#1"]
    first = standing["help/g.md#1"]
    assert worth == pytest.approx([0.45, 0.45 - first.lead])
    assert first.share > 0.9
    assert first.same_language
    assert in_order(read("price of engraving each piece"), {})[0] == ["help/e.md#1", "help/g.md#1"]


def test_a_section_that_says_what_some_answer_says_stands_by_so_much_better() -> None:
    _, standing, _ = in_order(read("what is the price of engraving"), {SAME: 0.9, ENGRAVING: 0.2})
    assert standing["help/e.md#1"].lift == pytest.approx(0.7)
    assert standing["help/e.md#1"].like_said > 0.8


def test_of_sections_that_meet_the_question_alike_the_one_like_what_is_expected_to_be_said_goes_first() -> None:
    asked = read("hello")
    for pair in (ENGRAVING, BENCH):
        likely = replace(asked, expected=ENCODER.embed([pair.answer]) * np.float32(0.9))
        assert in_order(likely, {})[0][0] == pair.dialogue


def test_of_sections_that_meet_the_question_alike_the_one_that_a_second_encoder_finds_nearer_goes_first() -> None:
    second = SecondEncoder(lambda text: np.array([1.0, 0.0] if "Garden" in text else [0.0, 1.0], dtype=np.float32))
    for vector, first in (([0.9, 0.1], BENCH), ([0.1, 0.9], ENGRAVING)):
        reading = SecondReading(np.array(vector, dtype=np.float32), second)
        order, standing, _ = in_order(replace(read("hello"), second=reading), {})
        assert order[0] == first.dialogue
        assert standing[first.dialogue].second == pytest.approx(0.9)


def test_a_section_that_is_the_very_same_question_stands_first_though_another_is_worth_more() -> None:
    order, standing, _ = in_order(read("where does the bench go in march"), {}, own=(ENGRAVING,))
    assert order == ["help/e.md#1", "help/g.md#1"]
    assert standing["help/e.md#1"].lead == 0


def test_a_section_that_is_about_as_likely_is_the_firsts_rival_and_counts_with_it() -> None:
    second = SecondEncoder(lambda text: np.array([1.0, 0.0] if "Garden" in text else [0.0, 1.0], dtype=np.float32))
    for vector, rival in (([0.7, 0.74], ENGRAVING.id), ([0.9, 0.1], 0)):
        reading = SecondReading(np.array(vector, dtype=np.float32), second)
        _, standing, _ = in_order(replace(read("hello"), second=reading), {})
        assert standing["help/g.md#1"].rival == rival
        assert standing["help/g.md#1"].share == pytest.approx(1.0, abs=1e-3)
    reading = SecondReading(np.array([0.71, 0.7], dtype=np.float32), second)
    _, standing, _ = in_order(replace(read("hello"), second=reading), {}, own=(ENGRAVING,))
    assert not standing["help/e.md#1"].rival  # the very same question has none


def test_a_question_without_a_token_has_its_order_all_the_same() -> None:
    assert len(in_order(read(""), {})[0]) == 2
