from __future__ import annotations

import numpy as np
import pytest

from bot.retraining.suggestions.answer_book import AnswerBook
from bot.retraining.suggestions.reading import Reading
from bot.retraining.suggestions.suggesting import Groups, Suggestions, new_and_known, suggest
from bot.reviews.records import Asked

KINDS, SIZE, WIDTH = 4, 25, 32
ASKED = [Asked(f"{kind} number {number}", "en", (f"d{number}",)) for kind in ("wifi", "seats", "bags", "meals") for number in range(SIZE)]
TOPICS = ["opening_hours", "payment", "returns"]


def _reading(intents: list[str], likeliest: str, right: float) -> Reading:
    """Four kinds of questions, all of which are read as one intent."""
    rows = np.repeat(np.eye(KINDS, WIDTH, dtype=np.float32), SIZE, axis=0)
    rows = rows + np.random.default_rng(0).normal(0, 0.03, rows.shape).astype(np.float32)
    probabilities = np.full((len(rows), len(intents)), 0.01, dtype=np.float32)
    probabilities[:, intents.index(likeliest)] = 0.9
    vectors = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    return Reading(vectors, intents, probabilities, np.full(len(rows), right, dtype=np.float32))


def _suggested(reading: Reading) -> tuple[Groups, Suggestions]:
    groups = new_and_known(ASKED, reading, np.zeros((0, WIDTH), dtype=np.float32))
    return groups, suggest(ASKED, reading, groups, AnswerBook(()))


@pytest.mark.parametrize("likeliest", ["talk_to_person", "out_of_scope", "clarify"])
def test_who_knows_no_topic_yet_takes_nothing_for_a_wish_to_see_a_person(likeliest: str) -> None:
    groups, made = _suggested(_reading(["clarify", "out_of_scope", "talk_to_person", "thank"], likeliest, 0.97))
    assert (len(groups.new), groups.known) == (KINDS, [])
    assert {intent.conflicts for intent in made.intents} == {()}
    assert (made.labels, made.unsure) == ([], [])


def test_who_knows_topics_knows_who_wants_a_person_but_labels_nobody_so() -> None:
    groups, made = _suggested(_reading([*TOPICS, "talk_to_person"], "talk_to_person", 0.97))
    assert (groups.new, groups.known, made.labels) == ([], [], [])


def test_what_may_be_an_intent_in_other_words_is_one_only_if_that_answers_something() -> None:
    of_topic, _ = _suggested(_reading([*TOPICS, "talk_to_person"], "payment", 0.6))
    assert {intent for _, intent in of_topic.known} == {"payment"}
    of_person, _ = _suggested(_reading([*TOPICS, "talk_to_person"], "talk_to_person", 0.6))
    assert (len(of_person.new), of_person.known) == (KINDS, [])
