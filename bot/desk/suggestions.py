"""Up to three answers for the customer's last question, by the model that serves: templates, past answers and sections of documents.

The model reads the question as it would read a message; nothing of it is kept in the conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.answers.links import CompanyLinks
from bot.answers.quoting import quotable, quoted_from
from bot.decisions.evidence import Evidence
from bot.domain import NO_ANSWERS, PERSON, SMALL_TALK
from bot.state.agents.history import Line

SUGGESTED = 3
# Of a customer's messages since they were answered, so many are the question.
MOST_MESSAGES = 3
# Readings of a question whose templates may be suggested.
READINGS = 3
# A wish for a person, or a thank-you, that is surely no more than that asks nothing.
SURELY = 0.9

Source = Literal["template", "passage", "document"]


@dataclass(frozen=True)
class Suggestion:
    """One answer.

    Attributes:
        title: where it comes from: an intent as the company calls it, a page, the day of a conversation.
        score: how probably it answers, as the model sees it.
    """

    text: str
    source: Source
    title: str
    score: float


def last_question(lines: Sequence[Line], asked: str = "") -> str:
    """What the customer wants to know now: what they wrote since a person answered, or what was handed over.

    Args:
        lines: of the conversation, oldest first.
        asked: what was handed over; it comes first where no person has answered yet.
    """
    answered = max((place for place, line in enumerate(lines) if line.by == "agent"), default=-1)
    said = [line.text for line in lines[answered + 1 :] if line.by == "customer" and line.text and not line.text.startswith("/")]
    if answered < 0 and asked:
        return asked
    if not said:
        said = [line.text for line in lines if line.by == "customer" and line.text][-1:]
    return "\n".join(said[-MOST_MESSAGES:])


def suggestions(evidence: Evidence, template: Callable[[str], tuple[str, str]], links: CompanyLinks) -> list[Suggestion]:
    """The likeliest answers, each said once, the likeliest first; none where surely nothing is asked.

    Args:
        template: what the domain's response for an intent says, and the intent's title; each empty if there is none.
        links: the only ones that a past answer may keep.
    """
    for first in evidence.ranking[:1]:
        if first["name"] in (PERSON, *SMALL_TALK) and first["confidence"] >= SURELY:
            return []
    found = sorted([*_templates(evidence, template), *_passages(evidence, links)], key=lambda each: -each.score)
    chosen: dict[str, Suggestion] = {}
    for each in found:
        chosen.setdefault(" ".join(each.text.split()).casefold(), each)
    return list(chosen.values())[:SUGGESTED]


def _templates(evidence: Evidence, template: Callable[[str], tuple[str, str]]) -> Iterable[Suggestion]:
    """A reading counts as much as it is probable among the readings that answer something."""
    readings = [each for each in evidence.ranking if each["name"] not in NO_ANSWERS][:READINGS]
    weight = evidence.chances.get("template", 1.0) / (sum(each["confidence"] for each in readings) or 1.0)
    for each in readings:
        name = str(each["name"])
        text, title = template(name)
        if text and "{" not in text:  # a look-up's words want facts
            yield Suggestion(text, "template", title or name.replace("_", " "), round(weight * each["confidence"], 4))


def _passages(evidence: Evidence, links: CompanyLinks) -> Iterable[Suggestion]:
    found = evidence.suggested or evidence.passages
    first = max((passage["probability"] for passage in found), default=0.0) or 1.0
    chance = evidence.chances.get("passage", 1.0)
    for passage in found:
        source: dict[str, Any] = passage["sources"][0] if passage["sources"] else {}
        kind: Source = "document" if source.get("page") else "passage"
        title = ", ".join(dict.fromkeys(str(each.get("page") or each.get("date") or "") for each in quoted_from(passage)))
        yield Suggestion(quotable(passage, links)["text"], kind, title, round(chance * passage["probability"] / first, 4))
