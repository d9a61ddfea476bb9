"""What is counted of a turn, once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.decisions.topics import topic_of
from bot.domain import OTHER_TOPICS, OUT_OF_SCOPE, PERSON, SEVERAL
from bot.server.turns.handing_over import language_said
from bot.state.numbers.turn_facts import TurnFacts

# Decisions by which even what is out of the model's scope is answered: of a page of help, say.
ANSWERED = ("template", "passage", SEVERAL)


def facts_of(tracker: DialogueStateTracker, replies: Sequence[Mapping[str, Any]], hand_over: Mapping[str, str], channel: str) -> TurnFacts:
    """What is counted of a turn.

    Args:
        tracker: with the turn's events.
        replies: what the assistant said.
        hand_over: why a person goes on (`bot.server.turns.handing_over.why_handed_over`); empty if none does.
        channel: of the newest message.
    """
    said = [event for event in tracker.events if isinstance(event, UserUttered) and event.text]
    evidence = Evidence.from_json((said[-1].parse_data or {}).get(EVIDENCE)) if said else None
    decision = next((str(reply["decision"]) for reply in replies if reply.get("decision")), "")
    intent, topic = (evidence.intent, topic_of(evidence)) if evidence else ("", "")
    unanswered = bool(evidence) and intent != PERSON and (decision == "hand_over" or (intent == OUT_OF_SCOPE and decision not in ANSWERED))
    return TurnFacts(
        channel=channel,
        language=language_said(said),
        topic=topic or (OTHER_TOPICS if unanswered else ""),
        mood=evidence.mood if evidence else "",
        decision=decision,
        unanswered=unanswered,
        handed_over=hand_over.get("why", ""),
    )
