"""“People also asked”: from the hits that the answer's evidence holds."""

from typing import Any

from bot.answers.also_asked import also_asked
from bot.decisions.evidence import Evidence

TITLES = {"track_order": "Where is my order?", "cancel_order": "I want to cancel", "get_invoice": "Where is my invoice?"}


def hit(template: str | None = None, similarity: float = 0.6) -> dict[str, Any]:
    return {"question": "so where is it, then?", "similarity": similarity, "template": template}


def titles(evidence: Evidence, *typed: str) -> list[str]:
    def offer(intent: str) -> list[dict[str, str]]:
        return [{"title": TITLES[intent], "payload": f"/{intent}"}] if intent in TITLES else []

    return [button["title"] for button in also_asked(evidence, typed, offer)]


def test_the_templates_of_neighbouring_hits_are_offered_by_their_titles() -> None:
    passages = [hit("get_invoice"), hit("track_order"), hit("cancel_order")]
    assert titles(Evidence("en", "passage", passages=passages)) == ["Where is my order?", "I want to cancel"]


def test_what_another_customer_wrote_is_never_shown() -> None:
    assert titles(Evidence("en", "template", "greet", passages=[hit(), hit("no_title")])) == []


def test_what_was_answered_or_asked_before_is_not_offered() -> None:
    passages = [hit("track_order"), hit("get_invoice"), hit("cancel_order"), hit("cancel_order")]
    assert titles(Evidence("en", "template", "track_order", passages=passages), "where is my INVOICE") == ["I want to cancel"]


def test_only_what_is_near_this_question_is_offered() -> None:
    assert titles(Evidence("en", "template", "greet", passages=[hit("track_order", 0.1)])) == []
