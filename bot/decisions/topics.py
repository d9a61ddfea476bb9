"""What a message is about, as it is counted: what customers ask for, and no outcome of the decision."""

from __future__ import annotations

from bot.decisions.evidence import Evidence
from bot.domain import NO_ANSWERS, OTHER_TOPICS, OUT_OF_SCOPE, SMALL_TALK

# Where a message is read as a wish for a person, as unclear or as out of scope, what it may be about has to be so probable.
LIKELY = 0.2


def topic_of(evidence: Evidence) -> str:
    """An intent that answers something, or the title of the page that was quoted; `OTHER_TOPICS` where something is asked that no intent
    knows, and nothing where nothing is asked: greetings, a wish for a person, a message that says too little."""
    known = next((part.intent for part in evidence.parts if part.intent and part.intent not in NO_ANSWERS), evidence.intent)
    if known not in NO_ANSWERS or known in SMALL_TALK:
        return "" if known in SMALL_TALK else known
    if evidence.decision == "passage" and (page := _page(evidence)):
        return page
    likeliest = next((each for each in evidence.ranking if each["name"] not in NO_ANSWERS), None)
    if likeliest and likeliest["confidence"] >= LIKELY:
        return str(likeliest["name"])
    return OTHER_TOPICS if known == OUT_OF_SCOPE else ""


def _page(evidence: Evidence) -> str:
    sources = evidence.passages[0]["sources"] if evidence.passages else []
    return str(sources[0].get("page") or "") if sources else ""
