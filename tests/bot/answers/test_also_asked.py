"""“People also asked”: from the hits that the answer's evidence holds."""

from typing import Any

from bot.answers.also_asked import also_asked
from bot.decisions.evidence import Evidence

TITLES = {"track_order": "Where is my order?"}


def hit(question: str, similarity: float = 0.6, template: str | None = None) -> dict[str, Any]:
    return {"question": question, "similarity": similarity, "template": template}


def titles(evidence: Evidence, *typed: str) -> list[str]:
    def offer(intent: str) -> list[dict[str, str]]:
        return [{"title": TITLES[intent], "payload": f"/{intent}"}] if intent in TITLES else []

    return [button["title"] for button in also_asked(evidence, typed, offer)]


def test_the_neighbours_of_a_quoted_passage_are_offered_as_questions() -> None:
    passages = [hit("can the pot go on induction"), hit("is the pot heavy?"), hit("where is it", template="track_order")]
    assert titles(Evidence("en", "passage", passages=passages)) == ["is the pot heavy?", "Where is my order?"]


def test_what_was_answered_or_asked_before_is_not_offered() -> None:
    passages = [hit("where is it", template="track_order"), hit("Is the pot heavy?"), hit("is it blue?"), hit("is it blue?")]
    assert titles(Evidence("en", "template", "track_order", passages=passages), "is the pot heavy?") == ["is it blue?"]


def test_only_presentable_questions_near_this_one_are_offered() -> None:
    passages = [
        hit("far away", 0.1),
        hit("call [phone] please"),
        hit("x" * 100),
        hit("锅重吗"),
        hit("lost", template="no_title"),
        hit("/x"),
    ]
    assert titles(Evidence("en", "template", "greet", passages=passages)) == []
