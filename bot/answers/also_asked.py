"""“People also asked”: what others asked near this question. From the evidence of the answer; nothing is searched again."""

from collections.abc import Callable, Collection
from typing import Any

from bot.decisions.evidence import Evidence
from data.languages import language_of

# Cosine similarity to the customer's message. Below it, a hit is merely the best of a bad lot.
NEAR = 0.4
MOST = 2
LONGEST = 80

Button = dict[str, str]


def also_asked(evidence: Evidence, typed: Collection[str], offer: Callable[[str], list[Button]]) -> list[Button]:
    """Buttons for the questions that the neighbouring hits answered.

    Args:
        typed: what the customer has typed in this session, which is not proposed to them.
        offer: the button for an intent, if it has a title.
    """
    answered = {evidence.intent} if evidence.decision == "template" else set()
    neighbours = evidence.passages[1:] if evidence.decision == "passage" else evidence.passages
    known = {text.casefold().strip() for text in typed}
    buttons: list[Button] = []
    for passage in neighbours:
        template = passage.get("template")
        if passage.get("similarity", 0.0) < NEAR or template in answered:
            continue
        for button in offer(template) if template else _question(passage, evidence.language):
            if button["title"].casefold() not in known:
                buttons.append(button)
                known.add(button["title"].casefold())
    return buttons[:MOST]


def _question(passage: dict[str, Any], language: str) -> list[Button]:
    """A past question as the customer may ask it: short, in their language, and nothing was taken out of it."""
    question = " ".join(str(passage.get("question", "")).split())
    fits = question and len(question) <= LONGEST and "[" not in question and not question.startswith("/")
    return [{"title": question, "payload": question}] if fits and language_of(question) == language else []
