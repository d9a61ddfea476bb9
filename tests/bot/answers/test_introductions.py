import pytest

from bot.answers.introductions import NAMED, SENTENCES, introduction
from data.languages import language_of


def test_every_sentence_has_all_names_and_a_place_for_them() -> None:
    assert all(sentence.count("{}") == 1 and len(set(names)) == len(NAMED) for sentence, names in SENTENCES.values())


@pytest.mark.parametrize("customer", sorted(set(SENTENCES) - set(NAMED)))
def test_it_is_in_the_customers_language(customer: str) -> None:
    assert language_of(introduction(customer, "en"), customer) == customer


def test_none_is_needed_in_the_same_language_and_made_for_an_unnamed_one() -> None:
    assert introduction("de", "de") == ""
    assert introduction("de", "sw") == ""
    assert introduction("sw", "en") == "I'm sorry, I can only answer this in English:"
