"""Sections and what agents said, in one order."""

import numpy as np
import pytest

from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.documents import HANDICAP, LIFT, both_kinds, in_order
from retrieval.search.entries import Fit, Standing
from retrieval.vectors.interface import Floats
from tests.support.word_vectors import WordVectors

SAID = Pair("can the bench stay outside", "The bench may stay outside in the summer only.", "d-1")
SAME = Pair("what does engraving cost", "Engraving costs fifteen pounds for each board.", "d-2")
CHINESE = Pair("长凳可以放在外面吗", "长凳夏天可以放在外面。", "d-3")
BENCH = Pair("Garden: Winter", "Store furniture somewhere dry from November to March.", "help/g.md#1", place=Place("Garden", 1))
ENGRAVING = Pair("Engraving: Price", "Engraving costs fifteen pounds for each piece.", "help/e.md#1", place=Place("Engraving", 1))
INDEX = build([SAID, SAME, CHINESE, BENCH, ENGRAVING], WordVectors(64))


def in_their_order(
    asked: str, relevance: dict[Pair, float], own: tuple[Pair, ...] = (), expected: Floats | None = None
) -> tuple[list[str], dict[str, Standing]]:
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in relevance.items()}
    order, standing = in_order(asked, found, INDEX.entries, [pair.id for pair in own], INDEX.answers, expected)
    named = {number: INDEX.entries[number].pair.dialogue for number in order}
    return list(named.values()), {named[number]: each for number, each in standing.items()}


def ordered(asked: str, relevance: dict[Pair, float], own: tuple[Pair, ...] = ()) -> list[str]:
    return in_their_order(asked, relevance, own)[0]


def test_without_sections_the_most_relevant_comes_first() -> None:
    assert ordered("the bench outside", {SAID: 0.4, SAME: 0.5}) == ["d-2", "d-1"]


def test_a_section_makes_up_for_having_no_past_question_and_for_no_more() -> None:
    assert ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.51 - HANDICAP}) == ["help/g.md#1", "d-1"]
    assert ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.49 - HANDICAP}) == ["d-1", "help/g.md#1"]


def test_a_section_that_says_what_some_answer_says_goes_before_it_and_stands_so_much_better() -> None:
    order, standing = in_their_order("what is the price of engraving", {SAME: 0.9, SAID: 0.5, ENGRAVING: 0.2})
    assert order == ["help/e.md#1", "d-2", "d-1"]
    assert standing["help/e.md#1"].lift == pytest.approx(0.7)
    assert standing["help/e.md#1"].same_language


def test_of_sections_one_that_meets_the_question_itself_goes_before_one_that_only_says_what_an_answer_says() -> None:
    order, standing = in_their_order("where does the bench go in winter", {SAME: 0.6, BENCH: 0.5, ENGRAVING: 0.4})
    assert order[0] == "help/g.md#1"
    assert standing["help/g.md#1"].lead == pytest.approx(0.1 - LIFT * 0.2)


def test_of_two_sections_the_one_that_meets_questions_at_large_less_goes_first() -> None:
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in {BENCH: 0.5, ENGRAVING: 0.48}.items()}
    at_large = {INDEX.entries[BENCH.id].text: 0.4, INDEX.entries[ENGRAVING.id].text: 0.3}
    order, _ = in_order("what does it cost", found, INDEX.entries, (), INDEX.answers)
    assert order == [BENCH.id, ENGRAVING.id]
    order, _ = in_order(
        "what does it cost", found, INDEX.entries, (), INDEX.answers, hubness=lambda texts: np.array([at_large[text] for text in texts])
    )
    assert order == [ENGRAVING.id, BENCH.id]


def test_a_section_in_another_language_makes_up_for_that_where_the_answer_is_in_the_customers() -> None:
    relevance = {CHINESE: 0.5, BENCH: 0.45 - HANDICAP}
    assert ordered("冬天长凳放哪里", relevance) == ["help/g.md#1", "d-3"]
    assert ordered("where does the bench go in winter", relevance) == ["d-3", "help/g.md#1"]


def test_of_sections_the_one_like_what_is_expected_to_be_said_goes_first() -> None:
    template = WordVectors(64).embed(["Engraving costs fifteen pounds for each piece."])
    for sure, first in ((1.0, "help/e.md#1"), (0.1, "help/g.md#1")):
        order, _ = in_their_order("what is the price", {BENCH: 0.5, ENGRAVING: 0.45}, expected=template * np.float32(sure))
        assert order[0] == first


def test_the_best_past_answer_and_the_best_section_are_always_shown() -> None:
    numbers = [pair.id for pair in (SAID, SAME, CHINESE, ENGRAVING, BENCH)]
    assert both_kinds(numbers, 2, INDEX.entries) == [SAID.id, ENGRAVING.id]
    assert both_kinds(numbers[::-1], 2, INDEX.entries) == [BENCH.id, CHINESE.id]
    assert both_kinds(numbers, 1, INDEX.entries) == [SAID.id]


def test_the_very_same_question_comes_before_all_sections() -> None:
    assert ordered(SAME.question, {SAME: 0.3, ENGRAVING: 0.9}, own=(SAME,))[0] == "d-2"


def test_a_section_that_is_the_very_same_question_stands_first_though_another_is_worth_more() -> None:
    order, standing = in_their_order(ENGRAVING.question, {BENCH: 0.6, ENGRAVING: 0.4}, own=(ENGRAVING,))
    assert order == ["help/e.md#1", "help/g.md#1"]
    assert list(standing) == ["help/e.md#1"]
