"""Sections and what agents said, in one order."""

from functools import cache

from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.entries import Fit
from retrieval.search.index import PassageIndex
from retrieval.search.sections.documents import HANDICAP, both_kinds, in_order
from tests.support.word_vectors import WordVectors

SAID = Pair("can the bench stay outside", "The bench may stay outside in the summer only.", "d-1")
SAME = Pair("what does engraving cost", "Engraving costs fifteen pounds for each board.", "d-2")
CHINESE = Pair("长凳可以放在外面吗", "长凳夏天可以放在外面。", "d-3")
BENCH = Pair("Garden: Winter", "Store furniture somewhere dry from November to March.", "help/g.md#1", place=Place("Garden", 1))
ENGRAVING = Pair("Engraving: Price", "Engraving costs fifteen pounds for each piece.", "help/e.md#1", place=Place("Engraving", 1))
ENCODER = WordVectors(64)


@cache
def index() -> PassageIndex:
    """Made once, by whoever asks first: who only collects the tests need not wait."""
    return build([SAID, SAME, CHINESE, BENCH, ENGRAVING], ENCODER)


def ordered(asked: str, relevance: dict[Pair, float], own: tuple[Pair, ...] = ()) -> list[str]:
    found = {pair.id: Fit(0.0, 0.0, 0.0, 0.0, 0.0, interaction=each) for pair, each in relevance.items()}
    query = index().read(asked, ENCODER.embed([asked])[0])
    order, _ = in_order(query, found, index().entries, [pair.id for pair in own], index().answers, index().tokens)
    return [index().entries[number].pair.dialogue for number in order]


def test_without_sections_the_most_relevant_comes_first() -> None:
    assert ordered("the bench outside", {SAID: 0.4, SAME: 0.5}) == ["d-2", "d-1"]


def test_a_section_makes_up_for_having_no_past_question_and_for_no_more() -> None:
    assert ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.51 - HANDICAP}) == ["help/g.md#1", "d-1"]
    assert ordered("where does the bench go in winter", {SAID: 0.5, BENCH: 0.49 - HANDICAP}) == ["d-1", "help/g.md#1"]


def test_a_section_that_says_what_some_answer_says_goes_before_it() -> None:
    assert ordered("what is the price of engraving", {SAME: 0.9, SAID: 0.5, ENGRAVING: 0.2}) == ["help/e.md#1", "d-2", "d-1"]


def test_a_section_in_another_language_makes_up_for_that_where_the_answer_is_in_the_customers() -> None:
    relevance = {CHINESE: 0.5, BENCH: 0.45 - HANDICAP}
    assert ordered("冬天长凳放哪里", relevance) == ["help/g.md#1", "d-3"]
    assert ordered("where does the bench go in winter", relevance) == ["d-3", "help/g.md#1"]


def test_the_best_past_answer_and_the_best_section_are_always_shown() -> None:
    numbers = [pair.id for pair in (SAID, SAME, CHINESE, ENGRAVING, BENCH)]
    assert both_kinds(numbers, 2, index().entries) == [SAID.id, ENGRAVING.id]
    assert both_kinds(numbers[::-1], 2, index().entries) == [BENCH.id, CHINESE.id]
    assert both_kinds(numbers, 1, index().entries) == [SAID.id]


def test_the_very_same_question_comes_before_all_sections() -> None:
    assert ordered(SAME.question, {SAME: 0.3, ENGRAVING: 0.9}, own=(SAME,))[0] == "d-2"
