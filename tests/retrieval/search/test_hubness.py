"""Sections that meet any question, held against those that meet one."""

import pytest

from data.records import Pair, Place
from retrieval.building.build import build
from retrieval.search.hubness import Hubness
from retrieval.search.index import PassageIndex
from tests.support.word_vectors import WordVectors

SAID = [
    Pair("where is my order", "Your order is on its way to you.", "d-1"),
    Pair("can I change my order", "An order can be changed until it is packed.", "d-2"),
    Pair("is my order paid", "An order is paid as soon as it is placed.", "d-3"),
]
OFTEN = Pair("Orders: Your order", "Look at your order.", "help/o.md#1", place=Place("Orders", 1))
SELDOM = Pair("Kettle: Scale", "Boil vinegar, then rinse twice.", "help/k.md#1", place=Place("Kettle", 1))


def hubness_of(index: PassageIndex) -> Hubness:
    return Hubness(index.tokens, index._rarities, index.entries)


def text_of(index: PassageIndex, pair: Pair) -> str:
    return index.entries[pair.id].text


def test_what_is_near_to_all_that_customers_ask_has_more_of_it() -> None:
    index = build([*SAID, OFTEN, SELDOM], WordVectors(64))
    often, seldom = hubness_of(index).of([text_of(index, pair) for pair in (OFTEN, SELDOM)])
    assert often > seldom


def test_one_text_has_the_same_whatever_is_asked_for_beside_it_and_however_often() -> None:
    index = build([*SAID, OFTEN, SELDOM], WordVectors(64))
    hubness, texts = hubness_of(index), [text_of(index, pair) for pair in (OFTEN, SELDOM, OFTEN)]
    found = hubness.of(texts)
    assert found[0] == found[2]
    assert hubness.of(texts[1:]) == pytest.approx(found[1:])
    assert hubness_of(index).of(texts[:1]) == pytest.approx(found[:1])


def test_without_past_answers_nothing_is_asked_at_large() -> None:
    index = build([OFTEN, SELDOM], WordVectors(64))
    assert not hubness_of(index).of([text_of(index, OFTEN)]).any()
    assert hubness_of(index).of([]).shape == (0,)
