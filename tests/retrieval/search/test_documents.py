"""Sections and what agents said, in one order."""

from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.documents import HANDICAP, in_order
from retrieval.search.entries import Fit
from tests.support.word_vectors import WordVectors

SAID = Pair("can the bench stay outside", "The bench may stay outside in the summer only.", "d-1")
SAME = Pair("what does engraving cost", "Engraving costs fifteen pounds for each board.", "d-2")
CHINESE = Pair("长凳可以放在外面吗", "长凳夏天可以放在外面。", "d-3")
BENCH = Pair("Garden: Winter", "Store furniture somewhere dry from November to March.", "help/g.md#1", place=Place("Garden", 1))
ENGRAVING = Pair("Engraving: Price", "Engraving costs fifteen pounds for each piece.", "help/e.md#1", place=Place("Engraving", 1))
INDEX = build([SAID, SAME, CHINESE, BENCH, ENGRAVING], WordVectors(64))


def ordered(asked: str, relevance: dict[Pair, float], own: tuple[Pair, ...] = ()) -> dict[str, Fit]:
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in relevance.items()}
    order = in_order(asked, found, INDEX.entries, [pair.id for pair in own], INDEX.answers)
    return {INDEX.entries[number].pair.dialogue: fit for number, fit in order.items()}


def test_without_sections_the_most_relevant_comes_first() -> None:
    assert list(ordered("the bench outside", {SAID: 0.4, SAME: 0.5})) == ["d-2", "d-1"]


def test_a_section_makes_up_for_having_no_past_question_and_for_no_more() -> None:
    assert list(ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.51 - HANDICAP})) == ["help/g.md#1", "d-1"]
    assert list(ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.49 - HANDICAP})) == ["d-1", "help/g.md#1"]


def test_a_section_that_says_what_some_answer_says_goes_before_it_and_fits_as_well() -> None:
    order = ordered("what is the price of engraving", {SAME: 0.9, SAID: 0.5, ENGRAVING: 0.2})
    assert list(order) == ["help/e.md#1", "d-2", "d-1"]
    assert order["help/e.md#1"].interaction == 0.9


def test_a_section_in_another_language_makes_up_for_that_where_the_answer_is_in_the_customers() -> None:
    relevance = {CHINESE: 0.5, BENCH: 0.45 - HANDICAP}
    assert list(ordered("冬天长凳放哪里", relevance)) == ["help/g.md#1", "d-3"]
    assert list(ordered("where does the bench go in winter", relevance)) == ["d-3", "help/g.md#1"]


def test_of_sections_the_one_like_what_is_expected_to_be_said_goes_first() -> None:
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in ((BENCH, 0.5), (ENGRAVING, 0.45))}
    template = WordVectors(64).embed(["Engraving costs fifteen pounds for each piece."])
    for sure, first in ((1.0, ENGRAVING), (0.1, BENCH)):
        assert next(iter(in_order("what is the price", found, INDEX.entries, [], INDEX.answers, template * sure))) == first.id


def test_the_very_same_question_comes_before_all_sections() -> None:
    assert next(iter(ordered(SAME.question, {SAME: 0.3, ENGRAVING: 0.9}, own=(SAME,)))) == "d-2"
