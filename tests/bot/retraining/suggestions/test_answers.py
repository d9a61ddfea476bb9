"""Which answers become cards: what agents say again and again, and what one of them said once after a hand-over."""

from __future__ import annotations

import datetime

from bot.retraining.suggestions.answer_book import AnswerBook, Given
from bot.retraining.suggestions.answers import MOST_SINGLE, proposed_answers
from bot.retraining.suggestions.asked import _handed_over
from data.records import Dialogue, Pair, Turn
from tests.support.word_vectors import WordVectors

EMBED = WordVectors(32).embed


def given(text: str, *dialogues: str, day: int = 1) -> Given:
    pairs = tuple(Pair(f"what about {text}?", text, dialogue, datetime.date(2026, 3, day)) for dialogue in dialogues)
    return Given(pairs, EMBED([text])[0])


def test_an_answer_that_was_given_once_is_a_card_only_after_a_hand_over() -> None:
    book = AnswerBook((given("chairs are mended here", "a", "b"), given("lamps get new cables", "c"), given("kettles are descaled", "d")))
    cards = proposed_answers(book, {}, (), EMBED, {"d", "x"})
    assert [card.answer.text for card in cards] == ["chairs are mended here", "kettles are descaled"]
    assert [card.answer.count for card in cards] == [2, 1]


def test_there_is_no_flood_of_them_the_newest_are_shown() -> None:
    book = AnswerBook(tuple(given(f"thing{number} wants oil{number}", f"d{number}", day=1 + number) for number in range(MOST_SINGLE + 5)))
    cards = proposed_answers(book, {}, (), EMBED, {f"d{number}" for number in range(MOST_SINGLE + 5)})
    assert len(cards) == MOST_SINGLE
    assert "thing0 wants oil0" not in {card.answer.text for card in cards}


def test_a_hand_over_is_a_bot_before_an_agent() -> None:
    customer, bot, agent = (Turn(role, "some words") for role in ("customer", "bot", "agent"))  # type: ignore[arg-type]
    assert _handed_over(Dialogue("a", (customer, bot, agent)))
    assert not _handed_over(Dialogue("b", (customer, agent, bot)))
    assert not _handed_over(Dialogue("c", (customer, bot)))
    assert not _handed_over(Dialogue("d", (customer, agent)))
